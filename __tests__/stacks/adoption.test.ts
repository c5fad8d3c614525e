import fc from 'fast-check';
import { applyRegionStates, type Block, type RegionStates, type SynthesizedStack } from '../../stacks/region-states';

/** Everything of `aws.euw1` comes back. */
const adopt = (stack: SynthesizedStack, states: Partial<RegionStates> = {}): SynthesizedStack =>
  applyRegionStates(stack, { forgotten: new Set(), adopted: new Set(['aws.euw1']), frozen: new Set(), ...states });

/** Import id and look-ups of one object called `it` that stands in the Region that returns. */
function adopted(type: string, block: Omit<Block, 'provider'>) {
  const stack = adopt({ resource: { [type]: { it: { provider: 'aws.euw1', ...block } } } });
  return { id: stack.import?.[0]?.id, data: stack.data };
}

describe('is imported by its arguments', () => {
  test.each<[type: string, block: Block, id: string]>([
    ['aws_apigatewayv2_domain_name', { domain_name: 'api.orders.example.com' }, 'api.orders.example.com'],
    ['aws_ecr_repository', { name: 'orders-prod-service' }, 'orders-prod-service'],
    ['aws_ecr_lifecycle_policy', { repository: 'orders-prod-service' }, 'orders-prod-service'],
    ['aws_ssm_parameter', { name: '/orders/prod/x' }, '/orders/prod/x'],
    ['aws_s3_bucket_acl', { bucket: 'logs', acl: 'log-delivery-write' }, 'logs,log-delivery-write'],
    ['aws_s3_bucket_acl', { bucket: 'logs' }, 'logs'],
    [
      'aws_route53_record',
      { zone_id: 'Z1', name: 'target-euw1.example.com', type: 'A' },
      'Z1_target-euw1.example.com_A',
    ],
    [
      'aws_route53_record',
      { zone_id: 'Z1', name: 'api.example.com', type: 'A', set_identifier: 'euw1' },
      'Z1_api.example.com_A_euw1',
    ],
    ['aws_route53_zone_association', { zone_id: 'Z1', vpc_id: 'vpc-1', vpc_region: 'eu-west-1' }, 'Z1:vpc-1:eu-west-1'],
    ['aws_route53_zone_association', { zone_id: 'Z1', vpc_id: 'vpc-1' }, 'Z1:vpc-1'],
    ['aws_route', { route_table_id: 'rtb-1', destination_cidr_block: '10.0.0.0/8' }, 'rtb-1_10.0.0.0/8'],
    ['aws_route', { route_table_id: 'rtb-1', destination_ipv6_cidr_block: '::/0' }, 'rtb-1_::/0'],
    [
      'aws_ec2_transit_gateway_route',
      {
        transit_gateway_route_table_id: '${data.aws_ec2_transit_gateway_route_table.euw1.id}',
        destination_cidr_block: '10.1.0.0/16',
      },
      '${data.aws_ec2_transit_gateway_route_table.euw1.id}_10.1.0.0/16',
    ],
  ])('%s %j', (type, block, id) => expect(adopted(type, block)).toEqual({ id, data: undefined }));
});

