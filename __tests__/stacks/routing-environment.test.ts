import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import type { RegionName } from '../../config/catalog';
import { endpointsOf } from '../../lambdas/control-api/environment';
import { Environment } from '../../lambdas/shared/environment';
import { routingEnvironment, scopeOf } from '../../lambdas/shared/routing-environment';
import { userEnvironment } from '../../lambdas/shared/user-plane';
import { FUNCTION_NAMES, type FunctionName } from '../../modules/routing/functions';
import { bundled } from '../../stacks/function-bundles';
import { environmentOf, WITH_REGIONS } from '../../stacks/routing-environment';
import { type ConfigOverBase, platformOf } from '../synth';

const POOL = { poolId: 'eu-west-1_A', clientId: 'c' };
const PHOTOS: ConfigOverBase = { routing: { photos: { bucket: 'objects' } }, identity: {}, databases: {} };

const variablesOf = (name: FunctionName, config: ConfigOverBase, region: RegionName) => {
  const platform = platformOf({ ...PHOTOS, ...config });
  if (!platform.routing) throw new Error('no routing');
  return environmentOf(name, platform, platform.routing, region, POOL);
};
/** As Lambda gives them. */
const given = (name: FunctionName, config: ConfigOverBase, region: RegionName) =>
  new Environment({ ...variablesOf(name, config, region), AWS_REGION: region });

/** Those that are set. */
const named = (variables: object): object =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2', 'us-east-2'] as const;
const patterns = fc.constantFrom('active-passive' as const, 'active-active' as const);
const lists = fc.shuffledSubarray([...REGIONS], { minLength: 1 });

test('the control functions take what they are given, whatever the Regions and whichever is lost', () =>
  fc.assert(
    fc.property(lists, patterns, fc.nat(3), (regions, pattern, at) => {
      const [home = 'us-east-1', lost] = regions;
      const config: ConfigOverBase = {
        regions: regions.map((name) => (name === lost && at > 1 ? { name, state: 'evacuated' } : name)),
        home,
        pattern,
        // The writer of the data is another matter; that of the applications may be in the Region that was lost.
        routing: { photos: { bucket: 'objects' }, primary: lost ?? home },
      };
      for (const name of WITH_REGIONS) {
        const read = routingEnvironment(given(name, config, home));
        expect([...read.regions].sort()).toEqual([...regions].sort());
        expect(read).toMatchObject({ region: home, pattern, primary: lost ?? home, leaseSeconds: 6, fenceShards: 16 });
        expect(read.controlRegions).toHaveLength(3);
      }
    }),
    { numRuns: 25 },
  ));

test('the functions of users take what they are given, and the same place in the register', () => {
  for (const name of ['photos-api', 'cognito-triggers', 'profile-apply'] as const) {
    const read = userEnvironment(given(name, {}, 'eu-west-1'));
    const control = routingEnvironment(given('control-api', {}, 'eu-west-1'));
    expect(read).toMatchObject({
      app: 'orders',
      zone: undefined,
      primary: control.primary,
      controlTable: control.controlTable,
      controlRegions: control.controlRegions,
      fenceTable: control.fenceTable,
      contentTable: 'orders-prod-content',
    });
  }
});

test('who must tell where the writer is knows the hosts of the entries, once they have names', () => {
  const told = (ingress?: ConfigOverBase['ingress']): string[] =>
    FUNCTION_NAMES.filter((name) => 'API_URL_TEMPLATE' in named(variablesOf(name, { ingress }, 'eu-west-1')));
  expect(told()).toEqual([]);
  expect(told({ domain: 'orders.example.com', delegated: false })).toEqual([]);
  expect(told({ domain: 'orders.example.com', delegated: true })).toEqual(['control-api', 'photos-api']);
  const control = given('control-api', { ingress: { domain: 'orders.example.com', delegated: true } }, 'eu-west-1');
  expect([...endpointsOf(control, ['ap-southeast-2', 'eu-west-1'])]).toEqual([
    ['ap-southeast-2', 'https://api-apse2.orders.example.com'],
    ['eu-west-1', 'https://api-euw1.orders.example.com'],
  ]);
});

test('with zones each Region has its own, and the writer of the scope is the same for both kinds of functions', () => {
  const config: ConfigOverBase = {
    pattern: 'data-residency',
    identity: undefined,
    buckets: {},
    tables: {},
    routing: { zones: { eu: ['eu-west-1'], rest: ['us-east-1', 'ap-southeast-2'] } },
  };
  const control = routingEnvironment(given('control-api', config, 'eu-west-1'));
  expect(scopeOf(control, 'orders', undefined)).toEqual({
    scope: { app: 'orders', zone: 'eu' },
    layout: { pattern: 'data-residency', regions: ['eu-west-1'], primary: 'eu-west-1' },
  });
  expect(variablesOf('photos-api', config, 'eu-west-1')).toMatchObject({
    ROUTING_ZONE: 'eu',
    ROUTING_PRIMARY: 'eu-west-1',
  });
  expect(variablesOf('photos-api', config, 'ap-southeast-2')).toMatchObject({
    ROUTING_ZONE: 'rest',
    ROUTING_PRIMARY: 'us-east-1',
  });
});

