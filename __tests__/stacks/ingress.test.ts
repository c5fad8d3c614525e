import fc from 'fast-check';
import { CATALOG, type RegionName } from '../../config/catalog';
import { type ConfigOverBase, type SynthesizedPlatform, synthAnew, synthPlatform } from '../synth';
import { RUNS, texts } from './region-lists';
import { adoptedIn, aliasOf, BARE, blocksOf, difference, forgottenIn, homeFirst } from './regions-in-state';

const DOMAIN = 'orders.example.com';
const EXISTING = { domain: DOMAIN, zone: 'existing' } as const;
const ALB = { ...EXISTING, entry: 'alb' } as const;
const LIST: RegionName[] = ['us-east-1', 'eu-west-1', 'us-west-2'];

/** Every way into a Region, with all that stands behind it. */
const ENTRIES = {
  'http-api': { ...BARE, ingress: EXISTING },
  'rest-api': { ...BARE, ingress: { ...EXISTING, entry: 'rest-api' } },
  fargate: { ...BARE, ingress: ALB },
  instances: { ...BARE, ingress: { ...ALB, service: { on: 'instances' } } },
  cdn: { ...BARE, ingress: { ...EXISTING, front: 'cdn' } },
  accelerator: { ...BARE, ingress: { ...ALB, front: 'accelerator' } },
} as const satisfies Record<string, ConfigOverBase>;
type EntryName = keyof typeof ENTRIES;
const NAMES = Object.keys(ENTRIES) as EntryName[];

const regionOf = (stack: string): RegionName => stack.replace('region-', '') as RegionName;

/** By stack, the Region that each provider works in. */
const regionsIn = (platform: SynthesizedPlatform, stack: string): ReadonlyMap<unknown, string> =>
  new Map(platform.stack(stack).providers.map(({ alias, region }) => [`aws.${alias}`, String(region)]));

/** The argument that must be unique among all of a type, in a Region or in the whole account. */
const UNIQUE: Readonly<Record<string, readonly [argument: string, scope: 'region' | 'account']>> = {
  aws_api_gateway_rest_api: ['name', 'region'],
  aws_apigatewayv2_api: ['name', 'region'],
  aws_apigatewayv2_domain_name: ['domain_name', 'region'],
  aws_autoscaling_group: ['name', 'region'],
  aws_cloudfront_function: ['name', 'account'],
  aws_cloudfront_origin_access_control: ['name', 'account'],
  aws_cloudwatch_dashboard: ['dashboard_name', 'account'],
  aws_cloudwatch_log_group: ['name', 'region'],
  aws_cloudwatch_metric_alarm: ['alarm_name', 'region'],
  aws_ecr_repository: ['name', 'region'],
  aws_ecs_cluster: ['name', 'region'],
  aws_globalaccelerator_accelerator: ['name', 'account'],
  aws_iam_instance_profile: ['name', 'account'],
  aws_iam_role: ['name', 'account'],
  aws_kms_alias: ['name', 'region'],
  aws_lambda_function: ['function_name', 'region'],
  aws_launch_template: ['name', 'region'],
  aws_lb: ['name', 'region'],
  aws_lb_target_group: ['name', 'region'],
  aws_route53recoverycontrolconfig_cluster: ['name', 'account'],
  aws_s3_bucket: ['bucket', 'account'],
  aws_security_group: ['name', 'region'],
  aws_sns_topic: ['name', 'region'],
  aws_ssm_parameter: ['name', 'region'],
  aws_wafv2_web_acl: ['name', 'region'],
};

const uniqueNames = (platform: SynthesizedPlatform): string[] =>
  [...platform.stacks.values()].flatMap((stack) => {
    const regions = regionsIn(platform, stack.name);
    return stack.resources().flatMap(({ type, args }) => {
      const [argument, scope] = UNIQUE[type] ?? [];
      return argument === undefined || args[argument] === undefined
        ? []
        : [`${type} ${scope === 'region' ? regions.get(args.provider) : ''} ${args[argument]}`];
    });
  });