describe('is looked up in its own Region', () => {
  const byName = (name: string, ...state: string[]) => [
    { name: 'tag:Name', values: [name] },
    ...(state.length > 0 ? [{ name: state[0], values: state.slice(1) }] : []),
  ];
  const tags = { Name: 'hub-euw1' };

  test.each<[type: string, block: Block, data: string, where: Block, id: string]>([
    [
      'aws_ec2_transit_gateway',
      { tags },
      'aws_ec2_transit_gateway',
      { filter: byName('hub-euw1', 'state', 'available') },
      'id',
    ],
    [
      'aws_ec2_transit_gateway_route_table',
      { tags },
      'aws_ec2_transit_gateway_route_table',
      { filter: byName('hub-euw1', 'state', 'available') },
      'id',
    ],
    [
      'aws_ec2_transit_gateway_peering_attachment',
      { tags },
      'aws_ec2_transit_gateway_peering_attachment',
      { filter: byName('hub-euw1', 'state', 'available') },
      'id',
    ],
    [
      'aws_vpc_peering_connection',
      { tags },
      'aws_vpc_peering_connection',
      { filter: byName('hub-euw1', 'status-code', 'active') },
      'id',
    ],
    ['aws_eip', { tags }, 'aws_eip', { filter: byName('hub-euw1') }, 'id'],
    [
      'aws_acm_certificate',
      { domain_name: 'orders.example.com' },
      'aws_acm_certificate',
      { domain: 'orders.example.com', statuses: ['ISSUED'], most_recent: true },
      'arn',
    ],
    ['aws_ecr_replication_configuration', { replication_configuration: [] }, 'aws_caller_identity', {}, 'account_id'],
    ['aws_api_gateway_account', { cloudwatch_role_arn: 'arn' }, 'aws_caller_identity', {}, 'account_id'],
    ['aws_ec2_managed_prefix_list', { name: 'orders' }, 'aws_ec2_managed_prefix_list', { name: 'orders' }, 'id'],
  ])('%s', (type, block, data, where, id) =>
    expect(adopted(type, block)).toEqual({
      id: `\${data.${data}.it.${id}}`,
      data: { [data]: { it: { provider: 'aws.euw1', ...where } } },
    }),
  );

  test.each([{}, { tags: {} }, { tags: { Name: '${var.name}' } }])(
    'but for what has no name that is known: %j',
    (block) =>
      expect(() => adopted('aws_eip', block)).toThrow(
        new Error(
          'aws_eip.it: it is looked up by its tag Name when its Region returns, and has none that is known. Set one.',
        ),
      ),
  );

  test('under an address that nothing else has', () =>
    expect(() =>
      adopt({
        data: { aws_eip: { it: { provider: 'aws.use1' } } },
        resource: { aws_eip: { it: { provider: 'aws.euw1', tags } } },
      }),
    ).toThrow(
      new Error(
        'data.aws_eip.it: the adoption of a returning Region looks something up under this address. Call the data source otherwise.',
      ),
    ));
});

/** A peering between a Region that stays (use1) and one that returns (euw1), as the stack of the backbone has it. */
const PEERING: SynthesizedStack = {
  data: {
    aws_ec2_transit_gateway_route_table: { use1: { provider: 'aws.use1' }, euw1: { provider: 'aws.euw1' } },
  },
  resource: {
    aws_ec2_transit_gateway_peering_attachment: {
      pair: { provider: 'aws.use1', tags: { Name: 'orders-prod-use1-euw1' } },
    },
    aws_ec2_transit_gateway_peering_attachment_accepter: {
      pair: {
        provider: 'aws.euw1',
        transit_gateway_attachment_id: '${aws_ec2_transit_gateway_peering_attachment.pair.id}',
      },
    },
    aws_ec2_transit_gateway_route_table_association: {
      near: {
        provider: 'aws.use1',
        transit_gateway_route_table_id: '${data.aws_ec2_transit_gateway_route_table.use1.id}',
        transit_gateway_attachment_id: '${aws_ec2_transit_gateway_peering_attachment_accepter.pair.id}',
      },
    },
    aws_ec2_transit_gateway_route: {
      far: {
        provider: 'aws.euw1',
        transit_gateway_route_table_id: '${data.aws_ec2_transit_gateway_route_table.euw1.id}',
        destination_cidr_block: '10.0.0.0/16',
        transit_gateway_attachment_id: '${aws_ec2_transit_gateway_peering_attachment_accepter.pair.id}',
      },
    },
  },
};
const ON_THE_OTHER_SIDE = new Set([
  'aws_ec2_transit_gateway_peering_attachment.pair',
  'aws_ec2_transit_gateway_route_table_association.near',
]);
const apart = { forgotten: new Set<string>(), adopted: ON_THE_OTHER_SIDE };

