import { type RegionName, regionFacts } from '../../../config/catalog';
import { FrontResidency, type Jurisdiction } from '../../../modules/ingress/front-residency';
import { synthConstruct } from '../../synth';

interface Record53 {
  readonly name: string;
  readonly set_identifier: string;
  readonly health_check_id?: string;
  readonly geolocation_routing_policy?: { readonly country?: string; readonly continent?: string };
  readonly alias?: { readonly name: string; readonly evaluate_target_health: boolean };
}

const jurisdiction = (regions: readonly RegionName[], more: Partial<Jurisdiction> = {}): Jurisdiction => ({
  targets: new Map(
    regions.map((region) => [
      region,
      { hostName: `target-${regionFacts(region).code}.orders.example.com`, healthCheckId: `gate of ${region}` },
    ]),
  ),
  routing: { policy: 'latency' },
  continents: [],
  countries: [],
  isDefault: false,
  ...more,
});

const EU = jurisdiction(['eu-west-1', 'eu-central-1'], {
  continents: ['EU'],
  countries: ['TR'],
  routing: { policy: 'priority', primary: 'eu-central-1' },
});
const US = jurisdiction(['us-east-1'], { continents: ['NA'], isDefault: true });

const synth = (jurisdictions: readonly (readonly [string, Jurisdiction])[]) =>
  synthConstruct((stack, providerIn) => {
    new FrontResidency(stack, 'front', {
      provider: providerIn('us-east-1'),
      zoneId: 'Z1',
      hostName: 'api.orders.example.com',
      hostNameOf: (name) => `api-${name}.orders.example.com`,
      jurisdictions: new Map(jurisdictions),
    });
  });

const both = synth([
  ['eu', EU],
  ['us', US],
]);
const places = (stack: typeof both) =>
  stack.resources<Record53>('aws_route53_record').filter(({ args }) => args.geolocation_routing_policy);

test('places are mapped to jurisdictions without a check, and exactly one record takes the rest', () => {
  expect(
    places(both).map(({ address, args }) => [
      address.split('_').at(-1),
      args.set_identifier,
      args.geolocation_routing_policy,
      args.alias?.name,
    ]),
  ).toEqual([
    ['continent-eu', 'continent-EU', { continent: 'EU' }, 'api-eu.orders.example.com'],
    ['continent-na', 'continent-NA', { continent: 'NA' }, 'api-us.orders.example.com'],
    ['country-tr', 'country-TR', { country: 'TR' }, 'api-eu.orders.example.com'],
    ['elsewhere', 'elsewhere', { country: '*' }, 'api-us.orders.example.com'],
  ]);
  for (const { args } of places(both)) {
    expect(args.name).toBe('api.orders.example.com');
    expect(args.health_check_id).toBeUndefined();
    expect(args.alias?.evaluate_target_health).toBe(false);
  }
});

test("within a jurisdiction its own Regions' gates decide", () => {
  const inEu = both.resources<Record53>().filter(({ address }) => address.includes('jurisdiction-eu'));
  expect(inEu.map(({ args }) => [args.name, args.set_identifier, args.health_check_id])).toEqual([
    ['api-eu.orders.example.com', 'euc1', 'gate of eu-central-1'],
    ['api-eu.orders.example.com', 'euw1', 'gate of eu-west-1'],
  ]);
});

test('a place is mapped only once its jurisdiction has records: Route 53 takes no alias to nothing', () =>
  expect(both.at('aws_route53_record.front_country-tr')).toMatchObject({
    depends_on: [
      'aws_route53_record.front_jurisdiction-eu_eu-west-1',
      'aws_route53_record.front_jurisdiction-eu_eu-central-1',
    ],
  }));

test('a jurisdiction that lost all its Regions is down, and nobody else answers for it', () => {
  const stack = synth([
    ['eu', { ...EU, targets: new Map() }],
    ['us', US],
  ]);
  expect(stack.at('aws_route53_record.front_continent-eu')).toEqual({
    provider: 'aws.use1',
    zone_id: 'Z1',
    name: 'api.orders.example.com',
    type: 'A',
    set_identifier: 'continent-EU',
    geolocation_routing_policy: { continent: 'EU' },
    records: ['192.0.2.1'],
    ttl: 60,
  });
  expect(stack.addresses.filter((address) => address.includes('jurisdiction-eu'))).toEqual([]);
});

test('the order of the jurisdictions changes no byte, and one that joins no record of another', () => {
  const AP = jurisdiction(['ap-southeast-2'], { continents: ['OC'] });
  for (const list of [
    [
      ['eu', EU],
      ['us', US],
      ['ap', AP],
    ],
    [
      ['ap', AP],
      ['us', US],
      ['eu', EU],
    ],
  ] as const) {
    const all = synth(list);
    expect(all.text).toBe(synth([...list].reverse()).text);
    expect(all.resources()).toEqual(expect.arrayContaining(both.resources()));
  }
});

test.each<[string, (readonly [string, Jurisdiction])[], string]>([
  [
    'no default',
    [['eu', EU]],
    't/front: no jurisdiction is the default. Choose exactly one: it answers the places that nobody named.',
  ],
  [
    'two defaults',
    [
      ['eu', { ...EU, isDefault: true }],
      ['us', US],
    ],
    't/front: eu and us are the default. Choose exactly one: it answers the places that nobody named.',
  ],
  [
    'a place twice',
    [
      ['eu', EU],
      ['us', { ...US, countries: ['TR'] }],
    ],
    't/front: the country TR is in eu and in us. Leave it in one of them.',
  ],
  [
    'a Region twice',
    [
      ['eu', EU],
      ['us', { ...US, targets: EU.targets }],
    ],
    't/front: the Region eu-west-1 is in eu and in us. Leave it in one of them.',
  ],
  [
    'no country',
    [['us', { ...US, countries: ['de', 'USA', '*'] }]],
    't/front: us has the countries de, USA, *. Write two capital letters, as in ISO 3166-1.',
  ],
])('refuses %s', (_what, list, message) => expect(() => synth(list)).toThrow(new Error(message)));
