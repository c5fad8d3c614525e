import { applyRegionStates, type SynthesizedStack } from '../../../stacks/region-states';
import { Bench, describeWithTerraform, type Stack } from './terraform';

const ACCOUNT = '111122223333';
const SKIP = { skip_credentials_validation: true, skip_requesting_account_id: true, skip_metadata_api_check: true };
const provider = (away = false) => [
  { region: 'us-east-1', allowed_account_ids: [ACCOUNT] },
  { alias: 'use1', region: 'us-east-1', allowed_account_ids: [ACCOUNT] },
  { alias: 'euw1', region: 'eu-west-1', ...(away ? SKIP : { allowed_account_ids: [ACCOUNT] }) },
];
const CODES = ['use1', 'euw1'] as const;
const SLOTS = { use1: 1, euw1: 2 } as const;
const perRegion = (block: (code: (typeof CODES)[number]) => object) =>
  Object.fromEntries(CODES.map((code) => [code, { provider: `aws.${code}`, ...block(code) }]));
const named = (code: string) => ({
  filter: [
    { name: 'tag:Name', values: [`hub-${code}`] },
    { name: 'state', values: ['available'] },
  ],
});

/** A gateway and its table in each Region, whose addresses outlive everything. */
const gateways: SynthesizedStack = {
  resource: {
    aws_ec2_transit_gateway: perRegion((code) => ({
      amazon_side_asn: 4200000000 + SLOTS[code],
      default_route_table_association: 'disable',
      default_route_table_propagation: 'disable',
      tags: { Name: `hub-${code}` },
    })),
    aws_ec2_transit_gateway_route_table: perRegion((code) => ({
      transit_gateway_id: `\${aws_ec2_transit_gateway.${code}.id}`,
      tags: { Name: `hub-${code}` },
    })),
  },
};

/** One peering, accepted, associated and routed at both ends. */
const backbone: SynthesizedStack = {
  data: {
    aws_ec2_transit_gateway: perRegion(named),
    aws_ec2_transit_gateway_route_table: perRegion(named),
  },
  resource: {
    aws_ec2_transit_gateway_peering_attachment: {
      pair: {
        provider: 'aws.use1',
        transit_gateway_id: '${data.aws_ec2_transit_gateway.use1.id}',
        peer_transit_gateway_id: '${data.aws_ec2_transit_gateway.euw1.id}',
        peer_region: 'eu-west-1',
        peer_account_id: ACCOUNT,
        tags: { Name: 'use1-euw1' },
      },
    },
    aws_ec2_transit_gateway_peering_attachment_accepter: {
      pair: {
        provider: 'aws.euw1',
        transit_gateway_attachment_id: '${aws_ec2_transit_gateway_peering_attachment.pair.id}',
        tags: { Name: 'use1-euw1' },
      },
    },
    aws_ec2_transit_gateway_route_table_association: perRegion((code) => ({
      transit_gateway_attachment_id: '${aws_ec2_transit_gateway_peering_attachment_accepter.pair.id}',
      transit_gateway_route_table_id: `\${data.aws_ec2_transit_gateway_route_table.${code}.id}`,
    })),
    aws_ec2_transit_gateway_route: perRegion((code) => ({
      transit_gateway_attachment_id: '${aws_ec2_transit_gateway_peering_attachment_accepter.pair.id}',
      transit_gateway_route_table_id: `\${data.aws_ec2_transit_gateway_route_table.${code}.id}`,
      destination_cidr_block: `10.${SLOTS[code === 'use1' ? 'euw1' : 'use1']}.0.0/16`,
    })),
  },
};
/** Of the peering, what stands in the Region that stays. */
const NEAR = new Set([
  'aws_ec2_transit_gateway_peering_attachment.pair',
  'aws_ec2_transit_gateway_route_table_association.use1',
  'aws_ec2_transit_gateway_route.use1',
]);
const none = new Set<string>();
const EUW1 = new Set(['aws.euw1']);
const evacuated = (stack: SynthesizedStack): Stack => ({
  provider: provider(true),
  ...applyRegionStates(stack, {
    forgotten: EUW1,
    adopted: none,
    frozen: none,
    apart: { forgotten: NEAR, adopted: none },
  }),
});
const returning = (stack: SynthesizedStack, recreated: ReadonlySet<string> = none): Stack => ({
  provider: provider(),
  ...applyRegionStates(stack, {
    forgotten: none,
    adopted: EUW1,
    frozen: none,
    apart: { forgotten: none, adopted: NEAR },
    recreated,
  }),
});
const active = (stack: SynthesizedStack): Stack => ({ provider: provider(), ...stack });

