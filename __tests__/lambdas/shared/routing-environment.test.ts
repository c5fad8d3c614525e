import { Environment } from '../../../lambdas/shared/environment';
import { ownScopes, routingEnvironment, scopeOf } from '../../../lambdas/shared/routing-environment';

const variables = {
  AWS_REGION: 'eu-west-1',
  ROUTING_APPS: 'orders,billing',
  ROUTING_REGIONS: 'us-east-1,eu-west-1,eu-central-1',
  ROUTING_PRIMARY: 'us-east-1',
  ROUTING_PATTERN: 'active-passive',
  CONTROL_TABLE: 'orders-prod-control',
  CONTROL_REGIONS: 'us-east-1,us-east-2,us-west-2',
  FENCE_TABLE: 'orders-prod-fence',
  LEASE_SECONDS: '6',
  FENCE_SHARDS: '16',
};
const residency = {
  ...variables,
  ROUTING_PATTERN: 'data-residency',
  ROUTING_ZONES: '{"eu":["eu-west-1","eu-central-1"],"us":["us-east-1"]}',
};
const plan = (more: Record<string, string> = {}) => routingEnvironment(new Environment({ ...variables, ...more }));

test('an application of the platform is one scope, written by any Region', () =>
  expect(scopeOf(plan(), 'orders', undefined)).toEqual({
    scope: { app: 'orders' },
    layout: {
      pattern: 'active-passive',
      regions: ['us-east-1', 'eu-west-1', 'eu-central-1'],
      primary: 'us-east-1',
    },
  }));

test('a zone holds its own Regions, and a primary among them', () => {
  expect(scopeOf(plan(residency), 'orders', undefined)).toEqual({
    scope: { app: 'orders', zone: 'eu' },
    layout: { pattern: 'data-residency', regions: ['eu-west-1', 'eu-central-1'], primary: 'eu-west-1' },
  });
  expect(scopeOf(plan(residency), 'orders', 'us').layout).toEqual({
    pattern: 'data-residency',
    regions: ['us-east-1'],
    primary: 'us-east-1',
  });
});

test('a Region that is not active is in no layout', () =>
  expect(scopeOf(plan({ ...residency, ROUTING_REGIONS: 'us-east-1,eu-central-1' }), 'orders', 'eu').layout).toEqual({
    pattern: 'data-residency',
    regions: ['eu-central-1'],
    primary: 'eu-central-1',
  }));

test('every application is a scope of this Region', () =>
  expect(ownScopes(plan(residency)).map(({ scope }) => scope)).toEqual([
    { app: 'orders', zone: 'eu' },
    { app: 'billing', zone: 'eu' },
  ]));

test.each<[string, () => unknown, string]>([
  [
    'an unknown application',
    () => scopeOf(plan(), 'x', undefined),
    'There is no application "x". Known: orders, billing.',
  ],
  ['an unknown zone', () => scopeOf(plan(residency), 'orders', 'ap'), 'query.zone: allowed is one of "eu", "us".'],
  [
    'a zone where there are none',
    () => scopeOf(plan(), 'orders', 'eu', 'event.Zone'),
    'event.Zone: allowed is nothing: zones exist in pattern data-residency only, this is active-passive.',
  ],
  [
    'a primary that is no Region of the platform',
    () => plan({ ROUTING_PRIMARY: 'sa-east-1' }),
    'Environment variable ROUTING_PRIMARY: found "sa-east-1"; allowed is one of us-east-1, eu-west-1, eu-central-1. Set it on the function.',
  ],
  [
    'zones missing',
    () => plan({ ROUTING_PATTERN: 'data-residency' }),
    'Environment variable ROUTING_ZONES: missing; allowed is a JSON object of zones, where the pattern is data-residency. Set it on the function.',
  ],
])('%s', (_, act, message) => expect(act).toThrow(message));
