import {
  entryPermissions,
  namePermissions,
  recordPermissions,
  webAcls,
} from '../../../modules/security/deploy-ingress';
import { policyDocument } from '../../../modules/security/policy-document';
import { ACCOUNT, policyIn } from '../../synth';
import { allowing, arn, FOREIGN_TAGS, iam, NEW_TAGS, OWN_TAGS, REACH } from './reach';

const DOMAINS = ['orders.example.com'];
const ZONE = 'arn:aws:route53:::hostedzone/Z1';
const api = (path: string) => `arn:aws:apigateway:eu-west-1::${path}`;
const elb = (resource: string) => arn('elasticloadbalancing', resource);
const writing = (...names: string[]) => ({ 'route53:ChangeResourceRecordSetsNormalizedRecordNames': names });

describe('the names, for foundation', () => {
  const can = allowing(namePermissions(REACH, DOMAINS));

  test('makes a zone and can turn its accelerated recovery on, but never deletes one', () => {
    expect(can('route53:CreateHostedZone', '*')).toBe(true);
    expect(can('route53:UpdateHostedZoneFeatures', ZONE)).toBe(true);
    expect(can('route53:DeleteHostedZone', ZONE)).toBe(false);
  });

  test('manages the platform’s certificates, and makes none another’s', () => {
    expect(can('acm:RequestCertificate', arn('acm', 'certificate/*'), NEW_TAGS)).toBe(true);
    expect(can('acm:RequestCertificate', arn('acm', 'certificate/*'))).toBe(false);
    expect(can('acm:DeleteCertificate', arn('acm', 'certificate/1'), OWN_TAGS)).toBe(true);
    expect(can('acm:DeleteCertificate', arn('acm', 'certificate/1'), FOREIGN_TAGS)).toBe(false);
    expect(can('acm:AddTagsToCertificate', arn('acm', 'certificate/1'), { ...NEW_TAGS, ...FOREIGN_TAGS })).toBe(false);
    expect(can('acm:ExportCertificate', arn('acm', 'certificate/1'), OWN_TAGS)).toBe(false);
  });

  test('manages API Gateway’s names below the platform’s domain, and no API', () => {
    expect(can('apigateway:POST', api('/domainnames'))).toBe(true);
    expect(can('apigateway:DELETE', api('/domainnames/api.orders.example.com'))).toBe(true);
    expect(can('apigateway:DELETE', api('/domainnames/api.billing.example.com'))).toBe(false);
    expect(can('apigateway:POST', api('/restapis'))).toBe(false);
  });

  test('has the account’s logs written by a role of the platform', () => {
    const passed = (service: string) => ({ 'iam:PassedToService': service });
    expect(can('apigateway:PATCH', api('/account'))).toBe(true);
    expect(can('iam:PassRole', iam('role/orders-prod-api-logs'), passed('apigateway.amazonaws.com'))).toBe(true);
    expect(can('iam:PassRole', iam('role/orders-prod-api-logs'), passed('ec2.amazonaws.com'))).toBe(false);
    expect(can('iam:PassRole', iam('role/admin'), passed('apigateway.amazonaws.com'))).toBe(false);
  });
});

test('writes records of its domains alone, all of a change at once', () => {
  const can = allowing([recordPermissions(REACH, [...DOMAINS, 'internal.orders.net'])]);
  const change = 'route53:ChangeResourceRecordSets';
  expect(can(change, ZONE, writing('orders.example.com', '_a1.orders.example.com'))).toBe(true);
  expect(can(change, ZONE, writing('db.internal.orders.net'))).toBe(true);
  expect(can(change, ZONE, writing('api.orders.example.com', 'www.example.com'))).toBe(false);
  expect(can(change, ZONE, writing('example.com'))).toBe(false);
  expect(can(change, ZONE, writing('myorders.example.com'))).toBe(false);
});

