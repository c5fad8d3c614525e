import { join } from 'node:path';
import { type RegionName, regionFacts } from '../../../config/catalog';
import { BalancerRecords } from '../../../modules/ingress/balancer-records';
import { EdgeFunction } from '../../../modules/ingress/edge-function';
import { EdgeWaf } from '../../../modules/ingress/edge-waf';
import { FrontAccelerator } from '../../../modules/ingress/front-accelerator';
import { FrontCdn } from '../../../modules/ingress/front-cdn';
import { FrontDns, type FrontTarget } from '../../../modules/ingress/front-dns';
import { EdgeAlarms } from '../../../modules/observability/edge-alarms';
import { Arc } from '../../../modules/routing/arc';
import { HealthChecks } from '../../../modules/routing/health-checks';
import { synthConstruct } from '../../synth';

/** Regions of a platform that is neither in us-east-1 nor in us-west-2. */
const REGIONS = ['eu-west-1', 'ap-southeast-2', 'sa-east-1'] as const satisfies RegionName[];

/** The front doors of all kinds beside one another. */
const frontsOf = (regions: readonly RegionName[]) =>
  synthConstruct((stack, providerIn) => {
    const [edge, oregon] = [providerIn('us-east-1'), providerIn('us-west-2')];
    const providers = new Map([...regions].sort().map((region) => [region, providerIn(region)] as const));
    const name = (kind: string) => (region: RegionName) => `${kind}-${regionFacts(region).code}.orders.example.com`;
    const tagName = (what: string, region?: RegionName) => (region ? `${what}-${regionFacts(region).code}` : what);
    const zone = { provider: edge, zoneId: 'Z1' };
    const arc = new Arc(stack, 'arc', {
      provider: oregon,
      edgeProvider: edge,
      clusterName: 'orders-prod',
      regions,
      controlName: (region) => regionFacts(region).code,
      rulePrefix: 'orders-prod-',
      recordedIn: providers,
      parameterName: '/orders/prod/global/switch',
      tagName,
    });
    const { gates } = new HealthChecks(stack, 'health', {
      provider: edge,
      regions,
      hostName: name('api'),
      path: '/health',
      intervalSeconds: 10,
      failureThreshold: 2,
      controls: arc.checks,
      tagName,
    });
    const { entries } = new BalancerRecords(stack, 'balancers', {
      ...zone,
      regions: providers,
      balancerName: (region) => regionFacts(region).code,
      targetHostName: name('target'),
      ownHostName: name('api'),
    });
    const targets = new Map(
      [...gates].map(([region, healthCheckId]): [RegionName, FrontTarget] => [
        region,
        { hostName: name('target')(region), healthCheckId, record: entries.get(region)?.target },
      ]),
    );
    new FrontDns(stack, 'dns', {
      ...zone,
      hostName: 'api.orders.example.com',
      targets,
      routing: { policy: 'latency' },
    });
    new FrontAccelerator(stack, 'accelerator', {
      provider: oregon,
      edgeProvider: edge,
      acceleratorName: 'orders-prod',
      zoneId: 'Z1',
      hostName: 'fast.orders.example.com',
      endpointArns: new Map([...entries].map(([region, { arn }]) => [region, arn])),
      clientAffinity: 'none',
    });
    const log = { logGroupName: 'aws-waf-logs-orders-prod', logRetentionDays: 30 };
    const { aclArn } = new EdgeWaf(stack, 'waf', {
      provider: edge,
      aclName: 'orders-prod',
      rateLimit: 2000,
      healthPaths: [],
      ...log,
    });
    const { versionArn } = new EdgeFunction(stack, 'function', {
      provider: edge,
      functionName: 'orders-prod-edge',
      description: 'At the edge',
      zipPath: 'edge.zip',
      sourceCodeHash: 'hash',
      roleArn: 'arn:role',
      runtime: 'nodejs22.x',
    });
    const { distribution } = new FrontCdn(stack, 'cdn', {
      ...zone,
      namePrefix: 'orders-prod',
      root: join(__dirname, '..', '..', '..'),
      hostName: 'app.orders.example.com',
      apiHostName: 'api.orders.example.com',
      certificateArn: 'arn:certificate',
      webAclArn: aclArn,
      requestFunctionArn: versionArn,
    });
    new EdgeAlarms(stack, 'alarms', {
      provider: edge,
      alarmName: (what) => what,
      topicArn: 'arn:topic',
      gates,
      certificateArn: 'arn:certificate',
      distributionId: distribution.id,
      tagName,
    });
  });

const all = frontsOf(REGIONS);

test('what AWS has in one place alone is changed there, and a Region is only read, or told where the switches are', () => {
  const aliasOf = (type: string): string => {
    if (/^aws_(globalaccelerator|route53recovery)/.test(type)) return 'aws.usw2';
    return type === 'aws_ssm_parameter' ? 'a Region' : 'aws.use1';
  };
  const found = all.resources<{ provider: string }>().map(({ address, type, args }) => {
    const alias = args.provider === 'aws.use1' || args.provider === 'aws.usw2' ? args.provider : 'a Region';
    return { address, alias, expected: aliasOf(type) };
  });
  expect(found.filter(({ alias, expected }) => alias !== expected)).toEqual([]);
  expect(new Set(found.map(({ alias }) => alias)).size).toBe(3);
  expect(all.data<{ provider: string }>().map(({ type, args }) => `${type} ${args.provider}`)).toEqual([
    'aws_lb aws.apse2',
    'aws_lb aws.euw1',
    'aws_lb aws.sae1',
  ]);
});

test('nothing is read from another stack', () => {
  expect(all.text).not.toContain('terraform_remote_state');
  expect(all.text).not.toContain('cross-stack-output');
});

test('the order of the Regions changes no byte, and one that joins replaces but the rule of the switches', () => {
  expect(frontsOf([...REGIONS].reverse()).text).toBe(all.text);
  const before = frontsOf(REGIONS.slice(0, 2)).resources();
  const gone = before.filter(({ address }) => !all.addresses.includes(address));
  expect(gone).toEqual([]);
  const changed = before.filter(({ address, args }) => JSON.stringify(all.at(address)) !== JSON.stringify(args));
  expect(new Set(changed.map(({ type }) => type))).toEqual(
    new Set([
      'aws_route53_health_check',
      'aws_route53recoverycontrolconfig_routing_control',
      'aws_route53recoverycontrolconfig_safety_rule',
      'aws_ssm_parameter',
    ]),
  );
});
