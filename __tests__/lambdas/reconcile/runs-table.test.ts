import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import type { ReconcileRun } from '../../../lambdas/reconcile/run';
import { RunsTable } from '../../../lambdas/reconcile/runs-table';
import { tableClient } from '../../../lambdas/shared/aws';
import { ConditionFailed, Unavailable } from '../../../lambdas/shared/failures';

const SCOPE = { app: 'orders' };
const RUN: ReconcileRun = {
  id: 'r1',
  state: 'running',
  request: { objects: true, epochs: [1, 2] },
  startedMs: 1,
  updatedMs: 2,
  revision: 0,
  plan: [{ epoch: 1, wr: 'us-east-1', sinceMs: 7 }],
  epochs: [
    {
      epoch: 1,
      wr: 'us-east-1',
      with: 'eu-west-1',
      compared: 3,
      onlyHere: { count: 1, first: ['a b'] },
      onlyThere: { count: 0, first: [] },
      conflicts: { count: 0, first: [] },
    },
  ],
  objects: {
    compared: 1,
    count: 1,
    missing: [{ key: 'photos/1', region: 'eu-west-1', why: 'absent' }],
    orphans: { count: 1, first: ['photos/2'] },
    listedTo: 'photos/2',
  },
  unreachable: [],
};

let server: Server;
beforeAll(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' });
  server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await tableClient('eu-west-1', 'data').send(
    new CreateTableCommand({
      TableName: 'fence',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
});
afterAll(async () => {
  tableClient('eu-west-1', 'data').destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const table = () => new RunsTable({ table: 'fence', client: tableClient('eu-west-1', 'data') });

test('a run comes back as it was kept, and only the next revision replaces it', async () => {
  expect(await table().read(SCOPE)).toBeUndefined();
  await table().write(SCOPE, RUN);
  expect(await table().read(SCOPE)).toEqual(RUN);
  await expect(table().write(SCOPE, RUN)).rejects.toBeInstanceOf(ConditionFailed);
  await table().write(SCOPE, { ...RUN, revision: 1, state: 'failed', error: 'why' });
  await expect(table().write(SCOPE, { ...RUN, revision: 1 })).rejects.toBeInstanceOf(ConditionFailed);
  expect(await table().read(SCOPE)).toMatchObject({ revision: 1, state: 'failed', error: 'why' });
  expect(await table().read({ app: 'orders', zone: 'eu' })).toBeUndefined();
});

test('an item that is no run is said so, and not believed', async () => {
  const Item = { pk: 'APP#old', sk: 'RECONCILE', state: 'done' };
  await tableClient('eu-west-1', 'data').send(new PutCommand({ TableName: 'fence', Item }));
  await expect(table().read({ app: 'old' })).rejects.toThrow(
    new Unavailable('fence APP#old RECONCILE is not a run of this version. Delete the item.'),
  );
});
