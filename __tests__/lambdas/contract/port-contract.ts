import { randomUUID } from 'node:crypto';
import type {
  ContentStore,
  FencedTransaction,
  FenceTable,
  Item,
  RegisterStore,
  WriteOperation,
} from '../../../lambdas/shared/ports';
import {
  type HistoryEntry,
  historyOf,
  initialRecord,
  type Region,
  type Scope,
  type StateRecord,
} from '../../../lambdas/shared/record';

/** What the suite runs over. `content` and `fence` are of one Region. */
export interface ContractPorts {
  readonly register: RegisterStore;
  /** Regions of the register; every one of them is asked. */
  readonly endpoints: readonly Region[];
  readonly fence: FenceTable;
  readonly content: ContentStore;
  /** The index that the table `content` of this world has: `partition` and `sort` are names of string attributes. */
  readonly index: { readonly name: string; readonly partition: string; readonly sort: string };
}

/** Never the same twice, so that worlds which remember can be used again. */
const freshScope = (): Scope => ({ app: `contract-${randomUUID()}` });

const first = initialRecord({ pattern: 'active-passive', regions: ['eu-west-1', 'us-east-1'], primary: 'us-east-1' });

/** A record with everything in it that one can hold. */
const recordOf = (epoch: number, tid = `tid-${epoch}`): StateRecord => ({
  ...first,
  epoch,
  state: 'failover',
  writers: ['eu-west-1'],
  serving: 'eu-west-1',
  drain: [{ region: 'us-east-1', sinceMs: 1_700_000_000_123 }],
  tid,
  at: 1_700_000_000_456,
  by: 'eu-west-1',
  change: {
    from: { epoch: epoch - 1, state: 'fenced', writers: [] },
    confirmed: ['us-east-1'],
    waitedMs: 6320,
    tookMs: 6500,
    actor: 'arn:aws:iam::111122223333:user/"quoted"',
    actorVerified: true,
    reason: 'line\nbreak, ünïcode',
  },
});

