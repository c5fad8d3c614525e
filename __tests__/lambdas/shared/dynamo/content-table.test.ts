import { createServer } from 'node:http';
import { tableClient } from '../../../../lambdas/shared/aws';
import { ContentTable } from '../../../../lambdas/shared/dynamo/content-table';
import type { FencedTransaction, WriteOperation } from '../../../../lambdas/shared/ports';
import { ORDERS } from '../records';
import { type Answer, ending, recordedClient } from './recorded';

const KEY = { pk: 'PHOTO#1', sk: 'META' };
const PUT: WriteOperation = { kind: 'put', item: { ...KEY, text: 'hello' }, condition: { exists: false } };
const transaction = (
  operations: readonly WriteOperation[] = [PUT],
  rest: Partial<FencedTransaction> = {},
): FencedTransaction => ({
  fence: { scope: ORDERS, shard: 3, epoch: 4 },
  operations,
  token: 'token-1',
  mayBeSent: () => true,
  limitMs: 1000,
  ...rest,
});
const setUp = (answers: readonly Answer[] = [], maxAttempts = 1) => {
  const { client, sent } = recordedClient(answers, maxAttempts);
  return { table: new ContentTable({ table: 'orders-prod-content', fenceTable: 'orders-prod-fence', client }), sent };
};
const cancelled = (...codes: string[]): Answer => ({
  error: 'TransactionCanceledException',
  rest: { CancellationReasons: codes.map((Code) => ({ Code })) },
});