describe('a peering', () => {
  const attachment = '${data.aws_ec2_transit_gateway_peering_attachment.pair.id}';

  test('is followed from both ends to the one attachment that is looked up', () =>
    expect(adopt(PEERING, { apart }).import).toEqual([
      { to: 'aws_ec2_transit_gateway_peering_attachment.pair', id: attachment },
      { to: 'aws_ec2_transit_gateway_peering_attachment_accepter.pair', id: attachment },
      {
        to: 'aws_ec2_transit_gateway_route_table_association.near',
        id: `\${data.aws_ec2_transit_gateway_route_table.use1.id}_${attachment}`,
      },
      {
        to: 'aws_ec2_transit_gateway_route.far',
        id: '${data.aws_ec2_transit_gateway_route_table.euw1.id}_10.0.0.0/16',
      },
    ]));

  test('what stays on the other side is in the state, and is referred to as it is', () =>
    expect(adopt(PEERING).import).toEqual([
      {
        to: 'aws_ec2_transit_gateway_peering_attachment_accepter.pair',
        id: '${aws_ec2_transit_gateway_peering_attachment.pair.id}',
      },
      expect.objectContaining({ to: 'aws_ec2_transit_gateway_route.far' }),
    ]));

  test('that AWS has dropped is made again, and nothing is looked up for it', () => {
    const recreated = new Set(
      Object.entries(PEERING.resource ?? {}).flatMap(([type, named]) =>
        Object.keys(named).map((name) => `${type}.${name}`),
      ),
    );
    const { data, ...rest } = adopt(PEERING, { apart, recreated });
    expect(rest).toEqual({ resource: PEERING.resource });
    expect(data).toEqual(PEERING.data);
  });

  test('is adopted in parts where parts of it were dropped', () =>
    expect(
      adopt(PEERING, { apart, recreated: new Set(['aws_ec2_transit_gateway_route.far']) }).import?.map(({ to }) => to),
    ).toEqual([
      'aws_ec2_transit_gateway_peering_attachment.pair',
      'aws_ec2_transit_gateway_peering_attachment_accepter.pair',
      'aws_ec2_transit_gateway_route_table_association.near',
    ]));
});