/** The same promises for every implementation of the ports: in memory, over an emulator, over AWS. */
export function describePorts(name: string, make: () => ContractPorts | Promise<ContractPorts>): void {
  describe(name, () => {
    let ports: ContractPorts;
    beforeAll(async () => {
      ports = await make();
    });

    const endpoint = (): Region => ports.endpoints[0] ?? 'none';
    const rejection = async (attempt: Promise<unknown>): Promise<unknown> =>
      attempt.then(
        () => 'resolved',
        (error: unknown) => (error instanceof Error ? error.name : error),
      );

    describe('register', () => {
      test('knows nothing of a scope that was never changed', async () =>
        expect(await ports.register.read(endpoint(), freshScope())).toBeUndefined());

      test('gives back what was written, at every endpoint', async () => {
        const scope = freshScope();
        await ports.register.write(endpoint(), scope, 0, recordOf(1));
        for (const asked of ports.endpoints) expect(await ports.register.read(asked, scope)).toEqual(recordOf(1));
      });

      test('replaces the whole record', async () => {
        const scope = freshScope();
        const { actor: _actor, reason: _reason, actorVerified: _verified, ...change } = recordOf(2).change;
        await ports.register.write(endpoint(), scope, 0, recordOf(1));
        await ports.register.write(endpoint(), scope, 1, { ...recordOf(2), drain: [], change });
        expect(await ports.register.read(endpoint(), scope)).toEqual({ ...recordOf(2), drain: [], change });
      });

      test.each([
        ['an old epoch', 0],
        ['a future epoch', 2],
      ])('refuses a change that expects %s, and keeps what it has', async (_what, expected) => {
        const scope = freshScope();
        await ports.register.write(endpoint(), scope, 0, recordOf(1));
        expect(await rejection(ports.register.write(endpoint(), scope, expected, recordOf(2)))).toBe('ConditionFailed');
        expect(await ports.register.read(endpoint(), scope)).toEqual(recordOf(1));
      });

      test('refuses to begin at a later epoch than the first', async () =>
        expect(await rejection(ports.register.write(endpoint(), freshScope(), 3, recordOf(4)))).toBe(
          'ConditionFailed',
        ));

      test('lets one of many proposers win, wherever they ask', async () => {
        const scope = freshScope();
        const names = ['a', 'b', 'c', 'd', 'e', 'f'];
        const answers = await Promise.all(
          names.map((tid, index) =>
            rejection(
              ports.register.write(
                ports.endpoints[index % ports.endpoints.length] ?? endpoint(),
                scope,
                0,
                recordOf(1, tid),
              ),
            ),
          ),
        );
        const winners = names.filter((_, index) => answers[index] === 'resolved');
        expect(winners).toHaveLength(1);
        expect((await ports.register.read(endpoint(), scope))?.tid).toBe(winners[0]);
      });

      test('keeps the first history item of an epoch', async () => {
        const scope = freshScope();
        await ports.register.putHistory(endpoint(), scope, historyOf(recordOf(7, 'first')));
        await ports.register.putHistory(endpoint(), scope, historyOf(recordOf(7, 'second')));
        expect(await ports.register.history(endpoint(), scope, { limit: 10 })).toEqual([
          historyOf(recordOf(7, 'first')),
        ]);
      });

      test('pages history, newest first, across a change of the number of digits', async () => {
        const scope = freshScope();
        for (const epoch of [8, 9, 10, 11])
          await ports.register.putHistory(endpoint(), scope, historyOf(recordOf(epoch)));
        const epochs = (entries: readonly HistoryEntry[]) => entries.map(({ epoch }) => epoch);
        expect(epochs(await ports.register.history(endpoint(), scope, { limit: 3 }))).toEqual([11, 10, 9]);
        expect(epochs(await ports.register.history(endpoint(), scope, { limit: 3, beforeEpoch: 9 }))).toEqual([8]);
        expect(epochs(await ports.register.history(endpoint(), scope, { limit: 3, beforeEpoch: 8 }))).toEqual([]);
      });

      test('keeps the first id of the deployment', async () => {
        const scope = freshScope();
        expect(await ports.register.deployment(endpoint(), scope, 'one')).toBe('one');
        expect(await ports.register.deployment(endpoint(), scope, 'two')).toBe('one');
      });

      test('keeps scopes and zones apart', async () => {
        const { app } = freshScope();
        await ports.register.write(endpoint(), { app, zone: 'eu' }, 0, recordOf(1));
        expect(await ports.register.read(endpoint(), { app })).toBeUndefined();
        expect(await ports.register.read(endpoint(), { app, zone: 'us' })).toBeUndefined();
      });
    });

    describe('fence', () => {
      const shard = (epoch: number, open: boolean) => ({ epoch, open });

      test('has no shard before one is set', async () =>
        expect(await ports.fence.readShard(freshScope(), 0)).toBeUndefined());

      test('only moves on: what comes late or twice changes nothing, and is no error', async () => {
        const scope = freshScope();
        await ports.fence.setShard(scope, 3, shard(2, true));
        await ports.fence.setShard(scope, 3, shard(3, false));
        await ports.fence.setShard(scope, 3, shard(2, true));
        await ports.fence.setShard(scope, 3, shard(3, true));
        expect(await ports.fence.readShard(scope, 3)).toEqual(shard(3, false));
        expect(await ports.fence.readShard(scope, 4)).toBeUndefined();
      });

      test('can be opened for epoch 0', async () => {
        const scope = freshScope();
        await ports.fence.setShard(scope, 0, shard(0, true));
        expect(await ports.fence.readShard(scope, 0)).toEqual(shard(0, true));
      });

      test('keeps the later of two leases', async () => {
        const scope = freshScope();
        const lease = (epoch: number, asOfMs: number) => ({
          epoch,
          asOfMs,
          untilMs: asOfMs + 6000,
          by: 'p',
          record: recordOf(epoch),
        });
        expect(await ports.fence.readLease(scope)).toBeUndefined();
        await ports.fence.writeLease(scope, lease(4, 2000));
        await ports.fence.writeLease(scope, lease(4, 1000));
        await ports.fence.writeLease(scope, lease(3, 9000));
        expect(await ports.fence.readLease(scope)).toEqual(lease(4, 2000));
        await ports.fence.writeLease(scope, lease(5, 1000));
        expect(await ports.fence.readLease(scope)).toEqual(lease(5, 1000));
      });

      test('keeps who asked by epoch and change', async () => {
        const scope: Scope = { ...freshScope(), zone: 'eu' };
        await ports.fence.putPerson(scope, 4, 'mine', { actor: 'somebody', actorVerified: false, reason: 'drill' });
        expect(await ports.fence.readPerson(scope, 4, 'mine')).toEqual({
          actor: 'somebody',
          actorVerified: false,
          reason: 'drill',
        });
        expect(await ports.fence.readPerson(scope, 4, 'other')).toBeUndefined();
      });
    });

    describe('content', () => {
      /** A scope whose shard 0 is open for epoch 1. */
      const openScope = async (): Promise<Scope> => {
        const scope = freshScope();
        await ports.fence.setShard(scope, 0, { epoch: 1, open: true });
        return scope;
      };
      const transaction = (
        scope: Scope,
        operations: readonly WriteOperation[],
        rest: Partial<FencedTransaction> = {},
      ): FencedTransaction => ({
        fence: { scope, shard: 0, epoch: 1 },
        operations,
        token: randomUUID(),
        mayBeSent: () => true,
        limitMs: 1000,
        ...rest,
      });
      const freshKey = (sk = 'META') => ({ pk: `PHOTO#${randomUUID()}`, sk });
      const item: Item = {
        text: 'quotes " and \n lines',
        count: 3,
        yes: true,
        none: null,
        list: ['a', 1],
        map: { inner: 'x' },
      };

      test('writes behind an open fence, and gives back what was written', async () => {
        const [scope, key] = [await openScope(), freshKey()];
        await ports.content.transact(transaction(scope, [{ kind: 'put', item: { ...key, ...item } }]));
        expect(await ports.content.get(key, { strong: true })).toEqual({ ...key, ...item });
        expect(await ports.content.get(freshKey())).toBeUndefined();
      });

      test.each([
        ['no shard', 1, 1],
        ['an epoch that has passed', 0, 0],
        ['an epoch that has not come', 0, 2],
      ])('writes nothing with %s', async (_what, shard, epoch) => {
        const [scope, key] = [await openScope(), freshKey()];
        const write = transaction(scope, [{ kind: 'put', item: { ...key, ...item } }], {
          fence: { scope, shard, epoch },
        });
        expect(await rejection(ports.content.transact(write))).toBe('FenceClosed');
        expect(await ports.content.get(key, { strong: true })).toBeUndefined();
      });

      test('writes nothing once the fence is closed, even what would fail otherwise too', async () => {
        const [scope, key] = [await openScope(), freshKey()];
        await ports.fence.setShard(scope, 0, { epoch: 2, open: false });
        for (const epoch of [1, 2]) {
          const operations: WriteOperation[] = [
            { kind: 'put', item: { ...key, ...item }, condition: { exists: true } },
          ];
          expect(
            await rejection(
              ports.content.transact(transaction(scope, operations, { fence: { scope, shard: 0, epoch } })),
            ),
          ).toBe('FenceClosed');
        }
        expect(await ports.content.get(key, { strong: true })).toBeUndefined();
      });

      test('writes all operations or none, and names the one whose condition failed', async () => {
        const [scope, one, other] = [await openScope(), freshKey(), freshKey()];
        const operations: WriteOperation[] = [
          { kind: 'put', item: { ...one, ...item } },
          { kind: 'put', item: { ...other, ...item }, condition: { exists: true } },
        ];
        await expect(ports.content.transact(transaction(scope, operations))).rejects.toMatchObject({
          name: 'ConditionFailed',
          index: 1,
        });
        expect(await ports.content.get(one, { strong: true })).toBeUndefined();
      });

      test('does not send what may not be sent any more', async () => {
        const [scope, key] = [await openScope(), freshKey()];
        const write = transaction(scope, [{ kind: 'put', item: { ...key, ...item } }], { mayBeSent: () => false });
        expect(await rejection(ports.content.transact(write))).toBe('LeaseSpent');
        expect(await ports.content.get(key, { strong: true })).toBeUndefined();
      });

      test('updates, removes, deletes and checks, each under its condition', async () => {
        const [scope, key] = [await openScope(), freshKey()];
        const send = (...operations: WriteOperation[]) =>
          rejection(ports.content.transact(transaction(scope, operations)));
        expect(
          await send({ kind: 'update', key, set: { status: 'pending', rev: 1 }, condition: { exists: false } }),
        ).toBe('resolved');
        expect(
          await send({
            kind: 'update',
            key,
            set: { status: 'ready' },
            remove: ['rev'],
            condition: { equals: { status: 'gone' } },
          }),
        ).toBe('ConditionFailed');
        expect(
          await send({
            kind: 'update',
            key,
            set: { status: 'ready' },
            remove: ['rev'],
            condition: { exists: true, equals: { status: 'pending', rev: 1 } },
          }),
        ).toBe('resolved');
        expect(await ports.content.get(key, { strong: true })).toEqual({ ...key, status: 'ready' });
        expect(await send({ kind: 'check', key, condition: { equals: { status: 'pending' } } })).toBe(
          'ConditionFailed',
        );
        expect(await send({ kind: 'check', key, condition: { equals: { status: 'ready' } } })).toBe('resolved');
        expect(await send({ kind: 'delete', key, condition: { equals: { status: 'pending' } } })).toBe(
          'ConditionFailed',
        );
        expect(await send({ kind: 'delete', key, condition: { exists: true } })).toBe('resolved');
        expect(await ports.content.get(key, { strong: true })).toBeUndefined();
      });

      describe('queries', () => {
        const { pk } = freshKey();
        const partition = randomUUID();
        const sorts = ['C#1', 'C#2', 'C#3', 'D#1'];
        const read = async (query: Omit<Parameters<ContentStore['query']>[0], 'partition' | 'limit'>, limit = 2) => {
          const found: unknown[] = [];
          let after: Item | undefined;
          do {
            const page = await ports.content.query({
              partition: pk,
              limit,
              ...query,
              ...(after !== undefined && { after }),
            });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            found.push(...page.items.map(({ sk }) => sk));
            after = page.next;
          } while (after !== undefined);
          return found;
        };

        beforeAll(async () => {
          const scope = await openScope();
          const { index } = ports;
          for (const sk of sorts)
            await ports.content.transact(
              transaction(scope, [
                { kind: 'put', item: { pk, sk, [index.partition]: partition, [index.sort]: `x${sk}` } },
              ]),
            );
        });

        test('page by page, each item once, in order', async () => expect(await read({ strong: true })).toEqual(sorts));
        test('newest first', async () => expect(await read({ order: 'descending' })).toEqual([...sorts].reverse()));
        test('by the beginning of the sort key', async () =>
          expect(await read({ prefix: 'C#' })).toEqual(['C#1', 'C#2', 'C#3']));
        test('from a sort key on', async () => expect(await read({ from: 'C#3' })).toEqual(['C#3', 'D#1']));
        test('of a partition that is not there', async () => expect(await read({ prefix: 'X' })).toEqual([]));
        test('over an index', async () => {
          const { index } = ports;
          const page = await ports.content.query({ index, partition, prefix: 'xC#', limit: 2 });
          expect(page.items.map(({ sk }) => sk)).toEqual(['C#1', 'C#2']);
          const rest = await ports.content.query({
            index,
            partition,
            prefix: 'xC#',
            limit: 5,
            ...(page.next && { after: page.next }),
          });
          expect(rest.items.map(({ sk }) => sk)).toEqual(['C#3']);
        });
      });
    });
  });
}