test('checks the fence in the same transaction as it writes', async () => {
  const { table, sent } = setUp();
  await table.transact(transaction());
  expect(sent).toEqual([
    {
      action: 'TransactWriteItems',
      body: {
        ClientRequestToken: 'token-1',
        TransactItems: [
          {
            ConditionCheck: {
              TableName: 'orders-prod-fence',
              Key: { pk: { S: 'APP#orders' }, sk: { S: 'FENCE#03' } },
              ConditionExpression: '#epoch = :epoch AND #open = :open',
              ExpressionAttributeNames: { '#epoch': 'epoch', '#open': 'open' },
              ExpressionAttributeValues: { ':epoch': { N: '4' }, ':open': { BOOL: true } },
            },
          },
          {
            Put: {
              TableName: 'orders-prod-content',
              Item: { pk: { S: 'PHOTO#1' }, sk: { S: 'META' }, text: { S: 'hello' } },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ],
      },
    },
  ]);
});

test('names no attribute by its own name, as that may be a reserved word', async () => {
  const { table, sent } = setUp();
  await table.transact(
    transaction([
      {
        kind: 'update',
        key: KEY,
        set: { status: 'ready', rev: 2 },
        remove: ['expiresAt'],
        condition: { exists: true, equals: { status: 'pending' } },
      },
    ]),
  );
  const [, item] = Object.values(sent[0]?.body.TransactItems ?? []);
  expect(item).toEqual({
    Update: {
      TableName: 'orders-prod-content',
      Key: { pk: { S: 'PHOTO#1' }, sk: { S: 'META' } },
      UpdateExpression: 'SET #n1 = :v2, #n3 = :v4 REMOVE #n5',
      ConditionExpression: 'attribute_exists(pk) AND #n6 = :v7',
      ExpressionAttributeNames: { '#n1': 'status', '#n3': 'rev', '#n5': 'expiresAt', '#n6': 'status' },
      ExpressionAttributeValues: { ':v2': { S: 'ready' }, ':v4': { N: '2' }, ':v7': { S: 'pending' } },
    },
  });
});

describe('what a failure means', () => {
  test.each<[string, Answer]>([
    ['FenceClosed', cancelled('ConditionalCheckFailed', 'None')],
    ['FenceClosed', cancelled('ConditionalCheckFailed', 'ConditionalCheckFailed')],
    ['ConditionFailed', cancelled('None', 'ConditionalCheckFailed')],
    ['TransactionConflict', cancelled('TransactionConflict', 'None')],
    ['TransactionConflict', cancelled('None', 'TransactionConflict')],
    ['Busy', cancelled('None', 'ThrottlingError')],
    ['Unavailable', cancelled('None', 'ValidationError')],
    ['Unclear', { error: 'TransactionCanceledException' }],
    ['Unclear', { error: 'TransactionInProgressException' }],
    ['Unclear', { broken: 'ECONNRESET' }],
    ['Unclear', { error: 'InternalServerError', status: 500 }],
    ['Unavailable', { broken: 'ECONNREFUSED' }],
    ['Unavailable', { error: 'AccessDeniedException' }],
    ['Busy', { error: 'ProvisionedThroughputExceededException' }],
  ])('%s, case %#', async (name, answer) =>
    expect(await ending(setUp([answer]).table.transact(transaction()))).toBe(name),
  );

  test('names the operation whose condition failed, not counting the fence', () =>
    expect(
      setUp([cancelled('None', 'None', 'ConditionalCheckFailed')]).table.transact(transaction([PUT, PUT])),
    ).rejects.toMatchObject({
      index: 1,
    }));

  test('after an attempt without an answer, a conflict is no proof that nothing was written', async () => {
    const { table, sent } = setUp(
      [{ error: 'InternalServerError', status: 500 }, cancelled('TransactionConflict', 'None')],
      2,
    );
    expect(await ending(table.transact(transaction()))).toBe('Unclear');
    expect(sent.map(({ body }) => body.ClientRequestToken)).toEqual(['token-1', 'token-1']);
  });
});

describe('the lease is looked at before every attempt', () => {
  test('and stops the first', async () => {
    const { table, sent } = setUp();
    expect(await ending(table.transact(transaction([PUT], { mayBeSent: () => false })))).toBe('LeaseSpent');
    expect(sent).toEqual([]);
  });

  test('and stops the second, which leaves the first unclear', async () => {
    const { table, sent } = setUp([{ error: 'InternalServerError', status: 500 }], 3);
    let asked = 0;
    const mayBeSent = () => {
      asked += 1;
      return asked === 1;
    };
    expect(await ending(table.transact(transaction([PUT], { mayBeSent })))).toBe('Unclear');
    expect(sent).toHaveLength(1);
    expect(asked).toBe(2);
  });
});

test('gives up in time when nobody answers', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB_eu_west_1: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
  });
  const client = tableClient('eu-west-1', 'data');
  try {
    const table = new ContentTable({ table: 't', fenceTable: 'f', client });
    const startedMs = performance.now();
    expect(await ending(table.transact(transaction([PUT], { limitMs: 300 })))).toBe('Unclear');
    expect(performance.now() - startedMs).toBeLessThan(390);
    // Both attempts of a read end by their own timeout, which without `throwOnRequestTimeout` would only be a warning.
    const readMs = performance.now();
    expect(await ending(table.get(KEY))).toBe('Unavailable');
    expect(performance.now() - readMs).toBeLessThan(1500);
  } finally {
    process.env = before;
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
});

test('asks for pages', async () => {
  const next = { pk: { S: 'a' }, sk: { S: 'b' } };
  const { table, sent } = setUp([
    { body: { Items: [{ pk: { S: 'a' }, sk: { S: 'b' }, n: { N: '1' } }], LastEvaluatedKey: next } },
  ]);
  const index = { name: 'feed', partition: 'feedPk', sort: 'feedSk' };
  expect(
    await table.query({ index, partition: 'FEED#1', prefix: 'x', limit: 1, order: 'descending', after: { pk: 'z' } }),
  ).toEqual({
    items: [{ pk: 'a', sk: 'b', n: 1 }],
    next: { pk: 'a', sk: 'b' },
  });
  expect(sent).toEqual([
    {
      action: 'Query',
      body: {
        TableName: 'orders-prod-content',
        IndexName: 'feed',
        KeyConditionExpression: '#partition = :partition AND begins_with(#sort, :sort)',
        ExpressionAttributeNames: { '#partition': 'feedPk', '#sort': 'feedSk' },
        ExpressionAttributeValues: { ':partition': { S: 'FEED#1' }, ':sort': { S: 'x' } },
        ScanIndexForward: false,
        Limit: 1,
        ExclusiveStartKey: { pk: { S: 'z' } },
      },
    },
  ]);
});
