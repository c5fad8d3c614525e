import { FenceTable } from '../../../modules/routing/fence-table';
import { synthConstruct } from '../../synth';

const table = (released?: boolean) =>
  synthConstruct((stack, providerIn) => {
    new FenceTable(stack, 'fence', {
      provider: providerIn('eu-west-1'),
      tableName: 'orders-prod-fence',
      ...(released !== undefined && { released }),
    });
  }).only('aws_dynamodb_table');

test('is a plain table: no replica that another Region could change in between, no key that KMS could withhold', () =>
  expect(table()).toEqual({
    provider: 'aws.euw1',
    name: 'orders-prod-fence',
    billing_mode: 'PAY_PER_REQUEST',
    hash_key: 'pk',
    range_key: 'sk',
    attribute: [
      { name: 'pk', type: 'S' },
      { name: 'sk', type: 'S' },
    ],
    point_in_time_recovery: { enabled: true },
    deletion_protection_enabled: true,
    lifecycle: { prevent_destroy: true },
  }));

test('released, nothing protects it', () =>
  expect(table(true)).toMatchObject({ deletion_protection_enabled: false, lifecycle: { prevent_destroy: false } }));
