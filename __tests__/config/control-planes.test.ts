import {
  ACTION_NAMES,
  CONTROL_ACTIONS,
  type ControlAction,
  changingActions,
  forbiddenIn,
  isActionName,
  usingActions,
} from '../../config/control-planes';
import { manifestOf } from '../../config/manifest';
import type { PlatformConfig } from '../../config/schema';
import { platformOf } from '../synth';

const THREE = ['us-east-1', 'eu-west-1', 'ap-southeast-2'] as const satisfies PlatformConfig['regions'];
const ROUTING: Partial<PlatformConfig> = { tables: {}, routing: { photos: { bucket: 'objects' } }, identity: {} };
const INGRESS: Partial<PlatformConfig> = {
  ingress: { domain: 'orders.example.com' },
  network: { backbone: 'transit-gateway' },
};

const CONFIGS: readonly (readonly [string, Partial<PlatformConfig>])[] = [
  ['the base', {}],
  ['one Region', { regions: ['us-east-1'] }],
  ['a Region that is evacuated', { regions: ['us-east-1', { name: 'eu-west-1', state: 'evacuated' }, THREE[2]] }],
  ['a Region that returns', { regions: ['us-east-1', { name: 'eu-west-1', state: 'returning' }, THREE[2]] }],
  ['a moved writer', { writer: 'eu-west-1' }],
  ['reads everywhere', { pattern: 'active-active' }],
  [
    'state in buckets of its own',
    { state: { buckets: Object.fromEntries(THREE.map((region) => [region, `s-${region}`])) } },
  ],
  ['a routing layer with users', ROUTING],
  ['a front door on DNS', INGRESS],
  [
    'a front door that routing controls steer',
    { ingress: { domain: 'orders.example.com', switch: 'routing-control' } },
  ],
  ['a front door behind a routing layer', { ...ROUTING, ...INGRESS }],
  ['an accelerator', { ingress: { domain: 'orders.example.com', entry: 'alb', front: 'accelerator' } }],
  ['a distribution', { ingress: { domain: 'orders.example.com', front: 'cdn' } }],
];

describe('what the manifest calls the recovery path', () => {
  test.each(CONFIGS)('needs no forbidden control plane, with %s', (_name, config) => {
    const { recoveryPath } = manifestOf(platformOf(config));
    expect(recoveryPath.length).toBeGreaterThan(0);
    const types = [...new Set(recoveryPath.map(({ address }) => address.split('.')[0] ?? ''))];
    // A type without an answer is one that nobody has looked at: add it to config/control-planes.ts.
    expect(types.filter((type) => usingActions(type) === undefined)).toEqual([]);
    expect(types.filter((type) => forbiddenIn(usingActions(type) ?? []).length > 0)).toEqual([]);
  });
});

test('no resource is used by a call that is forbidden: only changing one may be', () => {
  for (const type of ['aws_iam_role', 'aws_route53_record', 'aws_s3_bucket', 'aws_kms_key', 'aws_lb']) {
    expect([type, forbiddenIn(usingActions(type) ?? [])]).toEqual([type, []]);
    expect([type, forbiddenIn(changingActions(type) ?? []).length]).toEqual([type, 1]);
  }
});

test.each([
  ['aws_s3_bucket_replication_configuration', ['copy-data']],
  ['aws_s3_bucket_policy', ['serve']],
  ['aws_route53_health_check', ['health-check']],
  ['aws_route53_record', ['answer-dns']],
  ['aws_route53recoverycontrolconfig_routing_control', ['set-routing-control']],
  ['aws_db_instance', ['promote-replica']],
  ['aws_rds_cluster', undefined],
])('recovering uses of %s: %s', (type, actions) => expect(usingActions(type)).toEqual(actions));

test.each([
  ['aws_iam_role_policy', ['change-iam']],
  ['aws_lb_target_group', ['create-with-dns']],
  ['aws_vpc_endpoint', ['create-with-dns']],
  ['aws_ssm_parameter', ['change-region']],
  ['aws_globalaccelerator_endpoint_group', ['change-dial']],
  ['aws_rds_cluster', undefined],
])('changing %s takes %s', (type, actions) => expect(changingActions(type)).toEqual(actions));

test('what is forbidden leans on a place that may be lost; what is automatic is a data plane', () => {
  const actions: (readonly [string, ControlAction])[] = Object.entries(CONTROL_ACTIONS);
  for (const [name, { use, plane, dependsOn }] of actions) {
    if (use === 'automatic') expect([name, plane]).toEqual([name, 'data']);
    if (use === 'no') expect([name, plane]).toEqual([name, 'control']);
    // The only control planes that a failover may use are those of a Region that lives.
    if (use === 'yes' && plane === 'control') expect([name, dependsOn]).toEqual([name, 'the surviving Region']);
  }
  expect(forbiddenIn(ACTION_NAMES)).toEqual([
    'change-dial',
    'change-dns',
    'change-edge',
    'create-with-dns',
    'change-bucket',
    'change-iam',
    'change-routing-controls',
    'join-networks',
    'change-shared',
  ]);
  expect(isActionName('toString')).toBe(false);
});
