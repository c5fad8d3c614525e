import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoService } from '../../../lab/regions/dynamodb/service';
import { AwsGateway, accessKeyOf, SECRET, secretOf } from '../../../lab/regions/gateway';
import { Links } from '../../../lab/regions/links';
import { Buckets } from '../../../lab/regions/s3/objects';
import { S3Service } from '../../../lab/regions/s3/service';

const REGIONS = ['us-east-1', 'us-east-2', 'eu-west-1'];
const SET = ['us-east-1', 'us-east-2', 'us-west-2'];
const table = (name: string) => ({
  TableName: name,
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
});

let links: Links;
let service: DynamoService;
let gateway: AwsGateway;
let endpoint: string;
const clients: DynamoDBClient[] = [];

beforeEach(async () => {
  links = new Links({ leastMs: 1, mostMs: 3 });
  service = new DynamoService({
    regions: REGIONS,
    links,
    plain: [table('fence')],
    replicated: [table('content')],
    strong: { regions: SET, tables: [table('control')] },
    delay: { leastMs: 5, mostMs: 40 },
    transactionsOnly: ['content'],
  });
  await service.start();
  gateway = new AwsGateway({
    regions: [...new Set([...REGIONS, ...SET])],
    links,
    dynamodb: service,
    s3: new S3Service(new Buckets(), secretOf),
    functionsIn: () => undefined,
  });
  endpoint = await gateway.start();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await gateway.close();
  service.close();
});

/** A client in one Region, for the endpoint of another or its own. One that is to get no answer is not patient. */
function client(from: string, to = from, requestTimeout = 20_000): DynamoDBClient {
  const made = new DynamoDBClient({
    endpoint,
    region: to,
    credentials: { accessKeyId: accessKeyOf(from), secretAccessKey: SECRET },
    maxAttempts: 1,
    requestHandler: { requestTimeout, throwOnRequestTimeout: true },
  });
  clients.push(made);
  return made;
}

const key = (pk: string, sk = 'a') => ({ pk: { S: pk }, sk: { S: sk } });
const put = (pk: string, value: string, more: Partial<PutItemCommand['input']> = {}) =>
  new PutItemCommand({ TableName: 'fence', Item: { ...key(pk), v: { S: value } }, ...more });
const transaction = (items: TransactWriteItemsCommandInput['TransactItems'], token?: string) =>
  new TransactWriteItemsCommand({ TransactItems: items, ...(token !== undefined && { ClientRequestToken: token }) });
