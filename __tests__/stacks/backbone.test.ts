import fc from 'fast-check';
import { CATALOG, REGION_NAMES, type RegionName } from '../../config/catalog';
import { bySlot, orderedPairs } from '../../config/topology';
import { type Block, type ConfigOverBase, type SynthesizedJson, synthAnew, synthPlatform } from '../synth';
import { RUNS } from './region-lists';
import {
  adoptedIn,
  aliasOf,
  BARE,
  blocksOf,
  difference,
  firstRegions,
  forgottenIn,
  globalOf,
  homeFirst,
  IN_STATE,
  providerOf,
  statesOf,
  withoutProviders,
} from './regions-in-state';

const KINDS = ['transit-gateway', 'peering'] as const;
type Kind = (typeof KINDS)[number];

const joined = (backbone: Kind): ConfigOverBase => ({ ...BARE, network: { backbone } });
const COUNTS = Array.from({ length: 11 }, (_, i) => i + 2);
const LIST: RegionName[] = ['us-east-1', 'eu-west-1', 'ap-southeast-2', 'sa-east-1'];

const PEERING = {
  'transit-gateway': 'aws_ec2_transit_gateway_peering_attachment',
  peering: 'aws_vpc_peering_connection',
};

/** The Region of each alias. */
const regionIn = (provider: unknown): RegionName => {
  const found = REGION_NAMES.find((name) => aliasOf(name) === provider);
  if (!found) throw new Error(`${String(provider)} is no Region's provider`);
  return found;
};
const cidrOf = (region: RegionName): string => `10.${CATALOG[region].slot}.0.0/16`;

/** `us-east-1 > eu-west-1` of every two Regions, the lower slot first. */
const pairsOf = (regions: readonly RegionName[]): string[] =>
  [...regions]
    .sort(bySlot)
    .flatMap((a, i, all) => all.slice(i + 1).map((b) => `${a} > ${b}`))
    .sort();

/** `us-east-1 > eu-west-1` of every route: where it stands, and whose range it leads to. */
const waysIn = (routes: readonly Block<{ provider: string; destination_cidr_block: string }>[]): string[] =>
  routes
    .map(({ args }) => {
      const [to] = REGION_NAMES.filter((name) => cidrOf(name) === args.destination_cidr_block);
      return `${regionIn(args.provider)} > ${to}`;
    })
    .sort();

/** Address of the accepter of both Regions' pair, as what hangs on it refers to it. */
const accepterOf = (kind: Kind, a: string, b: string): string => {
  const [low, high] = [a, b].sort((x, y) => bySlot(x as RegionName, y as RegionName));
  return `\${${PEERING[kind]}_accepter.backbone_accepter-${low}-${high}.id}`;
};

