import fc from 'fast-check';
import { REGION_NAMES, type RegionName, regionFacts } from '../../../config/catalog';
import { type DnsRouting, FrontDns, type FrontTarget } from '../../../modules/ingress/front-dns';
import { synthConstruct } from '../../synth';

interface Record53 {
  readonly name: string;
  readonly set_identifier: string;
  readonly health_check_id: string;
  readonly alias: { readonly name: string; readonly evaluate_target_health: boolean };
  readonly weighted_routing_policy?: { readonly weight: number };
}

const targetOf = (region: RegionName): FrontTarget => ({
  hostName: `target-${regionFacts(region).code}.orders.example.com`,
  healthCheckId: `gate of ${region}`,
});

const synth = (regions: readonly RegionName[], routing: DnsRouting) =>
  synthConstruct((stack, providerIn) => {
    new FrontDns(stack, 'front', {
      provider: providerIn('us-east-1'),
      zoneId: 'Z1',
      hostName: 'api.orders.example.com',
      targets: new Map(regions.map((region) => [region, targetOf(region)])),
      routing,
    });
  });

const LATENCY: DnsRouting = { policy: 'latency' };
const someRegions = fc.shuffledSubarray([...REGION_NAMES], { minLength: 1, maxLength: 8 });

test('a Region is answered with under its gate, as an alias in the same zone', () =>
  expect(synth(['us-east-1', 'eu-west-1'], LATENCY).at('aws_route53_record.front_eu-west-1')).toEqual({
    provider: 'aws.use1',
    zone_id: 'Z1',
    name: 'api.orders.example.com',
    type: 'A',
    set_identifier: 'euw1',
    health_check_id: 'gate of eu-west-1',
    alias: { name: 'target-euw1.orders.example.com', zone_id: 'Z1', evaluate_target_health: false },
    latency_routing_policy: { region: 'eu-west-1' },
  }));

test.each<[DnsRouting, object[]]>([
  [
    { policy: 'priority', primary: 'eu-west-1' },
    [{ weighted_routing_policy: { weight: 0 } }, { weighted_routing_policy: { weight: 255 } }],
  ],
  [
    {
      policy: 'weighted',
      weights: new Map<RegionName, number>([
        ['us-east-1', 250],
        ['eu-west-1', 5],
      ]),
    },
    [{ weighted_routing_policy: { weight: 250 } }, { weighted_routing_policy: { weight: 5 } }],
  ],
])('by %j', (routing, expected) => {
  const stack = synth(['us-east-1', 'eu-west-1'], routing);
  expect(['us-east-1', 'eu-west-1'].map((region) => stack.at(`aws_route53_record.front_${region}`))).toMatchObject(
    expected,
  );
});

test('moving the primary changes two records in place', () => {
  const regions: RegionName[] = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
  const before = synth(regions, { policy: 'priority', primary: 'us-east-1' }).resources();
  const after = synth(regions, { policy: 'priority', primary: 'eu-west-1' }).resources();
  expect(after.map(({ address }) => address)).toEqual(before.map(({ address }) => address));
  expect(after.filter((record, i) => JSON.stringify(record) !== JSON.stringify(before[i]))).toHaveLength(2);
});

test('with failover no record changes its role: it leads elsewhere, as a name has one primary record at a time', () => {
  const of = (primary: RegionName) => synth(['us-east-1', 'eu-west-1'], { policy: 'failover', primary });
  const role = (region: RegionName, id: string) => ({
    name: 'api.orders.example.com',
    set_identifier: id,
    failover_routing_policy: { type: id.toUpperCase() },
    health_check_id: targetOf(region).healthCheckId,
    alias: { name: targetOf(region).hostName },
  });
  for (const [primary, secondary] of [
    ['us-east-1', 'eu-west-1'],
    ['eu-west-1', 'us-east-1'],
  ] as const) {
    expect(of(primary).at('aws_route53_record.front_primary')).toMatchObject(role(primary, 'primary'));
    expect(of(primary).at('aws_route53_record.front_secondary')).toMatchObject(role(secondary, 'secondary'));
  }
});