describe.each(NAMES)("a Region's own stack with the entry %s", (name) => {
  const config = ENTRIES[name];
  const platform = synthPlatform({ ...config, regions: LIST });

  test('holds nothing global and works through its one provider, also in us-east-1 and us-west-2', () => {
    expect(platform.regionStacks).toHaveLength(LIST.length);
    for (const stack of platform.regionStacks) {
      const region = regionOf(stack.name);
      expect(stack.providers.map((each) => [each.alias, each.region])).toEqual([[CATALOG[region].code, region]]);
      expect(
        blocksOf(stack).filter(({ type, args }) => type !== 'terraform_data' && args.provider !== aliasOf(region)),
      ).toEqual([]);
      expect(
        blocksOf(stack).filter(({ type }) =>
          /^aws_(route53|iam_|cloudfront|globalaccelerator|networkmanager|shield|acm_certificate_validation)/.test(
            type,
          ),
        ),
      ).toEqual([]);
      expect(stack.text).not.toMatch(/"CLOUDFRONT"|terraform_remote_state|cross-stack-output/);
    }
  });

  test('names no other Region, nor its code', () => {
    for (const stack of platform.regionStacks) {
      const others = LIST.filter((region) => region !== regionOf(stack.name));
      const named = new RegExp(`(?<![\\w-])(${others.join('|')})(?![\\w-])`);
      const coded = new RegExp(`(?<![a-z0-9])(${others.map((region) => CATALOG[region].code).join('|')})(?![a-z0-9])`);
      expect(texts(stack.json).filter(({ text }) => named.test(text) || coded.test(text))).toEqual([]);
    }
  });

  test('finds by name what other stacks make: roles, images, logs, certificates, hosts and its balancer', () => {
    const foundation = platform.stack('foundation');
    const madeIn = regionsIn(platform, 'foundation');
    const made = (type: string, argument: string, region?: RegionName): unknown[] =>
      foundation
        .resources(type)
        .filter(({ args }) => region === undefined || madeIn.get(args.provider) === region)
        .map(({ args }) => args[argument]);
    const roles = [...made('aws_iam_role', 'name'), ...made('aws_iam_instance_profile', 'name')];
    for (const stack of platform.regionStacks) {
      const region = regionOf(stack.name);
      const named = [...stack.text.matchAll(/arn:aws:iam::111122223333:role\/([\w-]+)/g)].map(([, role]) => role);
      const profiles = texts(stack.json.resource).flatMap(({ path, text }) =>
        /iam_instance_profile\.name$/.test(path) ? [text] : [],
      );
      expect(named.length + profiles.length).toBeGreaterThan(0);
      expect([...named, ...profiles].filter((role) => !roles.includes(role))).toEqual([]);

      const images = [...stack.text.matchAll(/dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([\w./-]+):/g)];
      for (const [, at, repository] of images) {
        expect(at).toBe(region);
        expect(made('aws_ecr_repository', 'name', region)).toContain(repository);
      }
      const logs = stack
        .resources<{ access_logs?: { bucket: string } }>('aws_lb')
        .map(({ args }) => args.access_logs?.bucket);
      const accessLogs = foundation
        .resources<{ bucket: string }>('aws_s3_bucket')
        .flatMap(({ address, args }) => (address.includes(`access-logs-${region}_`) ? [args.bucket] : []));
      expect(logs).toEqual(accessLogs);

      const hosts = stack
        .resources<{ domain_name: string }>('aws_apigatewayv2_api_mapping')
        .map(({ args }) => args.domain_name);
      const balancers = stack.resources<{ name: string }>('aws_lb').map(({ args }) => args.name);
      if (balancers.length === 0) {
        expect(hosts.sort()).toEqual([`api-${CATALOG[region].code}.${DOMAIN}`, `api.${DOMAIN}`].sort());
        expect(made('aws_apigatewayv2_domain_name', 'domain_name', region)).toEqual(expect.arrayContaining(hosts));
      } else {
        const [looked] = platform
          .stack('global')
          .data<{ name: string; provider: string }>('aws_lb')
          .filter(({ args }) => args.provider === aliasOf(region));
        expect(balancers).toEqual([looked?.args.name]);
        const certificates = stack.data<{ domain: string }>('aws_acm_certificate').map(({ args }) => args.domain);
        expect(certificates).toEqual([DOMAIN]);
        expect(hosts).toEqual([]);
      }
    }
  });

  test('has names that are its own, also beside what the front door has in us-east-1 and us-west-2', () => {
    const names = uniqueNames(platform);
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((each, i) => names.indexOf(each) !== i)).toEqual([]);
    expect(names.filter((each) => /\$\{/.test(each))).toEqual([]);
  });

  test('does not change by a byte when another Region joins, in whatever order, nor when one is lost or leaves', () => {
    fc.assert(
      fc.property(homeFirst(2, 4), (regions) => {
        const [home = 'us-east-1', ...others] = regions;
        const joining = others.at(-1) ?? home;
        const ingress = { ...config.ingress, deletionProtection: false };
        const of = (list: NonNullable<ConfigOverBase['regions']>) =>
          synthAnew({ ...config, ingress, home, regions: list });
        const rest = regions.filter((region) => region !== joining);
        const before = of(rest);
        const afters = [
          of([joining, ...rest]),
          of([...rest, { name: joining, state: 'evacuated' }]),
          of([...rest, { name: joining, state: 'leaving', data: 'release' }]),
        ];
        for (const { name: stack, text } of before.regionStacks)
          for (const after of afters) expect(after.stack(stack).text).toBe(text);
        for (const after of afters.slice(0, 1)) {
          const { added, changed, removed } = difference(before.stack('foundation'), after.stack('foundation'));
          expect(removed).toEqual([]);
          // The home Region's registry copies to all others.
          expect(changed.filter((address) => !address.startsWith('aws_ecr_replication_configuration.'))).toEqual([]);
          expect(
            added.filter((address) => !address.includes(joining) && !address.includes('image-replication')),
          ).toEqual([]);
        }
      }),
      { ...RUNS, numRuns: 1 },
    );
  });

  test('leaves in foundation what is forgotten with its Region and adopted when that returns, but for proofs', () => {
    const of = (state: 'evacuated' | 'returning') =>
      synthPlatform({ ...config, regions: ['us-east-1', { name: 'eu-west-1', state }, 'us-west-2'] }).stack(
        'foundation',
      );
    const whole = platform.stack('foundation');
    const forgotten = forgottenIn(of('evacuated'));
    expect(forgotten).toEqual(
      whole
        .resources()
        .flatMap(({ address, type, args }) =>
          args.provider === aliasOf('eu-west-1') || (type === 'aws_route53_record' && address.endsWith('-eu-west-1'))
            ? [address]
            : [],
        )
        .sort(),
    );
    // Roles are nobody's Region's: those of its functions and tasks stay.
    expect(difference(whole, of('evacuated')).added).toEqual([]);
    expect(adoptedIn(of('returning'))).toEqual(
      forgotten.filter((address) => !address.startsWith('aws_acm_certificate_validation.')),
    );
    expect(of('returning').addresses).toEqual(whole.addresses);
  });

  test('is the same bytes in any order of the list, as is every other stack', () => {
    const of = (regions: RegionName[]) => synthAnew({ ...config, home: 'us-east-1', regions }).files;
    expect(of(LIST.toReversed())).toEqual(of(LIST));
  });
});