describeWithTerraform('a backbone of transit gateways', () => {
  let bench: Bench;
  const applied = async (name: string, stack: Stack): Promise<readonly string[]> => {
    const { ok, said, changes } = await bench.apply(name, stack);
    expect(ok ? '' : said).toBe('');
    expect((await bench.plan(name)).changes).toEqual([]);
    return changes;
  };
  const refused = async (name: string, stack: Stack): Promise<string> => {
    const { ok, said } = await bench.apply(name, stack);
    expect(ok).toBe(false);
    return said;
  };

  beforeAll(async () => {
    bench = await Bench.open();
    await applied('gateways', active(gateways));
    await applied('backbone', active(backbone));
  }, 60_000);
  afterAll(() => bench.close());

  test('is up in one apply; both ends tell of each other', () => {
    const state = (type: string, name: string) => bench.state('backbone', `aws_ec2_transit_gateway_${type}.${name}`);
    const hub = (code: string) => bench.state('gateways', `aws_ec2_transit_gateway.${code}`).id;
    expect(state('peering_attachment_accepter', 'pair')).toMatchObject({
      id: state('peering_attachment', 'pair').id,
      peer_region: 'us-east-1',
      peer_transit_gateway_id: hub('use1'),
      transit_gateway_id: hub('euw1'),
    });
    expect(bench.aws.world.all('aws_ec2_transit_gateway_peering_attachment')[0]?.state.state).toBe('available');
  });

  test('its tables are not deleted under it', async () => {
    const said = await refused('gateways', { provider: provider() });
    expect(said).toContain('IncorrectState: tgw-rtb-');
    await applied('gateways', active(gateways));
  }, 30_000);

  test('a second one between the same gateways is refused, from whichever side', async () => {
    const second = (from: string, to: string, peer_region: string): Stack => ({
      provider: provider(),
      data: { aws_ec2_transit_gateway: perRegion(named) },
      resource: {
        aws_ec2_transit_gateway_peering_attachment: {
          other: {
            provider: `aws.${from}`,
            transit_gateway_id: `\${data.aws_ec2_transit_gateway.${from}.id}`,
            peer_transit_gateway_id: `\${data.aws_ec2_transit_gateway.${to}.id}`,
            peer_region,
            peer_account_id: ACCOUNT,
          },
        },
      },
    });
    expect(await refused('second', second('euw1', 'use1', 'us-east-1'))).toContain('DuplicateTransitGatewayAttachment');
    expect(await refused('second', second('use1', 'euw1', 'eu-west-1'))).toContain('DuplicateTransitGatewayAttachment');
  }, 30_000);

  test('a Region that is lost is forgotten without a call to it, and adopted when it is back', async () => {
    bench.aws.setFaults({ dead: ['eu-west-1'] });
    bench.aws.clearCalls();
    const forgotten = (count: number) => Array.from({ length: count }, () => expect.stringMatching(/^remove /));
    expect(await applied('gateways', evacuated(gateways))).toEqual(forgotten(2));
    expect(await applied('backbone', evacuated(backbone))).toEqual(forgotten(6));
    expect(bench.aws.calls().filter(({ region }) => region === 'eu-west-1')).toEqual([]);
    bench.aws.setFaults({});

    for (const [name, stack, count] of [
      ['gateways', gateways, 2],
      ['backbone', backbone, 6],
    ] as const) {
      const { ok, said, changes } = await bench.plan(name, returning(stack));
      expect(ok ? '' : said).toBe('');
      expect(changes).toEqual(Array.from({ length: count }, () => expect.stringMatching(/^import /)));
      expect(said).toContain(`${count} to import, 0 to add, 0 to change, 0 to destroy`);
      await applied(name, returning(stack));
      expect(await applied(name, active(stack))).toEqual([]);
    }
  }, 60_000);

  test('what AWS has dropped meanwhile stops the adoption, until it is to be made again', async () => {
    await applied('backbone', evacuated(backbone));
    for (const stored of bench.aws.world.all())
      if (/peering|association|gateway_route$/.test(stored.type))
        bench.aws.world.drop(stored.type, stored.region, stored.state);
    expect((await bench.plan('backbone', returning(backbone))).said).toContain(
      'no matching EC2 Transit Gateway Peering Attachment found',
    );
    const all = new Set(
      Object.entries(backbone.resource ?? {}).flatMap(([type, blocks]) =>
        Object.keys(blocks).map((name) => `${type}.${name}`),
      ),
    );
    expect(await applied('backbone', returning(backbone, all))).toHaveLength(6);
    expect(await applied('backbone', active(backbone))).toEqual([]);
  }, 60_000);

  test('deleting the accepter takes the peering down, and a gateway goes once nothing hangs on it', async () => {
    const { ok, said } = await bench.apply('backbone', { provider: provider() });
    expect(ok ? '' : said).toBe('');
    expect((await bench.apply('gateways', { provider: provider() })).ok).toBe(true);
    expect(bench.aws.world.all()).toEqual([]);
  }, 30_000);
});