test('with failover the secondary record stays until the primary one leads elsewhere', () => {
  const stack = synth(['us-east-1', 'eu-west-1'], { policy: 'failover', primary: 'eu-west-1' });
  expect(stack.at('aws_route53_record.front_primary')).toHaveProperty('depends_on', [
    'aws_route53_record.front_secondary',
  ]);
  expect(stack.at('aws_route53_record.front_secondary')).toHaveProperty('lifecycle', { create_before_destroy: true });
});

test('every record has an identifier of its own, a gate, and no opinion of its target, whatever the list', () =>
  fc.assert(
    fc.property(someRegions, (regions) => {
      const records = synth(regions, LATENCY)
        .resources<Record53>('aws_route53_record')
        .map(({ args }) => args);
      expect(new Set(records.map(({ set_identifier }) => set_identifier)).size).toBe(regions.length);
      for (const record of records) {
        expect(record.health_check_id).toMatch(/^gate of /);
        expect(record.alias.evaluate_target_health).toBe(false);
      }
    }),
    { numRuns: 20 },
  ));

test('the order of the list changes no byte, and a Region that joins no record of another', () =>
  fc.assert(
    fc.property(someRegions, fc.constantFrom(...REGION_NAMES), (regions, joining) => {
      fc.pre(!regions.includes(joining));
      const [primary] = regions;
      const routing: DnsRouting = { policy: 'priority', primary: primary ?? 'us-east-1' };
      const before = synth(regions, routing);
      expect(synth([...regions].reverse(), routing).text).toBe(before.text);
      const after = synth([joining, ...regions], routing).resources();
      expect(after).toEqual(expect.arrayContaining(before.resources()));
      expect(after).toHaveLength(regions.length + 1);
    }),
    { numRuns: 15 },
  ));

test('waits for a target that the same stack makes', () => {
  const stack = synthConstruct((scope, providerIn) => {
    const provider = providerIn('us-east-1');
    const inner = new FrontDns(scope, 'inner', {
      provider,
      zoneId: 'Z1',
      hostName: 'target-use1.orders.example.com',
      targets: new Map([['us-east-1', targetOf('us-east-1')]]),
      routing: LATENCY,
    });
    new FrontDns(scope, 'front', {
      provider,
      zoneId: 'Z1',
      hostName: 'api.orders.example.com',
      targets: new Map([['us-east-1', { ...targetOf('us-east-1'), record: inner.records.get('us-east-1') }]]),
      routing: LATENCY,
    });
  });
  expect(stack.at('aws_route53_record.front_us-east-1')).toMatchObject({
    depends_on: ['aws_route53_record.inner_us-east-1'],
  });
});

test.each<[RegionName[], DnsRouting, string]>([
  [[], LATENCY, 't/front: targets is empty. Name the Regions that serve.'],
  [
    ['us-east-1', 'eu-west-1'],
    { policy: 'priority', primary: 'sa-east-1' },
    't/front: primary is sa-east-1, which is not among us-east-1, eu-west-1. Name one of them.',
  ],
  [
    ['us-east-1', 'eu-west-1', 'sa-east-1'],
    { policy: 'failover', primary: 'us-east-1' },
    't/front: failover among 3 Regions. Route 53 has a primary and a secondary record: use priority.',
  ],
  [
    ['us-east-1', 'eu-west-1'],
    { policy: 'weighted', weights: new Map([['us-east-1', 1]]) },
    't/front: weights has none for eu-west-1. Give each Region one.',
  ],
  [
    ['us-east-1'],
    { policy: 'weighted', weights: new Map([['us-east-1', 256]]) },
    't/front: weights of us-east-1 are no whole numbers from 0 to 255. Correct them.',
  ],
  [
    ['us-east-1'],
    { policy: 'weighted', weights: new Map([['us-east-1', -1]]) },
    't/front: weights of us-east-1 are no whole numbers from 0 to 255. Correct them.',
  ],
])('refuses %j with %j', (regions, routing, message) =>
  expect(() => synth(regions, routing)).toThrow(new Error(message)),
);

test('one Region alone may be left of a failover', () =>
  expect(synth(['us-east-1'], { policy: 'failover', primary: 'us-east-1' }).resources()).toHaveLength(1));