describe('the entry, for regions', () => {
  const can = allowing(entryPermissions(REACH, DOMAINS));

  test('manages REST APIs and what a name leads to, not the name', () => {
    expect(can('apigateway:POST', api('/restapis'))).toBe(true);
    expect(can('apigateway:PATCH', api('/restapis/a1/stages/live'))).toBe(true);
    expect(can('apigateway:SetWebACL', api('/restapis/a1/stages/live'))).toBe(true);
    expect(can('apigateway:POST', api('/domainnames/api.orders.example.com/apimappings'))).toBe(true);
    expect(can('apigateway:DELETE', api('/domainnames/api.orders.example.com/apimappings/m1'))).toBe(true);
    expect(can('apigateway:POST', api('/domainnames/api.billing.example.com/apimappings'))).toBe(false);
    expect(can('apigateway:DELETE', api('/domainnames/api.orders.example.com'))).toBe(false);
  });

  test('makes load balancers with the platform’s tags, and changes those that have them', () => {
    const balancer = elb('loadbalancer/app/orders-prod-entry/1');
    expect(can('elasticloadbalancing:CreateLoadBalancer', balancer, NEW_TAGS)).toBe(true);
    expect(can('elasticloadbalancing:CreateLoadBalancer', balancer)).toBe(false);
    expect(can('elasticloadbalancing:CreateListener', balancer, OWN_TAGS)).toBe(true);
    for (const action of ['DeleteLoadBalancer', 'ModifyLoadBalancerAttributes', 'SetSecurityGroups']) {
      expect(can(`elasticloadbalancing:${action}`, balancer, OWN_TAGS)).toBe(true);
      expect(can(`elasticloadbalancing:${action}`, balancer, FOREIGN_TAGS)).toBe(false);
    }
    expect(can('elasticloadbalancing:RegisterTargets', elb('targetgroup/x/1'), OWN_TAGS)).toBe(true);
  });

  test('tags what it makes, never what another has', () => {
    const made = (action: string) => ({ ...NEW_TAGS, 'elasticloadbalancing:CreateAction': action });
    const balancer = elb('loadbalancer/app/x/1');
    expect(can('elasticloadbalancing:AddTags', balancer, made('CreateLoadBalancer'))).toBe(true);
    expect(can('elasticloadbalancing:AddTags', balancer, { ...NEW_TAGS, ...FOREIGN_TAGS })).toBe(false);
    expect(can('elasticloadbalancing:AddTags', balancer, NEW_TAGS)).toBe(false);
  });
});

describe.each(['regional', 'global'] as const)('web ACLs that are %s', (scope) => {
  const can = allowing(webAcls(REACH, scope));
  const acl = (name: string, of: string = scope) => arn('wafv2', `${of}/webacl/${name}/1`);

  test('are the platform’s, with AWS’s rules', () => {
    for (const action of ['CreateWebACL', 'UpdateWebACL', 'DeleteWebACL', 'PutLoggingConfiguration']) {
      expect(can(`wafv2:${action}`, acl('orders-prod-entry'))).toBe(true);
      expect(can(`wafv2:${action}`, acl('billing-prod-entry'))).toBe(false);
    }
    expect(can('wafv2:CreateWebACL', acl('orders-prod-entry', scope === 'global' ? 'regional' : 'global'))).toBe(false);
    expect(can('wafv2:CreateWebACL', `arn:aws:wafv2:eu-west-1:${ACCOUNT}:${scope}/managedruleset/x/1`)).toBe(true);
  });

  test('stand before load balancers and stages only in a Region', () => {
    for (const resource of [elb('loadbalancer/app/x/1'), api('/restapis/a1/stages/live')])
      expect(can('wafv2:AssociateWebACL', resource)).toBe(scope === 'regional');
  });

  test('are logged under their own prefix', () => {
    expect(can('logs:CreateLogGroup', arn('logs', 'log-group:aws-waf-logs-orders-prod-entry'))).toBe(true);
    expect(can('logs:DeleteLogGroup', arn('logs', 'log-group:aws-waf-logs-billing-prod-entry'))).toBe(false);
  });
});

test.each([
  ['foundation', namePermissions(REACH, DOMAINS), ['route53:CreateHostedZone']],
  [
    'regions',
    entryPermissions(REACH, DOMAINS),
    ['logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:PutResourcePolicy', 'elasticloadbalancing:SetWebAcl'],
  ],
] as const)('names its resources where there are any: %s', (_stacks, statements, everywhere) => {
  const { Statement } = policyIn(policyDocument(statements));
  expect(Statement.filter(({ Resource }) => [Resource].flat().includes('*')).flatMap(({ Action }) => Action)).toEqual(
    everywhere,
  );
  expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length);
});