describe('a Region that goes and comes back', () => {
  const tags = { Name: 'x' };
  const EACH: Readonly<Record<string, Block>> = {
    aws_acm_certificate: { domain_name: 'orders.example.com' },
    aws_acm_certificate_validation: { certificate_arn: '${aws_acm_certificate.it.arn}' },
    aws_apigatewayv2_domain_name: { domain_name: 'api.orders.example.com' },
    aws_cloudwatch_log_group: { name: '/orders' },
    aws_cognito_user_pool: { name: 'orders-prod-users' },
    aws_dynamodb_table: { name: 'orders-prod-sessions' },
    aws_ec2_transit_gateway: { tags },
    aws_ec2_transit_gateway_peering_attachment: { tags },
    aws_ec2_transit_gateway_peering_attachment_accepter: {
      transit_gateway_attachment_id: '${aws_ec2_transit_gateway_peering_attachment.it.id}',
    },
    aws_ec2_transit_gateway_route_table: { tags },
    aws_ecr_replication_configuration: {},
    aws_ecr_repository: { name: 'orders-prod-service' },
    aws_eip: { tags },
    aws_route: { route_table_id: '${data.aws_route_table.it.id}', destination_cidr_block: '10.1.0.0/16' },
    aws_s3_bucket: { bucket: 'orders-prod-logs' },
    aws_s3_bucket_lifecycle_configuration: { bucket: '${aws_s3_bucket.it.id}' },
    aws_ssm_parameter: { name: '/orders/prod/x' },
    aws_vpc_peering_connection: { tags },
    aws_vpc_peering_connection_accepter: { vpc_peering_connection_id: '${aws_vpc_peering_connection.it.id}' },
  };
  const stackOf = (types: readonly string[]): SynthesizedStack => ({
    data: { aws_route_table: { it: { provider: 'aws.use1' } } },
    resource: Object.fromEntries(types.map((type) => [type, { it: { ...EACH[type], provider: 'aws.euw1' } }])),
  });
  const addresses = (blocks: readonly unknown[] = []): string[] =>
    blocks.flatMap((block) => /"(?:from|to)":"([^"]+)"/.exec(JSON.stringify(block))?.[1] ?? []);

  test('has an import for all that was forgotten, but for validations; every id is a literal or a look-up', () =>
    fc.assert(
      fc.property(fc.subarray(Object.keys(EACH), { minLength: 1 }), (types) => {
        const needed = types.flatMap((type) =>
          [...JSON.stringify(EACH[type]).matchAll(/\$\{(aws_\w+)\./g)].map(([, other = '']) => other),
        );
        const stack = stackOf([...new Set([...types, ...needed])]);
        const gone = adopt(stack, { forgotten: new Set(['aws.euw1']), adopted: new Set() });
        const back = adopt(stack);
        const validation = 'aws_acm_certificate_validation.it';
        expect(addresses(back.import)).toEqual(addresses(gone.removed).filter((address) => address !== validation));
        expect(gone.resource).toBeUndefined();
        expect(back.resource).toEqual(stack.resource);
        for (const { id } of back.import ?? []) expect(String(id)).not.toMatch(/\$\{(?!data\.|one\(data\.)/);
      }),
    ));
});

test('what has no import is created again, and what refers to it is adopted', () => {
  const { import: imported } = adopt({
    resource: {
      aws_acm_certificate: { api: { provider: 'aws.euw1', domain_name: 'orders.example.com' } },
      aws_acm_certificate_validation: {
        api: { provider: 'aws.euw1', certificate_arn: '${aws_acm_certificate.api.arn}' },
      },
      aws_apigatewayv2_domain_name: { api: { provider: 'aws.euw1', domain_name: 'api.orders.example.com' } },
    },
  });
  expect(imported).toEqual([
    { to: 'aws_acm_certificate.api', id: '${data.aws_acm_certificate.api.arn}' },
    { to: 'aws_apigatewayv2_domain_name.api', id: 'api.orders.example.com' },
  ]);
});

test('a record in a zone that stays is imported by the id that the state has of it', () => {
  const { import: imported } = adopt(
    {
      resource: {
        aws_route53_zone: { zone: { provider: 'aws.edge', name: 'orders.example.com' } },
        aws_route53_record: {
          target: { provider: 'aws.edge', zone_id: '${aws_route53_zone.zone.zone_id}', name: 'target-euw1', type: 'A' },
        },
      },
    },
    { apart: { forgotten: new Set(), adopted: new Set(['aws_route53_record.target']) } },
  );
  expect(imported).toEqual([{ to: 'aws_route53_record.target', id: '${aws_route53_zone.zone.zone_id}_target-euw1_A' }]);
});

describe('refuses', () => {
  test('an argument that is missing', () =>
    expect(() => adopted('aws_route53_record', { zone_id: 'Z1', type: 'A' })).toThrow(
      new Error('aws_route53_record.it: it is imported by its name, which it does not have. Set it.'),
    ));

  test('one that is only known once something else has been adopted', () =>
    expect(() =>
      adopt({
        resource: {
          aws_ec2_transit_gateway: { hub: { provider: 'aws.euw1', tags: { Name: 'hub' } } },
          aws_ec2_transit_gateway_route: {
            out: {
              provider: 'aws.euw1',
              transit_gateway_route_table_id: '${aws_ec2_transit_gateway.hub.association_default_route_table_id}',
              destination_cidr_block: '10.0.0.0/8',
            },
          },
        },
      }),
    ).toThrow(
      new Error(
        'aws_ec2_transit_gateway_route.out: it is imported by its transit_gateway_route_table_id, ${aws_ec2_transit_gateway.hub.association_default_route_table_id}, which is not known before aws_ec2_transit_gateway.hub is adopted itself. Refer to its id.',
      ),
    ));
});
