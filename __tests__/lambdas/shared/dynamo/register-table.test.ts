import { RegisterTable } from '../../../../lambdas/shared/dynamo/register-table';
import { IN_EUROPE, ORDERS } from '../records';
import { type Answer, ending, recordedClient } from './recorded';

const setUp = (...answers: Answer[]) => {
  const { client, sent } = recordedClient(answers);
  return { table: new RegisterTable({ table: 'orders-prod-control', clientIn: () => client }), sent };
};
const S = (text: string) => ({ S: text });
const N = (number: number) => ({ N: String(number) });
const STATE = {
  pk: S('APP#orders'),
  sk: S('STATE'),
  epoch: N(4),
  state: S('failover'),
  writers: { L: [S('eu-west-1')] },
  serving: S('eu-west-1'),
  primary: S('us-east-1'),
  drain: { L: [] },
  tid: S('tid-4'),
  at: N(1_700_000_000_000),
  by: S('us-east-1'),
  change: {
    M: {
      from: { M: { epoch: N(3), state: S('fenced'), writers: { L: [] } } },
      confirmed: { L: [] },
      waitedMs: N(0),
      tookMs: N(0),
    },
  },
};

test('reads strongly', async () => {
  const { table, sent } = setUp({ body: { Item: STATE } });
  expect(await table.read('eu-west-1', ORDERS)).toEqual(IN_EUROPE);
  expect(sent).toEqual([
    {
      action: 'GetItem',
      body: { TableName: 'orders-prod-control', Key: { pk: S('APP#orders'), sk: S('STATE') }, ConsistentRead: true },
    },
  ]);
});

test('changes the record with one conditional update', async () => {
  const { table, sent } = setUp();
  await table.write('eu-west-1', { app: 'orders', zone: 'eu' }, 3, IN_EUROPE);
  expect(sent).toEqual([
    {
      action: 'UpdateItem',
      body: {
        TableName: 'orders-prod-control',
        Key: { pk: S('APP#orders@eu'), sk: S('STATE') },
        UpdateExpression:
          'SET #epoch = :epoch, #state = :state, #writers = :writers, #serving = :serving, #primary = :primary, #drain = :drain, #tid = :tid, #at = :at, #by = :by, #change = :change',
        ConditionExpression: '#epoch = :expected',
        ExpressionAttributeNames: expect.objectContaining({ '#epoch': 'epoch', '#state': 'state', '#at': 'at' }),
        ExpressionAttributeValues: expect.objectContaining({
          ':expected': N(3),
          ':epoch': N(4),
          ':change': STATE.change,
        }),
      },
    },
  ]);
});

test('the first change expects that there is no record', async () => {
  const { table, sent } = setUp();
  await table.write('eu-west-1', ORDERS, 0, { ...IN_EUROPE, epoch: 1 });
  expect(sent[0]?.body).toMatchObject({ ConditionExpression: 'attribute_not_exists(#epoch)' });
  expect(sent[0]?.body.ExpressionAttributeValues).not.toHaveProperty([':expected']);
});

test('asks for history newest first, with keys that sort as epochs do', async () => {
  const { table, sent } = setUp({ body: { Items: [] } });
  await table.history('eu-west-1', ORDERS, { limit: 5, beforeEpoch: 42 });
  expect(sent[0]).toMatchObject({
    action: 'Query',
    body: {
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: 5,
      ExpressionAttributeValues: { ':pk': S('APP#orders'), ':first': S('HIST#'), ':last': S('HIST#0000000041') },
    },
  });
});

describe('what a failure means', () => {
  test.each<[string, Answer]>([
    ['ConditionFailed', { error: 'ConditionalCheckFailedException' }],
    ['Busy', { error: 'ReplicatedWriteConflictException' }],
    ['Busy', { error: 'ThrottlingException' }],
    ['Unavailable', { error: 'AccessDeniedException' }],
    ['Unavailable', { error: 'ResourceNotFoundException' }],
    ['Unavailable', { broken: 'ECONNREFUSED' }],
    ['Unclear', { broken: 'ECONNRESET' }],
    ['Unclear', { error: 'InternalServerError', status: 500 }],
  ])('of a change: %s, case %#', async (name, answer) => {
    const { table } = setUp(answer);
    expect(await ending(table.write('eu-west-1', ORDERS, 3, IN_EUROPE))).toBe(name);
  });

  test.each<[string, Answer]>([
    ['Busy', { error: 'ThrottlingException' }],
    ['Unavailable', { error: 'AccessDeniedException' }],
    ['Unavailable', { broken: 'ECONNRESET' }],
    ['Unavailable', { error: 'InternalServerError', status: 500 }],
  ])('of a read: %s, case %#', async (name, answer) => {
    const { table } = setUp(answer);
    expect(await ending(table.read('eu-west-1', ORDERS))).toBe(name);
  });
});

test('an epoch whose history is there already is no error', async () => {
  const { table } = setUp({ error: 'ConditionalCheckFailedException' });
  const { epoch, tid, at, by, change } = IN_EUROPE;
  const entry = {
    ...change,
    epoch,
    tid,
    at,
    by,
    to: { state: 'failover', writers: [], serving: 'a', primary: 'a' },
  } as const;
  expect(await ending(table.putHistory('eu-west-1', ORDERS, entry))).toBe('resolved');
});

test('reads the id of a deployment that somebody made before', async () => {
  const { table, sent } = setUp({ error: 'ConditionalCheckFailedException' }, { body: { Item: { uuid: S('first') } } });
  expect(await table.deployment('eu-west-1', ORDERS, 'mine')).toBe('first');
  expect(sent.map(({ action }) => action)).toEqual(['PutItem', 'GetItem']);
});

test.each([
  [
    'epoch',
    { epoch: S('4') },
    'orders-prod-control APP#orders STATE.epoch: found "4", expected a number. Restore the item.',
  ],
  [
    'state',
    { state: S('new-state') },
    'orders-prod-control APP#orders STATE.state: found "new-state", expected "active", "fenced", "failover". Restore the item.',
  ],
  [
    'writers',
    { writers: S('eu-west-1') },
    'orders-prod-control APP#orders STATE.writers: found "eu-west-1", expected a list of strings. Restore the item.',
  ],
  [
    'drain',
    { drain: { L: [S('x')] } },
    'orders-prod-control APP#orders STATE.drain[0]: found "x", expected a map. Restore the item.',
  ],
])('stops at a record whose %s somebody has changed by hand', async (_name, part, message) => {
  const { table } = setUp({ body: { Item: { ...STATE, ...part } } });
  await expect(table.read('eu-west-1', ORDERS)).rejects.toThrow(new Error(message));
});
