import { ROLE_POLICY_CHARACTERS } from '../../../modules/compute/role-policy';
import { frontPermissions } from '../../../modules/security/deploy-global';
import { deployPermissions, furtherPermissions } from '../../../modules/security/deploy-permissions';
import { policyDocument } from '../../../modules/security/policy-document';
import { ACCOUNT } from '../../synth';
import { allowing, arn, FOREIGN_TAGS, NEW_TAGS, OWN_TAGS, REACH } from './reach';

const DOMAINS = ['orders.example.com'];
/** All that the role which applies global may do. */
const globalPermissions = (domains: readonly string[]) => {
  const reach = { ...REACH, domains };
  return [...deployPermissions(reach, 'global'), ...Object.values(furtherPermissions(reach, 'global')).flat()];
};
const can = allowing(globalPermissions(DOMAINS));
const of = (service: string, resource: string): string => `arn:aws:${service}::${ACCOUNT}:${resource}`;
const ZONE = 'arn:aws:route53:::hostedzone/Z1';
const namesOf = (...names: string[]) => ({ 'route53:ChangeResourceRecordSetsNormalizedRecordNames': names });

test('writes the records of its own domains alone', () => {
  expect(can('route53:ChangeResourceRecordSets', ZONE, namesOf('api.orders.example.com'))).toBe(true);
  expect(can('route53:ChangeResourceRecordSets', ZONE, namesOf('api.billing.example.com'))).toBe(false);
});

test('has no right to a front door where there is no domain', () => {
  const without = allowing(globalPermissions([]));
  expect(without('route53:CreateHealthCheck', 'arn:aws:route53:::healthcheck/1')).toBe(false);
  expect(without('cloudfront:UpdateDistribution', of('cloudfront', 'distribution/E1'), OWN_TAGS)).toBe(false);
  expect(without('ec2:CreateVpcPeeringConnection', arn('ec2', 'vpc-peering-connection/*'), NEW_TAGS)).toBe(true);
});

test.each([
  ['route53:CreateHealthCheck', 'arn:aws:route53:::healthcheck/1', {}],
  ['cloudfront:CreateDistribution', of('cloudfront', 'distribution/*'), {}],
  ['cloudfront:TagResource', of('cloudfront', 'distribution/*'), NEW_TAGS],
  ['cloudfront:AllowVendedLogDeliveryForResource', of('cloudfront', 'distribution/E1'), OWN_TAGS],
  ['cloudfront:TagResource', of('cloudfront', 'function/orders-prod-region'), NEW_TAGS],
  ['cloudfront:PublishFunction', of('cloudfront', 'function/orders-prod-region'), {}],
  ['cloudfront:CreateOriginAccessControl', of('cloudfront', 'origin-access-control/*'), {}],
  ['logs:PutDeliverySource', arn('logs', 'delivery-source:orders-prod-cdn'), {}],
  ['logs:CreateDelivery', arn('logs', 'delivery:*'), {}],
  ['logs:CreateLogGroup', arn('logs', 'log-group:/aws/vendedlogs/cloudfront/orders-prod-app'), {}],
  ['wafv2:CreateWebACL', arn('wafv2', 'global/webacl/orders-prod-edge/1'), {}],
  ['lambda:EnableReplication*', arn('lambda', 'function:orders-prod-edge-jurisdiction:3'), {}],
  ['globalaccelerator:CreateAccelerator', of('globalaccelerator', 'accelerator/*'), NEW_TAGS],
  ['globalaccelerator:CreateListener', of('globalaccelerator', 'accelerator/1'), OWN_TAGS],
  [
    'route53-recovery-control-config:CreateSafetyRule',
    of('route53-recovery-control', 'controlpanel/1/safetyrule/2'),
    {},
  ],
  ['sns:CreateTopic', arn('sns', 'orders-prod-edge-alarms'), {}],
  ['cloudwatch:PutMetricAlarm', arn('cloudwatch', 'alarm:orders-prod-gate-eu-west-1'), {}],
  ['cloudwatch:PutDashboard', of('cloudwatch', 'dashboard/orders-prod-front'), {}],
  ['kms:CreateKey', arn('kms', 'key/*'), NEW_TAGS],
  ['kms:CreateAlias', arn('kms', 'alias/orders-prod-edge-alarms'), {}],
])('%s on %s', (action, resource, context) => expect(can(action, resource, context)).toBe(true));

test.each([
  ['cloudfront:UpdateDistribution', of('cloudfront', 'distribution/E1'), FOREIGN_TAGS],
  ['cloudfront:DeleteDistribution', of('cloudfront', 'distribution/E1'), {}],
  ['cloudfront:TagResource', of('cloudfront', 'distribution/E1'), { ...NEW_TAGS, ...FOREIGN_TAGS }],
  ['cloudfront:DeleteFunction', of('cloudfront', 'function/billing-prod-region'), {}],
  ['logs:DeleteDeliverySource', arn('logs', 'delivery-source:billing-prod-cdn'), {}],
  ['wafv2:DeleteWebACL', arn('wafv2', 'regional/webacl/orders-prod/1'), {}],
  ['lambda:UpdateFunctionCode', arn('lambda', 'function:billing-prod-edge'), {}],
  ['lambda:InvokeFunction', arn('lambda', 'function:orders-prod-edge-jurisdiction'), {}],
  ['globalaccelerator:DeleteAccelerator', of('globalaccelerator', 'accelerator/1'), FOREIGN_TAGS],
  ['globalaccelerator:UpdateEndpointGroup', of('globalaccelerator', 'accelerator/1/listener/2/endpoint-group/3'), {}],
  [
    'route53-recovery-cluster:UpdateRoutingControlState',
    of('route53-recovery-control', 'controlpanel/1/routingcontrol/2'),
    {},
  ],
  ['route53:DeleteHealthCheck', ZONE, {}],
  ['cloudwatch:DeleteAlarms', arn('cloudwatch', 'alarm:billing-prod-x'), {}],
  ['kms:CreateKey', arn('kms', 'key/*'), {}],
  ['kms:PutKeyPolicy', arn('kms', 'key/1'), FOREIGN_TAGS],
  ['kms:Decrypt', arn('kms', 'key/1'), OWN_TAGS],
  ['kms:ScheduleKeyDeletion', arn('kms', 'key/1'), OWN_TAGS],
  ['iam:CreateRole', `arn:aws:iam::${ACCOUNT}:role/orders-prod-edge`, {}],
])('never %s on %s', (action, resource, context) => expect(can(action, resource, context)).toBe(false));

test('is at most two thirds of what a role takes', () =>
  expect(policyDocument(frontPermissions(REACH, DOMAINS)).length).toBeLessThan((ROLE_POLICY_CHARACTERS * 2) / 3));

test('no two statements have one id, as IAM wants', () => {
  const ids = globalPermissions(DOMAINS).map(({ sid }) => sid);
  expect(new Set(ids).size).toBe(ids.length);
});