/** That every two Regions are joined, once, both ways, and nothing else is there. */
function expectMesh(kind: Kind, stack: SynthesizedJson, regions: readonly RegionName[]): void {
  const peerings = stack.resources<{ provider: string; peer_region: string }>(PEERING[kind]);
  expect(peerings.map(({ args }) => `${regionIn(args.provider)} > ${args.peer_region}`).sort()).toEqual(
    pairsOf(regions),
  );
  const accepters = stack.resources<Record<string, string>>(`${PEERING[kind]}_accepter`);
  const accepted = accepters.map(({ args }) => {
    const id = String(args.transit_gateway_attachment_id ?? args.vpc_peering_connection_id);
    const [, address = '', from = ''] = /^\$\{(\w+\.backbone_peering-([a-z0-9-]+))\.id\}$/.exec(id) ?? [];
    const peering = stack.at<{ provider: string; peer_region: string }>(address);
    expect(`${regionIn(peering.provider)}-${peering.peer_region}`).toBe(from);
    expect(args.provider).toBe(aliasOf(peering.peer_region as RegionName));
    return address;
  });
  expect(new Set(accepted).size).toBe(peerings.length);

  const both = orderedPairs(regions)
    .map(([from, to]) => `${from} > ${to}`)
    .sort();
  if (kind === 'transit-gateway') {
    const routes = stack.resources<{ provider: string; destination_cidr_block: string }>(
      'aws_ec2_transit_gateway_route',
    );
    expect(waysIn(routes)).toEqual(both);
    const hanging = [...routes, ...stack.resources('aws_ec2_transit_gateway_route_table_association')];
    expect(hanging).toHaveLength(2 * both.length);
    for (const { address, args } of hanging as Block[]) {
      const ways = both.map((way) => way.split(' > '));
      const [at = '', peer = ''] = ways.find(([from, to]) => address.endsWith(`-${from}-${to}`)) ?? [];
      expect([address, args.provider, args.transit_gateway_attachment_id, args.transit_gateway_route_table_id]).toEqual(
        [
          address,
          aliasOf(at as RegionName),
          accepterOf(kind, at, peer),
          `\${data.aws_ec2_transit_gateway_route_table.backbone_hub-${at}-routes.id}`,
        ],
      );
    }
    expect(stack.resources()).toHaveLength(3 * regions.length * (regions.length - 1));
    expect(stack.data()).toHaveLength(2 * regions.length);
  } else {
    const routes = stack.resources<{
      provider: string;
      destination_cidr_block: string;
      vpc_peering_connection_id: string;
    }>('aws_route');
    const tables = (region: string): number => CATALOG[region as RegionName].zones + 1;
    expect(waysIn(routes)).toEqual(both.flatMap((way) => Array(tables(way.split(' ')[0] ?? '')).fill(way)));
    for (const { args } of [
      ...routes,
      ...stack.resources<(typeof routes)[0]['args']>('aws_vpc_peering_connection_options'),
    ])
      expect(args.vpc_peering_connection_id).toMatch(/^\$\{aws_vpc_peering_connection_accepter\.backbone_accepter-/);
    for (const { args } of routes) {
      const to = REGION_NAMES.find((name) => cidrOf(name) === args.destination_cidr_block) ?? '';
      expect(args.vpc_peering_connection_id).toBe(accepterOf(kind, regionIn(args.provider), to));
    }
    expect(stack.counts.aws_vpc_peering_connection_options).toBe(both.length);
  }
}

describe.each(KINDS)('the backbone, by %s', (kind) => {
  test.each(COUNTS)('joins every two of %i Regions, once and both ways', (count) => {
    const regions = firstRegions(count);
    expectMesh(kind, globalOf({ ...joined(kind), regions, home: 'us-east-1' }), regions);
  });

  test('joins any Regions so, whatever their order; the same bytes, in all stacks', () => {
    fc.assert(
      fc.property(homeFirst(2, 5), (regions) => {
        const config = { ...joined(kind), home: regions[0] };
        const platform = synthAnew({ ...config, regions });
        expectMesh(kind, platform.stack('global'), regions);
        expect(synthAnew({ ...config, regions: regions.toReversed() }).files).toEqual(platform.files);
      }),
      { ...RUNS, numRuns: 2 },
    );
  });

  test('a Region that joins changes no byte of another Region, and no object that was there', () => {
    fc.assert(
      fc.property(homeFirst(3, 5), fc.nat(), (regions, at) => {
        const [home, ...others] = regions;
        const joining = others[at % others.length] ?? others[0];
        const [before, after] = [
          synthAnew({ ...joined(kind), home, regions: regions.filter((name) => name !== joining) }),
          synthAnew({ ...joined(kind), home, regions }),
        ];
        for (const { name, text } of before.regionStacks) expect(after.stack(name).text).toBe(text);
        for (const stack of ['foundation', 'global']) {
          const { added, changed, removed } = difference(before.stack(stack), after.stack(stack));
          expect([changed, removed]).toEqual([[], []]);
          expect(added.filter((address) => !address.includes(String(joining)))).toEqual([]);
        }
        const each = kind === 'transit-gateway' ? 6 : undefined;
        if (each !== undefined)
          expect(difference(before.stack('global'), after.stack('global')).added).toHaveLength(
            each * (regions.length - 1),
          );
      }),
      { ...RUNS, numRuns: 2 },
    );
  });

  test('is found, not read: no state of another stack, and look-ups through the own alias by name and by state', () => {
    const { stacks } = synthPlatform({ ...joined(kind), regions: LIST });
    for (const stack of stacks.values()) expect(stack.text).not.toMatch(/terraform_remote_state|cross-stack-output/);
    const global = stacks.get('global');
    const reads =
      global?.data<{ provider: string; state?: string; vpc_id?: string; filter: { name: string }[] }>() ?? [];
    expect(reads.length).toBeGreaterThan(0);
    for (const { address, args } of reads) {
      expect(address).toContain(regionIn(args.provider));
      const names = args.filter.map(({ name }) => name);
      // A route table that is deleted is gone at once; it is looked for in its own VPC.
      if (address.startsWith('aws_route_table.'))
        expect([names, args.vpc_id]).toEqual([['tag:Name'], expect.any(String)]);
      else if (address.startsWith('aws_vpc.')) expect([names, args.state]).toEqual([['tag:Name'], 'available']);
      else expect(names).toEqual(['tag:Name', 'state']);
    }
  });
});

describe.each(KINDS)('the backbone of a Region that is in trouble, by %s', (kind) => {
  const troubled: RegionName = 'eu-west-1';
  const { before, evacuated, returning, released, destroyed, never } = statesOf(joined(kind), LIST, troubled);
  const [whole, lost] = [before.stack('global'), evacuated.stack('global')];
  /** Both ends of its peerings, by the addresses alone. */
  const pairsOfTroubled = whole.addresses.filter((address) => address.includes(troubled));

  test('evacuated: both ends of its peerings are forgotten, none is destroyed, and all else stays', () => {
    expect(forgottenIn(lost)).toEqual(pairsOfTroubled);
    expect(pairsOfTroubled.length).toBe(kind === 'transit-gateway' ? 18 : whole.addresses.length / 2);
    expect(difference(whole, lost)).toEqual({ added: [], changed: [], removed: pairsOfTroubled });
    expect(lost.json.import).toBeUndefined();
  });

  test('evacuated: nothing names its alias, which is left and asks nobody', () => {
    for (const stack of ['foundation', 'global'].map((name) => evacuated.stack(name))) {
      expect(blocksOf(stack).filter(({ args }) => args.provider === aliasOf(troubled))).toEqual([]);
      expect(providerOf(stack, 'euw1')).toEqual({
        alias: 'euw1',
        region: troubled,
        skip_credentials_validation: true,
        skip_requesting_account_id: true,
        skip_metadata_api_check: 'true',
      });
    }
    for (const { name, text } of evacuated.regionStacks) expect(text).toBe(before.stack(name).text);
  });

  test('evacuated: foundation forgets all that stands in it, and nothing else', () => {
    const [foundation, after] = [before.stack('foundation'), evacuated.stack('foundation')];
    const own = foundation
      .resources()
      .flatMap(({ address, args }) => (args.provider === aliasOf(troubled) ? [address] : []));
    expect(forgottenIn(after)).toEqual(own.sort());
    expect(difference(foundation, after)).toEqual({ added: [], changed: [], removed: own });
  });

  test('returning: what was forgotten is adopted at its address, by ids that are known', () => {
    const back = returning.stack('global');
    expect(adoptedIn(back)).toEqual(forgottenIn(lost));
    expect(difference(whole, back)).toEqual({ added: [], changed: [], removed: [] });
    const data = new Set(back.data().map(({ address }) => address));
    for (const { id } of back.json.import ?? []) {
      const references = [...id.matchAll(/\$\{([^}]+)\}/g)].map(([, inner = '']) =>
        inner.replace(/^(data\.\S+)\.\w+$/, '$1'),
      );
      expect(references.length).toBeGreaterThan(0);
      for (const reference of references) expect([...data].map((address) => `data.${address}`)).toContain(reference);
    }
    const [foundation, again] = [before.stack('foundation'), returning.stack('foundation')];
    expect(adoptedIn(again)).toEqual(forgottenIn(evacuated.stack('foundation')));
    expect(again.addresses).toEqual(foundation.addresses);
  });

  test('returning, where AWS has dropped its peerings: they are made anew, as if it had joined', () => {
    const regions = LIST.map((name) => (name === troubled ? IN_STATE.recreated(name) : name));
    const anew = synthPlatform({ ...joined(kind), regions });
    expect(anew.stack('global').text).toBe(whole.text);
    expect(anew.stack('foundation').text).toBe(returning.stack('foundation').text);
  });

  test('leaving: its peerings are taken down while it is there, and its alias is an ordinary one to the last', () => {
    for (const platform of [released, destroyed]) {
      const stack = platform.stack('global');
      expect(withoutProviders(stack)).toEqual(withoutProviders(never.stack('global')));
      expect(stack.text).not.toContain('"removed"');
      expect(providerOf(stack, 'euw1')).toEqual({
        alias: 'euw1',
        region: troubled,
        allowed_account_ids: ['111122223333'],
      });
    }
    expect(withoutProviders(released.stack('foundation'))).toHaveProperty([
      'resource',
      'aws_s3_bucket',
      `network_flow-logs-${troubled}_bucket`,
    ]);
  });
});

test('two that are lost: a peering between them is adopted with the second that returns', () => {
  const states = (euw1: 'evacuated' | 'returning', sae1: 'evacuated' | 'returning') =>
    globalOf({
      ...joined('transit-gateway'),
      regions: ['us-east-1', { name: 'eu-west-1', state: euw1 }, 'ap-southeast-2', { name: 'sa-east-1', state: sae1 }],
    });
  const between = /eu-west-1-sa-east-1|sa-east-1-eu-west-1/;
  const one = states('returning', 'evacuated');
  expect(forgottenIn(one).filter((address) => between.test(address))).toHaveLength(6);
  expect(forgottenIn(one).filter((address) => !address.includes('sa-east-1'))).toEqual([]);
  expect(adoptedIn(one).filter((address) => between.test(address))).toEqual([]);
  const two = states('returning', 'returning');
  expect(adoptedIn(two).filter((address) => between.test(address))).toHaveLength(6);
  expect(two.json.removed).toBeUndefined();
});

test.each(KINDS)('one Region alone has nothing to join, by %s', (kind) =>
  expect([...synthPlatform({ ...joined(kind), regions: ['us-east-1'] }).stacks.keys()]).not.toContain('global'),
);
