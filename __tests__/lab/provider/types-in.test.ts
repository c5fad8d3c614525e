import { typesIn } from '../../../lab/provider';

test('finds the types of resources and data sources, and of what is imported, moved or forgotten', () => {
  const stack = {
    terraform: {},
    resource: { aws_vpc: {}, terraform_data: {} },
    data: { aws_region: {}, aws_vpc: {} },
    ephemeral: { aws_secretsmanager_random_password: {} },
    import: [
      { to: 'aws_kms_key.k', id: 'x' },
      { to: '${module.m.aws_sns_topic.t["a"]}', id: 'y' },
    ],
    removed: [{ from: 'aws_s3_bucket.b', lifecycle: { destroy: false } }],
    moved: { from: 'aws_alb.a', to: 'aws_lb.a' },
  };
  expect(typesIn(stack)).toEqual([
    'data:aws_region',
    'data:aws_vpc',
    'resource:aws_alb',
    'resource:aws_kms_key',
    'resource:aws_lb',
    'resource:aws_s3_bucket',
    'resource:aws_sns_topic',
    'resource:aws_vpc',
  ]);
});

test.each([[undefined], [null], [{}], [{ resource: [] }], ['text']])('finds nothing in %p', (stack) => {
  expect(typesIn(stack)).toEqual([]);
});
