import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyAsOwn } from '../../../lab/provider/aws/copies';
import { World } from '../../../lab/provider/world';

const dir = mkdtempSync(path.join(tmpdir(), 'copies-'));
const world = new World(dir);
afterAll(() => {
  world.close();
  rmSync(dir, { recursive: true });
});

world.put('aws_dynamodb_table', 'us-east-1', {
  id: 'orders',
  name: 'orders',
  region: 'us-east-1',
  arn: 'arn:aws:dynamodb:us-east-1:111122223333:table/orders',
  server_side_encryption: [{ enabled: true, kms_key_arn: 'key in us-east-1' }],
  replica: [
    { region_name: 'eu-west-1', kms_key_arn: 'key in eu-west-1', arn: 'arn in eu-west-1' },
    { region_name: 'sa-east-1', kms_key_arn: 'key in sa-east-1', arn: 'arn in sa-east-1' },
  ],
});
world.put('aws_secretsmanager_secret', 'us-east-1', {
  id: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-abc123',
  arn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-abc123',
  name: 'orders',
  region: 'us-east-1',
  replica: [{ region: 'eu-west-1' }],
});

test('a replica of a table is the table, and the first Region one of its replicas', () =>
  expect(copyAsOwn(world, 'aws_dynamodb_table', 'eu-west-1', 'orders')).toMatchObject({
    region: 'eu-west-1',
    state: {
      region: 'eu-west-1',
      arn: 'arn in eu-west-1',
      server_side_encryption: [{ kms_key_arn: 'key in eu-west-1' }],
      replica: [{ region_name: 'us-east-1', kms_key_arn: 'key in us-east-1' }, { region_name: 'sa-east-1' }],
    },
  }));

test('the copy of a secret is a secret, by the ARN of its Region', () =>
  expect(
    copyAsOwn(
      world,
      'aws_secretsmanager_secret',
      'eu-west-1',
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-abc123',
    ),
  ).toMatchObject({ region: 'eu-west-1', state: { region: 'eu-west-1', name: 'orders', replica: [] } }));

test.each([
  ['aws_dynamodb_table', 'ap-south-1', 'orders'],
  ['aws_dynamodb_table', 'eu-west-1', 'another'],
  ['aws_secretsmanager_secret', 'ap-south-1', 'orders'],
  ['aws_s3_bucket', 'eu-west-1', 'orders'],
])('there is no copy of %s in %s called %s', (type, region, id) =>
  expect(copyAsOwn(world, type, region, id)).toBeUndefined(),
);