describe('an entry that is an API', () => {
  test.each(['http-api', 'rest-api'] as const)('%s is not to be reached past the front door', (name) => {
    for (const stack of synthPlatform({ ...ENTRIES[name], regions: LIST }).regionStacks) {
      const apis = [...stack.resources('aws_apigatewayv2_api'), ...stack.resources('aws_api_gateway_rest_api')];
      expect(apis.map(({ args }) => args.disable_execute_api_endpoint)).toEqual([true]);
    }
  });

  test.each(['rest-api', 'fargate'] as const)('%s has a web ACL of its own Region, an HTTP API has none', (name) => {
    const aclsOf = (entry: EntryName) =>
      synthPlatform({ ...ENTRIES[entry], regions: LIST }).regionStacks.map((stack) => [
        stack.resources<{ scope: string }>('aws_wafv2_web_acl').map(({ args }) => args.scope),
        stack.resources('aws_wafv2_web_acl_association').length,
      ]);
    expect(aclsOf(name)).toEqual(LIST.map(() => [['REGIONAL'], 1]));
    expect(aclsOf('http-api')).toEqual(LIST.map(() => [[], 0]));
  });
});

describe('beside a routing layer', () => {
  const withRouting = (ingress: ConfigOverBase['ingress']) =>
    synthPlatform({ ...BARE, regions: LIST, routing: {}, ingress });
  const HEALTH = ['GET /v1/health/live', 'GET /v1/health/route'];

  test('the entry answers what Route 53 asks of the routing layer, and the gates ask that', () => {
    const platform = withRouting(EXISTING);
    const checks = platform
      .stack('global')
      .resources<{ type: string; resource_path?: string }>('aws_route53_health_check')
      .filter(({ args }) => args.type === 'HTTPS');
    expect(checks.map(({ args }) => args.resource_path)).toEqual(LIST.map(() => '/v1/health/route'));
    for (const stack of platform.regionStacks) {
      const keys = stack
        .resources<{ route_key: string; api_id: string }>('aws_apigatewayv2_route')
        .filter(({ args }) => args.api_id === '${aws_apigatewayv2_api.entry_api_api.id}')
        .map(({ args }) => args.route_key);
      expect(keys).toEqual(expect.arrayContaining(HEALTH));
    }
  });

  test('the control API keeps its own host and its own signature: no domain leads to it', () => {
    for (const stack of withRouting(EXISTING).regionStacks) {
      const apis = stack.resources<{ disable_execute_api_endpoint?: boolean }>('aws_apigatewayv2_api');
      const reachable = apis
        .filter(({ args }) => args.disable_execute_api_endpoint !== true)
        .map(({ address }) => address);
      expect(reachable).toHaveLength(1);
      const mapped = stack.resources<{ api_id: string }>('aws_apigatewayv2_api_mapping').map(({ args }) => args.api_id);
      expect(mapped).not.toContain(`\${${reachable[0]}.id}`);
      const signed = stack
        .resources<{ api_id: string; route_key: string; authorization_type: string }>('aws_apigatewayv2_route')
        .filter(({ args }) => args.authorization_type === 'AWS_IAM');
      expect(signed.length).toBeGreaterThan(0);
      expect(new Set(signed.map(({ args }) => args.api_id))).toEqual(new Set([`\${${reachable[0]}.id}`]));
    }
  });

  test('a REST API answers the same two, unsigned', () => {
    for (const stack of withRouting({ ...EXISTING, entry: 'rest-api' }).regionStacks) {
      const body = String(stack.only('aws_api_gateway_rest_api').body);
      for (const key of HEALTH) expect(body).toContain(`"${key.replace('GET ', '')}"`);
      expect(body).not.toMatch(/sigv4|\/state|AWS_IAM/i);
    }
  });

  test('a load balancer sends the same two to the function, and all else to the service', () => {
    for (const stack of withRouting(ALB).regionStacks) {
      const [rule, ...others] = stack.resources<{ condition: object[]; action: { target_group_arn: string }[] }>(
        'aws_lb_listener_rule',
      );
      expect(others).toEqual([]);
      expect(rule?.args.condition).toEqual([
        { path_pattern: { values: HEALTH.map((key) => key.replace('GET ', '')) } },
        { http_request_method: { values: ['GET'] } },
      ]);
      const functions = stack
        .resources<{ target_type: string }>('aws_lb_target_group')
        .flatMap(({ address, args }) => (args.target_type === 'lambda' ? [`\${${address}.arn}`] : []));
      expect(rule?.args.action.map(({ target_group_arn }) => target_group_arn)).toEqual(functions);
      // By reference and not by its name: Terraform makes the function first.
      const allowed = stack
        .resources<{ principal: string; function_name: string }>('aws_lambda_permission')
        .filter(({ args }) => args.principal === 'elasticloadbalancing.amazonaws.com');
      expect(allowed.map(({ args }) => args.function_name)).toEqual([
        expect.stringMatching(/^\$\{aws_lambda_function\.routing_function-health_\w+\.function_name\}$/),
      ]);
    }
  });

  test('targets of another kind or port are another group, which stands beside the old one until nothing leads there', () => {
    const groupOf = (service: object) =>
      synthPlatform({ ...BARE, ingress: { ...ALB, service } })
        .stack('region-us-east-1')
        .only('aws_lb_target_group');
    const groups = [{ on: 'fargate' }, { on: 'instances' }, { on: 'fargate', port: 9000 }].map(groupOf);
    expect(new Set(groups.map(({ name }) => name)).size).toBe(3);
    for (const { lifecycle } of groups) expect(lifecycle).toMatchObject({ create_before_destroy: true });
  });

  test.each([EXISTING, { ...EXISTING, entry: 'rest-api' }, ALB] as const)('no two names are alike: %j', (ingress) => {
    const names = uniqueNames(withRouting(ingress));
    expect(names.filter((each, i) => names.indexOf(each) !== i)).toEqual([]);
  });
});

test('before the zone is delegated to, no Region has an entry', () => {
  const early = synthPlatform({ ...BARE, regions: LIST, ingress: { domain: DOMAIN } });
  const without = synthPlatform({ ...BARE, regions: LIST });
  for (const stack of early.regionStacks) expect(stack.addresses).toEqual(without.stack(stack.name).addresses);
});