const contentPut = (pk: string, value = 'x') => ({
  Put: {
    TableName: 'content',
    Item: { ...key(pk), v: { S: value } },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});
const fenceOpen = (epoch: number) => ({
  ConditionCheck: {
    TableName: 'fence',
    Key: key('FENCE'),
    ConditionExpression: 'epoch = :e AND #o = :true',
    ExpressionAttributeNames: { '#o': 'open' },
    ExpressionAttributeValues: { ':e': { N: String(epoch) }, ':true': { BOOL: true } },
  },
});
const setFence = (epoch: number, open: boolean) =>
  new UpdateItemCommand({
    TableName: 'fence',
    Key: key('FENCE'),
    UpdateExpression: 'SET epoch = :e, #o = :o',
    ConditionExpression: 'attribute_not_exists(epoch) OR epoch < :e',
    ExpressionAttributeNames: { '#o': 'open' },
    ExpressionAttributeValues: { ':e': { N: String(epoch) }, ':o': { BOOL: open } },
  });
const stored = async (region: string, pk: string, name = 'content') =>
  (await client(region).send(new GetItemCommand({ TableName: name, Key: key(pk), ConsistentRead: true }))).Item;
const settled = async (): Promise<void> => {
  while (service.replication.pending > 0) await new Promise((resolve) => setTimeout(resolve, 5));
};
const reasons = async (sent: Promise<unknown>): Promise<(string | undefined)[]> => {
  const error = await sent.catch((thrown: unknown) => thrown);
  if (!(error instanceof TransactionCanceledException)) throw error;
  return (error.CancellationReasons ?? []).map(({ Code }) => Code);
};

describe('one Region', () => {
  test('plain requests are dynalite’s: conditions, the item beside a failed one, queries', async () => {
    const own = client('us-east-1');
    await own.send(put('p', 'one'));
    const again = own.send(
      put('p', 'two', {
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    const error = await again.catch((thrown: unknown) => thrown);
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    expect(error.Item).toEqual({ ...key('p'), v: { S: 'one' } });
    const found = await own.send(
      new QueryCommand({
        TableName: 'fence',
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'p' } },
      }),
    );
    expect(found.Items).toEqual([{ ...key('p'), v: { S: 'one' } }]);
  });

  test('a transaction is done where its check holds, and changes nothing where it does not', async () => {
    const own = client('us-east-1');
    await own.send(setFence(4, true));
    await own.send(transaction([fenceOpen(4), contentPut('a')]));
    expect(await stored('us-east-1', 'a')).toEqual({ ...key('a'), v: { S: 'x' } });
    await own.send(setFence(5, false));
    expect(await reasons(own.send(transaction([fenceOpen(4), contentPut('b')])))).toEqual([
      'ConditionalCheckFailed',
      'None',
    ]);
    expect(await reasons(own.send(transaction([contentPut('a'), contentPut('c')])))).toEqual([
      'ConditionalCheckFailed',
      'None',
    ]);
    expect(await stored('us-east-1', 'b')).toBeUndefined();
    expect(await stored('us-east-1', 'c')).toBeUndefined();
  });

  test('a transaction that fails while it is applied is taken back', async () => {
    const own = client('us-east-1');
    await own.send(transaction([contentPut('text', 'no number')]));
    const add = {
      Update: {
        TableName: 'content',
        Key: key('text'),
        UpdateExpression: 'ADD v :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      },
    };
    expect(await reasons(own.send(transaction([contentPut('new'), add])))).toEqual(['None', 'ValidationError']);
    expect(await stored('us-east-1', 'new')).toBeUndefined();
    expect(await stored('us-east-1', 'text')).toMatchObject({ v: { S: 'no number' } });
  });

  test('two transactions on one item at a time: one is cancelled; without a common item both pass', async () => {
    const own = client('us-east-1');
    await own.send(setFence(1, true));
    const all = await Promise.allSettled(
      [1, 2, 3, 4].map((n) => own.send(transaction([fenceOpen(1), contentPut(`t${n}`)]))),
    );
    const failed = all.filter((each) => each.status === 'rejected');
    expect(failed.length).toBeGreaterThan(0);
    for (const { reason } of failed) expect(reason.CancellationReasons[0].Code).toBe('TransactionConflict');
    await Promise.all([5, 6, 7].map((n) => own.send(transaction([contentPut(`t${n}`)]))));
  });

  test('a client token makes a repeat harmless, and refuses another request', async () => {
    const own = client('us-east-1');
    await own.send(transaction([contentPut('once')], 'token-1'));
    await own.send(transaction([contentPut('once')], 'token-1'));
    await expect(own.send(transaction([contentPut('other')], 'token-1'))).rejects.toThrow(
      expect.objectContaining({ name: 'IdempotentParameterMismatchException' }),
    );
    // One that was cancelled has done nothing, so it may be tried again.
    await own.send(setFence(1, false));
    await reasons(own.send(transaction([fenceOpen(2), contentPut('late')], 'token-2')));
    await own.send(setFence(2, true));
    await own.send(transaction([fenceOpen(2), contentPut('late')], 'token-2'));
    expect(await stored('us-east-1', 'late')).toBeDefined();
  });

  test('wrong transactions are refused: an item twice, nothing, a check without a condition', async () => {
    const own = client('us-east-1');
    const wrong = [
      [contentPut('a'), contentPut('a')],
      [],
      [{ ConditionCheck: { TableName: 'content', Key: key('a'), ConditionExpression: '' } }],
      [{ ...contentPut('a'), ...fenceOpen(1) }],
    ];
    for (const items of wrong)
      await expect(own.send(transaction(items))).rejects.toThrow(
        expect.objectContaining({ name: 'ValidationException' }),
      );
  });

  test('a transaction reads several items at once', async () => {
    const own = client('us-east-1');
    await own.send(transaction([contentPut('a'), contentPut('b')]));
    const read = await own.send(
      new TransactGetItemsCommand({
        TransactItems: ['a', 'b', 'c'].map((pk) => ({ Get: { TableName: 'content', Key: key(pk) } })),
      }),
    );
    expect(read.Responses?.map(({ Item }) => Item?.pk?.S)).toEqual(['a', 'b', undefined]);
  });

  test('a plain write to a table that takes transactions only is denied, as its role has it', async () => {
    await expect(client('us-east-1').send(put('p', 'v', { TableName: 'content' }))).rejects.toThrow(
      expect.objectContaining({ name: 'AccessDeniedException' }),
    );
    expect(await stored('us-east-1', 'p')).toBeUndefined();
  });

  test('its own table is nobody else’s', async () => {
    await client('us-east-1').send(put('p', 'v'));
    await settled();
    expect(await stored('eu-west-1', 'p', 'fence')).toBeUndefined();
  });
});

describe('replication', () => {
  test('a write reaches the other Regions by itself, and only over links that are open', async () => {
    links.isolate('us-east-1', REGIONS);
    await client('us-east-1').send(transaction([contentPut('a')]));
    expect(service.replication.pending).toBe(2);
    for (const region of ['us-east-2', 'eu-west-1']) expect(await stored(region, 'a')).toBeUndefined();
    links.heal();
    await settled();
    for (const region of REGIONS) expect(await stored(region, 'a')).toBeDefined();
  });

  test('the last writer wins everywhere, in whatever order writes arrive', async () => {
    const values = Array.from({ length: 12 }, (_, n) => ({ region: REGIONS[n % 3] ?? '', value: String(n) }));
    for (const { region, value } of values)
      await client(region).send(
        transaction([{ Put: { TableName: 'content', Item: { ...key('same'), v: { S: value } } } }]),
      );
    await settled();
    const all = await Promise.all(REGIONS.map((region) => stored(region, 'same')));
    for (const item of all) expect(item).toEqual({ ...key('same'), v: { S: '11' } });
  });

  test('what a dead Region had not sent yet arrives once it is back', async () => {
    // Cut first, so that it dies with the write still on its hands, however slow this machine is.
    links.isolate('us-east-1', REGIONS);
    await client('us-east-1').send(transaction([contentPut('late')]));
    links.kill('us-east-1');
    links.heal();
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await stored('eu-west-1', 'late')).toBeUndefined();
    links.revive('us-east-1');
    await settled();
    expect(await stored('eu-west-1', 'late')).toBeDefined();
  });
});

describe('the strongly consistent table', () => {
  const write = (epoch: number, expected: number) =>
    new UpdateItemCommand({
      TableName: 'control',
      Key: key('APP#a'),
      UpdateExpression: 'SET epoch = :e',
      ConditionExpression: expected === 0 ? 'attribute_not_exists(epoch)' : 'epoch = :x',
      ExpressionAttributeValues: {
        ':e': { N: String(epoch) },
        ...(expected > 0 && { ':x': { N: String(expected) } }),
      },
    });
  const read = async (from: string, to: string) =>
    (await client(from, to).send(new GetItemCommand({ TableName: 'control', Key: key('APP#a'), ConsistentRead: true })))
      .Item?.epoch?.N;

  test('a write through one endpoint is seen through the others at once; of two, one wins', async () => {
    await client('eu-west-1', 'us-east-1').send(write(1, 0));
    expect(await read('eu-west-1', 'us-west-2')).toBe('1');
    const both = await Promise.allSettled([
      client('us-east-1', 'us-east-1').send(write(2, 1)),
      client('us-east-2', 'us-east-2').send(write(2, 1)),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('two of three Regions suffice, one does not; a Region outside the set has no endpoint', async () => {
    await client('eu-west-1', 'us-east-1').send(write(1, 0));
    links.kill('us-east-1');
    expect(await read('eu-west-1', 'us-east-2')).toBe('1');
    links.kill('us-west-2');
    await expect(read('eu-west-1', 'us-east-2')).rejects.toThrow(
      expect.objectContaining({ name: 'InternalServerError' }),
    );
    await expect(read('eu-west-1', 'eu-west-1')).rejects.toThrow(
      expect.objectContaining({ name: 'ResourceNotFoundException' }),
    );
  });

  test('a Region that is cut from the other two serves nothing, though its client reaches it', async () => {
    await client('us-east-1').send(write(1, 0));
    links.isolate('us-east-1', SET);
    await expect(read('us-east-1', 'us-east-1')).rejects.toThrow(
      expect.objectContaining({ name: 'InternalServerError' }),
    );
    expect(await read('us-east-2', 'us-west-2')).toBe('1');
  });

  test('takes no transactions', async () => {
    const item = { Put: { TableName: 'control', Item: key('APP#a') } };
    await expect(client('us-east-1').send(transaction([item]))).rejects.toThrow(/not supported/);
  });
});

describe('the network between', () => {
  test('a dead Region, and a cut, answer nothing: only the own timeout ends it', async () => {
    links.kill('eu-west-1');
    links.cut('us-east-1', 'us-east-2');
    for (const to of ['eu-west-1', 'us-east-2'])
      await expect(client('us-east-1', to, 150).send(put('p', 'v'))).rejects.toThrow(
        expect.objectContaining({ name: 'TimeoutError' }),
      );
  });

  test('a cut of one way only: the request arrives, the answer does not', async () => {
    links.cut('us-east-1', 'us-east-2');
    await expect(client('us-east-2', 'us-east-1', 1_000).send(put('p', 'v'))).rejects.toThrow(
      expect.objectContaining({ name: 'TimeoutError' }),
    );
    expect(await stored('us-east-1', 'p', 'fence')).toBeDefined();
  });

  test.each([
    ['refuse', 'InternalServerError', false],
    ['throttle', 'ThrottlingException', false],
    ['lose-request', 'TimeoutError', false],
    ['lose-answer', 'TimeoutError', true],
  ] as const)('a fault of the kind %s is a %s; it befalls as often as it says', async (kind, name, done) => {
    gateway.faults.add({ region: 'us-east-1', service: 'dynamodb', operation: 'PutItem', kind, times: 1 });
    const impatient = client('us-east-1', 'us-east-1', 1_000);
    await client('eu-west-1').send(put('p', 'elsewhere'));
    await expect(impatient.send(put('p', 'v'))).rejects.toThrow(expect.objectContaining({ name }));
    expect((await stored('us-east-1', 'p', 'fence')) !== undefined).toBe(done);
    await impatient.send(put('p', 'again'));
  });

  test('a request that is late arrives all the same', async () => {
    gateway.faults.add({ operation: 'PutItem', kind: 'late', ms: 60, times: 1 });
    await expect(client('us-east-1', 'us-east-1', 30).send(put('p', 'v'))).rejects.toThrow(
      expect.objectContaining({ name: 'TimeoutError' }),
    );
    for (let tried = 0; tried < 100 && (await stored('us-east-1', 'p', 'fence')) === undefined; tried += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await stored('us-east-1', 'p', 'fence')).toBeDefined();
  });

  test('each call is counted with where it came from and went to', async () => {
    gateway.takeCalls();
    await client('us-east-1', 'eu-west-1').send(put('p', 'v'));
    expect(gateway.takeCalls()).toEqual([
      { from: 'us-east-1', to: 'eu-west-1', service: 'dynamodb', operation: 'PutItem' },
    ]);
  });
});