test('a Region that joins, is lost or comes back changes the variables of four functions, and of no other', () => {
  const before: ConfigOverBase = { regions: ['us-east-1', 'eu-west-1'] };
  const joined: ConfigOverBase = { regions: ['us-east-1', 'eu-west-1', 'sa-east-1'] };
  const changed = FUNCTION_NAMES.filter(
    (name) =>
      JSON.stringify(variablesOf(name, before, 'eu-west-1')) !== JSON.stringify(variablesOf(name, joined, 'eu-west-1')),
  );
  expect(changed).toEqual([...WITH_REGIONS].sort());
  for (const state of ['evacuated', 'returning'] as const) {
    const lost: ConfigOverBase = { regions: ['us-east-1', 'eu-west-1', { name: 'sa-east-1', state }] };
    for (const name of FUNCTION_NAMES)
      expect(variablesOf(name, lost, 'eu-west-1')).toEqual(variablesOf(name, joined, 'eu-west-1'));
  }
});

test('a Region that leaves can no longer be moved to', () =>
  expect(
    variablesOf(
      'state-updater',
      { regions: ['us-east-1', 'eu-west-1', { name: 'sa-east-1', state: 'leaving', data: 'release' }] },
      'eu-west-1',
    ).ROUTING_REGIONS,
  ).toBe('us-east-1,eu-west-1'));

test('all of the updater of one Region', () =>
  expect(
    variablesOf(
      'state-updater',
      {
        databases: {
          main: { engine: 'postgres', engineVersion: '17', instanceClass: 'db.r7g.large', allocatedStorageGiB: 20 },
        },
        routing: {
          apps: ['shop', 'billing'],
          photos: { bucket: 'objects', app: 'billing' },
          allowedOrigins: ['https://b.example.com', 'https://a.example.com'],
          telemetry: { endpoint: 'https://metrics.example.com', enabled: false },
        },
      },
      'eu-west-1',
    ),
  ).toEqual({
    POWERTOOLS_SERVICE_NAME: 'orders-prod-state-updater',
    POWERTOOLS_METRICS_NAMESPACE: 'Meridian',
    CONTROL_TABLE: 'orders-prod-control',
    CONTROL_REGIONS: 'us-east-1,us-east-2,us-west-2',
    FENCE_TABLE: 'orders-prod-fence',
    FENCE_SHARDS: '16',
    LEASE_SECONDS: '6',
    ROUTING_PATTERN: 'active-passive',
    PHOTOS_BUCKET: 'orders-prod-objects-euw1-111122223333',
    ROUTING_APPS: 'billing,shop',
    ROUTING_REGIONS: 'us-east-1,eu-west-1,ap-southeast-2',
    ROUTING_PRIMARY: 'us-east-1',
    ROUTING_ZONES: undefined,
    UPDATER_FUNCTION: 'orders-prod-state-updater',
    DATABASES: 'orders-prod-main',
    TELEMETRY_ENDPOINT: 'https://metrics.example.com',
    SEND_METRICS: 'No',
  }));

test('nothing in any of them is longer than Lambda takes: 4 KB in all', () => {
  const apps = Array.from({ length: 9 }, (_, index) => `application-number-${index}`);
  for (const name of FUNCTION_NAMES) {
    const variables = variablesOf(
      name,
      { routing: { apps, photos: { bucket: 'objects', app: 'application-number-0' } } },
      'eu-west-1',
    );
    expect(JSON.stringify(variables).length).toBeLessThan(4096);
  }
});

describe('as the functions are built', () => {
  const bundles = bundled(FUNCTION_NAMES);
  const everything: ConfigOverBase = {
    databases: {
      main: { engine: 'postgres', engineVersion: '17', instanceClass: 'db.r7g.large', allocatedStorageGiB: 20 },
    },
    routing: {
      photos: { bucket: 'objects' },
      allowedOrigins: ['https://a.example.com'],
      telemetry: { endpoint: 'https://metrics.example.com' },
    },
  };
  /** Read by Powertools under names that it puts together. */
  const POWERTOOLS = /^POWERTOOLS_/;

  test.each(FUNCTION_NAMES)('%s reads each of its variables', (name) => {
    const code = Buffer.from(bundles.get(name)?.code ?? []).toString();
    const set = Object.entries(variablesOf(name, everything, 'eu-west-1')).filter(([, value]) => value !== undefined);
    expect(set.length).toBeGreaterThan(2);
    const unread = set.map(([variable]) => variable).filter((variable) => !code.includes(`"${variable}"`));
    expect(unread.filter((variable) => !POWERTOOLS.test(variable))).toEqual([]);
  });

  test.each(FUNCTION_NAMES)('%s starts with them, and with nothing else but what Lambda gives', (name) => {
    const code = Buffer.from(bundles.get(name)?.code ?? []).toString();
    const set = Object.entries(variablesOf(name, everything, 'eu-west-1')).flatMap(([variable, value]) =>
      value === undefined ? [] : [[variable, value] as const],
    );
    const given = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 's' };
    const script = `process.stdin.toArray().then((parts) => {
      const made = { exports: {} };
      new Function('module', 'exports', 'require', Buffer.concat(parts).toString())(made, made.exports, require);
      process.stdout.write(typeof made.exports.handler);
    });`;
    const answer = spawnSync(process.execPath, ['-e', script], {
      input: code,
      env: { ...Object.fromEntries(set), ...given },
      encoding: 'utf8',
    });
    expect(answer).toMatchObject({ status: 0, stdout: 'function' });
  });
});
