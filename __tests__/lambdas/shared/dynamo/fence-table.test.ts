import { DynamoFenceTable } from '../../../../lambdas/shared/dynamo/fence-table';
import { IN_EUROPE, ORDERS } from '../records';
import { type Answer, ending, recordedClient } from './recorded';

const setUp = (...answers: Answer[]) => {
  const { client, sent } = recordedClient(answers);
  return { table: new DynamoFenceTable({ table: 'orders-prod-fence', client }), sent };
};

test('moves a shard on with one conditional update', async () => {
  const { table, sent } = setUp();
  await table.setShard(ORDERS, 7, { epoch: 5, open: false });
  expect(sent).toEqual([
    {
      action: 'UpdateItem',
      body: {
        TableName: 'orders-prod-fence',
        Key: { pk: { S: 'APP#orders' }, sk: { S: 'FENCE#07' } },
        UpdateExpression: 'SET #epoch = :epoch, #open = :open',
        ConditionExpression: 'attribute_not_exists(#epoch) OR #epoch < :epoch',
        ExpressionAttributeNames: { '#epoch': 'epoch', '#open': 'open' },
        ExpressionAttributeValues: { ':epoch': { N: '5' }, ':open': { BOOL: false } },
      },
    },
  ]);
});

test('a shard that has moved on is no error, one in a transaction is busy, one that does not answer is unclear', async () => {
  const { table } = setUp(
    { error: 'ConditionalCheckFailedException' },
    { error: 'TransactionConflictException' },
    { broken: 'ECONNRESET' },
  );
  expect(await ending(table.setShard(ORDERS, 0, { epoch: 5, open: false }))).toBe('resolved');
  expect(await ending(table.setShard(ORDERS, 0, { epoch: 5, open: false }))).toBe('Busy');
  expect(await ending(table.setShard(ORDERS, 0, { epoch: 5, open: false }))).toBe('Unclear');
});

test('of two attempts only the second is known, so it is unclear what happened', async () => {
  const { client } = recordedClient(
    [{ error: 'InternalServerError', status: 500 }, { error: 'AccessDeniedException' }],
    2,
  );
  const table = new DynamoFenceTable({ table: 'orders-prod-fence', client });
  expect(await ending(table.setShard(ORDERS, 0, { epoch: 5, open: false }))).toBe('Unclear');
});

test('keeps a lease unless a later one is stored', async () => {
  const { table, sent } = setUp({ body: {} }, { error: 'ConditionalCheckFailedException' });
  const item = { epoch: 4, untilMs: 9000, asOfMs: 3000, by: 'p', record: IN_EUROPE };
  await table.writeLease(ORDERS, item);
  expect(await ending(table.writeLease(ORDERS, item))).toBe('resolved');
  expect(sent[0]).toMatchObject({
    action: 'PutItem',
    body: {
      Item: {
        pk: { S: 'APP#orders' },
        sk: { S: 'LEASE' },
        epoch: { N: '4' },
        untilMs: { N: '9000' },
        asOfMs: { N: '3000' },
      },
      ConditionExpression: 'attribute_not_exists(pk) OR #epoch < :epoch OR (#epoch = :epoch AND #asOfMs < :asOfMs)',
    },
  });
});

test.each([
  ['the lease', (table: DynamoFenceTable) => table.readLease(ORDERS), 'LEASE'],
  ['a shard', (table: DynamoFenceTable) => table.readShard(ORDERS, 3), 'FENCE#03'],
  ['who asked', (table: DynamoFenceTable) => table.readPerson(ORDERS, 7, 'tid'), 'HIST#0000000007#tid'],
])('reads %s strongly', async (_what, read, sk) => {
  const { table, sent } = setUp({ body: {} });
  expect(await read(table)).toBeUndefined();
  expect(sent).toEqual([
    {
      action: 'GetItem',
      body: { TableName: 'orders-prod-fence', Key: { pk: { S: 'APP#orders' }, sk: { S: sk } }, ConsistentRead: true },
    },
  ]);
});
