import { type ProviderSchema, withKnownArguments } from '../../../lab/engine/known-arguments';

const schema: ProviderSchema = {
  provider: { block: { attributes: { region: {} } } },
  resource_schemas: {
    aws_dynamodb_table: {
      block: {
        attributes: { name: {} },
        block_types: { replica: { block: { attributes: { region_name: {} } } } },
      },
    },
  },
};

test('what a version does not know is listed and left out, at any depth', () => {
  const { stack, unknown } = withKnownArguments(
    {
      provider: { aws: [{ alias: 'a', region: 'eu-west-1', tag_policy_compliance: 'x' }] },
      resource: {
        aws_dynamodb_table: {
          t: {
            '//': {},
            provider: 'aws.a',
            lifecycle: { prevent_destroy: true },
            name: 't',
            warm_throughput: [{}],
            replica: [{ region_name: 'r', consistency_mode: 'STRONG' }, { region_name: 's' }],
          },
        },
        aws_brand_new: { n: { a: 1 } },
        terraform_data: { d: { input: 'x' } },
      },
    },
    schema,
  );
  expect(unknown).toEqual([
    { type: 'aws_dynamodb_table', argument: 'warm_throughput', address: 'aws_dynamodb_table.t' },
    { type: 'aws_dynamodb_table', argument: 'replica.consistency_mode', address: 'aws_dynamodb_table.t' },
    { type: 'aws_brand_new', address: 'aws_brand_new.n' },
    { type: 'provider', argument: 'tag_policy_compliance', address: 'provider.aws.a' },
  ]);
  expect(stack).toEqual({
    provider: { aws: [{ alias: 'a', region: 'eu-west-1' }] },
    resource: {
      aws_dynamodb_table: {
        t: {
          '//': {},
          provider: 'aws.a',
          lifecycle: { prevent_destroy: true },
          name: 't',
          replica: [{ region_name: 'r' }, { region_name: 's' }],
        },
      },
      aws_brand_new: { n: { a: 1 } },
      terraform_data: { d: { input: 'x' } },
    },
  });
});
