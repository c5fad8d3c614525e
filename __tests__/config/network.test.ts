import { REGION_NAMES } from '../../config/catalog';
import { parsePlatform } from '../../config/parse';
import type { PlatformConfig } from '../../config/schema';
import { MINIMAL, platformOf } from './configs';

const problems = (config: object): string[] => {
  const parsed = parsePlatform({ ...MINIMAL, ...config });
  return 'problems' in parsed ? parsed.problems.map(({ path, message }) => `${path}: ${message}`) : [];
};

const networkOf = (
  network: PlatformConfig['network'],
  regions: PlatformConfig['regions'] = ['us-east-1', 'us-west-1'],
) => platformOf({ ...MINIMAL, regions, network }).network;

describe('defaults', () => {
  test('as many zones as a Region shows, and those that were asked for', () => {
    const zones = (network: PlatformConfig['network']) => {
      const platform = platformOf({ ...MINIMAL, regions: ['us-east-1', 'us-west-1'], network });
      return [platform.zonesIn('us-east-1'), platform.zonesIn('us-west-1')];
    };
    expect(zones({})).toEqual([3, 2]);
    expect(zones({ azs: 2 })).toEqual([2, 2]);
  });

  test('without a way out the VPC has endpoints to what compute needs at the least', () => {
    expect(networkOf({}).interfaceEndpoints).toEqual([]);
    expect(networkOf({ nat: 'none' }).interfaceEndpoints).toEqual(['kms', 'logs', 'secretsmanager', 'sts']);
    expect(networkOf({ nat: 'none', interfaceEndpoints: [] }).interfaceEndpoints).toEqual([]);
    expect(networkOf({ interfaceEndpoints: ['sqs', 'kms'] }).interfaceEndpoints).toEqual(['kms', 'sqs']);
  });
});

test.each<[string, object, string[]]>([
  [
    'three zones where a Region shows two',
    { regions: ['us-east-1', 'us-west-1'], network: { azs: 3 } },
    [
      'network.azs: 3, and us-west-1 shows a newer account two zones only. Write 2, or leave it out: each Region then has as many as it can.',
    ],
  ],
  ['two zones there', { regions: ['us-east-1', 'us-west-1'], network: { azs: 2 } }, []],
  ['four zones', { network: { azs: 4 } }, ['network.azs: 4 is not allowed. Allowed: 2 or 3.']],
  [
    'stable addresses without a gateway',
    { network: { nat: 'none', stableEgressIps: true } },
    [
      'network.stableEgressIps: true, and with `nat` "none" there is no NAT gateway to have one. Take it out, or set `nat` to "per-az" or "single".',
    ],
  ],
  [
    'stable addresses of a regional gateway',
    { network: { nat: 'regional', stableEgressIps: true } },
    [
      'network.stableEgressIps: true, and with `nat` "regional" AWS picks the addresses of a regional one. Take it out, or set `nat` to "per-az" or "single".',
    ],
  ],
  ['stable addresses of one gateway', { network: { nat: 'single', stableEgressIps: true } }, []],
  [
    'an endpoint twice',
    { network: { interfaceEndpoints: ['kms', 'kms'] } },
    ['network.interfaceEndpoints[1]: "kms" is already network.interfaceEndpoints[0]. Name each service once.'],
  ],
  [
    'an endpoint of a service that a Region lacks',
    { regions: ['cn-north-1'], network: { interfaceEndpoints: ['kms', 'cognito-idp'] } },
    ['network.interfaceEndpoints[1]: "cognito-idp" is not a service of cn-north-1. Take it out.'],
  ],
  [
    'a private zone in another partition',
    { regions: ['cn-north-1'], network: { privateZone: 'internal.example.com' } },
    [
      'network.privateZone: cn-north-1 is in the partition aws-cn, whose hosted zones Meridian does not make. Take it out.',
    ],
  ],
  [
    'a private zone over the public one',
    { network: { privateZone: 'example.com' }, ingress: { domain: 'example.com' } },
    [
      'network.privateZone: "example.com" is `ingress.domain` too: its public names would be hidden from the VPCs. Write "internal.example.com".',
    ],
  ],
  [
    'a private zone without a dot',
    { network: { privateZone: 'internal' } },
    [
      'network.privateZone: "internal" is not allowed. Allowed: a domain name in lower case, without a final dot, or "leaving", such as "internal.orders.example.com".',
    ],
  ],
  [
    'a backbone made anew by a Region that is active',
    { regions: ['us-east-1', { name: 'eu-west-1', recreate: ['backbone'] }], network: { backbone: 'peering' } },
    ['regions[1].recreate: only a Region that is returning makes anything anew, and eu-west-1 is active. Take it out.'],
  ],
  [
    'no backbone made anew',
    { regions: ['us-east-1', { name: 'eu-west-1', state: 'returning', recreate: ['backbone'] }] },
    ['regions[1].recreate: "backbone", and `network.backbone` is "none". Take it out.'],
  ],
])('%s', (_case, config, expected) => expect(problems(config)).toEqual(expected));

test('every Region of the catalog can have every network', () => {
  for (const region of REGION_NAMES)
    for (const nat of ['none', 'single', 'per-az', 'regional'] as const)
      expect(problems({ regions: [region], network: { nat } })).toEqual([]);
});

describe('Regions that the backbone joins', () => {
  const regions = [
    'us-east-1',
    { name: 'eu-west-1', state: 'evacuated' },
    { name: 'eu-west-2', state: 'returning', recreate: ['backbone'] },
    { name: 'sa-east-1', state: 'leaving', data: 'release' },
  ] as const satisfies PlatformConfig['regions'];
  const platform = (backbone: 'none' | 'transit-gateway') =>
    platformOf({ ...MINIMAL, regions: [...regions], network: { backbone } });

  const withoutBackbone = () => platformOf({ ...MINIMAL, regions: ['us-east-1', 'eu-west-1'] });

  test('all but those that leave; none without a backbone', () => {
    expect(platform('transit-gateway').joinedRegions).toEqual(['us-east-1', 'eu-west-1', 'eu-west-2']);
    expect(withoutBackbone().joinedRegions).toEqual([]);
  });

  test('there is a global stack for them, after the Regions and before those that leave', () => {
    expect(platform('transit-gateway').deployOrder).toEqual([
      'bootstrap',
      'foundation',
      'region-us-east-1',
      'region-eu-west-2',
      'global',
      'region-sa-east-1',
    ]);
    expect(platform('transit-gateway').stackDependencies('global')).toEqual([
      'foundation',
      'region-us-east-1',
      'region-eu-west-2',
    ]);
    expect(platform('transit-gateway').stackDependencies('region-sa-east-1')).toEqual([
      'foundation',
      'region-us-east-1',
      'region-eu-west-2',
      'global',
    ]);
    expect(withoutBackbone().hasGlobal).toBe(false);
    expect(platform('transit-gateway').backbonesAnew).toEqual(['eu-west-2']);
  });
});
