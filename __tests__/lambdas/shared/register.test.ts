import { ManualClock, MemoryTables, steadyRandom } from '../../../cli/model/memory-ports';
import { Busy, RegisterUnavailable, Unavailable, Unclear } from '../../../lambdas/shared/failures';
import type { RegisterStore } from '../../../lambdas/shared/ports';
import { initialRecord, type StateRecord } from '../../../lambdas/shared/record';
import { Register } from '../../../lambdas/shared/register';
import { LAYOUT, ORDERS, recordWith } from './records';

const ENDPOINTS = ['eu-west-1', 'eu-west-2', 'eu-west-3'];
const first = initialRecord(LAYOUT);
const next = (epoch: number, tid: string): StateRecord => recordWith({ epoch, tid });

/** A register whose calls can be made to fail, each as often as told. */
function setUp(zoned = false) {
  const tables = new MemoryTables();
  const clock = new ManualClock();
  const plan: { method: string; error: Error; after: boolean }[] = [];
  const asked: string[] = [];
  const real = tables.registerStore;
  const through = async <T>(method: string, endpoint: string, what: () => Promise<T>): Promise<T> => {
    asked.push(`${method} ${endpoint}`);
    const [fault] = plan;
    if (fault?.method !== method) return what();
    plan.shift();
    if (fault.after) await what().catch(() => undefined);
    throw fault.error;
  };
  const store: RegisterStore = {
    read: (endpoint, scope) => through('read', endpoint, () => real.read(endpoint, scope)),
    write: (endpoint, scope, epoch, record) =>
      through('write', endpoint, () => real.write(endpoint, scope, epoch, record)),
    putHistory: (endpoint, scope, entry) =>
      through('putHistory', endpoint, () => real.putHistory(endpoint, scope, entry)),
    history: (endpoint, scope, page) => through('history', endpoint, () => real.history(endpoint, scope, page)),
    deployment: (endpoint, scope, id) => through('deployment', endpoint, () => real.deployment(endpoint, scope, id)),
  };
  const make = () =>
    new Register({
      store,
      endpoints: ENDPOINTS,
      layoutOf: () => LAYOUT,
      clock,
      random: steadyRandom(),
      ...(zoned && { zoneTables: () => [tables.fences.in('eu-west-1'), tables.fences.in('eu-central-1')] }),
    });
  const fail = (method: string, error: Error, { after = false } = {}) => plan.push({ method, error, after });
  return { tables, clock, register: make(), another: make, fail, asked };
}

describe('reading', () => {
  test('begins where the configuration says, at epoch 0', async () => {
    const { register } = setUp();
    expect((await register.read(ORDERS)).record).toMatchObject({ epoch: 0, state: 'active', writers: ['us-east-1'] });
  });

  test('asks the next endpoint where one does not answer, and that one last from then on', async () => {
    const { register, fail, asked, clock } = setUp();
    fail('read', new Unavailable('dead'));
    await register.read(ORDERS);
    await register.read(ORDERS);
    clock.pass(30_000);
    await register.read(ORDERS);
    expect(asked).toEqual(['read eu-west-1', 'read eu-west-2', 'read eu-west-2', 'read eu-west-1']);
  });

  test('counts from before the request that was answered, not from before the one that was not', async () => {
    const { tables, clock } = setUp();
    const real = tables.registerStore;
    const store: RegisterStore = {
      ...real,
      read: async (endpoint, scope) => {
        clock.pass(800);
        if (endpoint === 'eu-west-1') throw new Unavailable('slow');
        return real.read(endpoint, scope);
      },
    };
    const register = new Register({
      store,
      endpoints: ENDPOINTS,
      layoutOf: () => LAYOUT,
      clock,
      random: steadyRandom(),
    });
    const startedMs = clock.monotonicMs();
    const { sentMs, sentWallMs } = await register.read(ORDERS);
    expect(sentMs).toBe(startedMs + 800);
    expect(sentWallMs).toBe(sentMs + clock.offsetMs);
  });

  test('says which endpoints failed, and why', async () => {
    const { register, fail } = setUp();
    for (const why of ['one', 'two', 'three']) fail('read', new Unavailable(why));
    await expect(register.read(ORDERS)).rejects.toThrow(
      new RegisterUnavailable(
        'The register did not answer: could not read the state of orders (eu-west-1: one; eu-west-2: two; eu-west-3: three).',
      ),
    );
  });
});

describe('changing', () => {
  test('commits once, where nobody else was first', async () => {
    const { register, tables } = setUp();
    await register.change(ORDERS, first, next(1, 'mine'));
    expect(tables.register.read(ORDERS)).toEqual(next(1, 'mine'));
  });

  test('loses a race, and changes nothing', async () => {
    const { register, another, tables } = setUp();
    await another().change(ORDERS, first, next(1, 'theirs'));
    await expect(register.change(ORDERS, first, next(1, 'mine'))).rejects.toMatchObject({
      name: 'EpochMismatch',
      expectedEpoch: 0,
      record: { tid: 'theirs' },
      message: 'Expected epoch 0, found 1 (active, by us-east-1). Read the state and decide again.',
    });
    expect(tables.register.read(ORDERS)?.tid).toBe('theirs');
  });

  test.each([
    ['did happen', true],
    ['did not', false],
  ])('after an unclear answer to a change that %s it is certain, and happened once', async (_what, after) => {
    const { register, fail, tables, asked } = setUp();
    fail('write', new Unclear('timeout'), { after });
    await register.change(ORDERS, first, next(1, 'mine'));
    expect(tables.register.read(ORDERS)?.tid).toBe('mine');
    expect(asked.filter((call) => call.startsWith('write'))).toHaveLength(after ? 1 : 2);
  });

  test('after an unclear answer it knows its own change even when somebody went on from it', async () => {
    const { register, another, tables } = setUp();
    const real = tables.registerStore;
    const store: RegisterStore = {
      ...real,
      write: async (endpoint, scope, epoch, record) => {
        await real.write(endpoint, scope, epoch, record);
        await another().change(scope, next(1, 'mine'), next(2, 'theirs'));
        throw new Unclear('timeout');
      },
    };
    const unlucky = new Register({
      store,
      endpoints: ENDPOINTS,
      layoutOf: () => LAYOUT,
      clock: new ManualClock(),
      random: steadyRandom(),
    });
    expect((await unlucky.change(ORDERS, first, next(1, 'mine'))).tid).toBe('mine');
    await expect(register.change(ORDERS, first, next(1, 'other'))).rejects.toMatchObject({ name: 'EpochMismatch' });
  });

  test('a lost race of replicas and a throttle are tried again with the same id', async () => {
    const { register, fail, tables } = setUp();
    fail('write', new Busy('ReplicatedWriteConflictException'));
    fail('write', new Busy('ThrottlingException'));
    await register.change(ORDERS, first, next(1, 'mine'));
    expect(tables.register.read(ORDERS)?.tid).toBe('mine');
  });

  test('asks another endpoint where one does not take it', async () => {
    const { register, fail, asked } = setUp();
    fail('write', new Unavailable('dead'));
    await register.change(ORDERS, first, next(1, 'mine'));
    expect(asked).toEqual(['write eu-west-1', 'write eu-west-2']);
  });

  test('gives up, and says whether it may have happened', async () => {
    const { register, fail } = setUp();
    for (let call = 0; call < 6; call += 1) fail('write', new Unavailable('dead'));
    await expect(register.change(ORDERS, first, next(1, 'mine'))).rejects.toMatchObject({
      name: 'RegisterUnavailable',
      unclear: false,
    });
    fail('write', new Unclear('timeout'));
    for (let call = 0; call < 3; call += 1) fail('read', new Unavailable('dead'));
    await expect(register.change(ORDERS, first, next(1, 'mine'))).rejects.toMatchObject({
      name: 'RegisterUnavailable',
      unclear: true,
    });
  });
});

describe('history', () => {
  test('has no gap where a proposer died before it wrote its own: the next one does', async () => {
    const { register, another, tables } = setUp();
    await tables.registerStore.write('eu-west-1', ORDERS, 0, next(1, 'died'));
    await register.change(ORDERS, next(1, 'died'), next(2, 'mine'));
    expect((await another().history(ORDERS, { limit: 10 })).map(({ epoch, tid }) => [epoch, tid])).toEqual([
      [2, 'mine'],
      [1, 'died'],
    ]);
  });

  test('a change whose predecessor cannot be kept does not happen', async () => {
    const { register, fail, tables } = setUp();
    await tables.registerStore.write('eu-west-1', ORDERS, 0, next(1, 'died'));
    for (const endpoint of ENDPOINTS) fail('putHistory', new Unclear(endpoint));
    await expect(register.change(ORDERS, next(1, 'died'), next(2, 'mine'))).rejects.toMatchObject({
      name: 'RegisterUnavailable',
      unclear: false,
    });
    expect(tables.register.read(ORDERS)?.tid).toBe('died');
  });

  test('holds who asked and why', async () => {
    const { register } = setUp();
    const person = { actor: 'arn:aws:iam::111122223333:role/ops', actorVerified: true, reason: 'drill' };
    await register.change(ORDERS, first, next(1, 'mine'), person);
    expect((await register.history(ORDERS, { limit: 1 }))[0]).toMatchObject({ epoch: 1, ...person });
  });
});

describe('a scope with a zone', () => {
  const zone = { app: 'orders', zone: 'eu' };
  const person = { actor: 'somebody', actorVerified: false, reason: 'because' };

  test("keeps who asked in the zone's own tables, and not a word of it in the register", async () => {
    const { register, tables } = setUp(true);
    const named = next(1, 'mine');
    const committed = await register.change(zone, first, { ...named, change: { ...named.change, ...person } }, person);
    expect(JSON.stringify(committed)).not.toMatch(/somebody|because/);
    await register.keep(zone, next(1, 'mine'));
    const stored = JSON.stringify([tables.register.read(zone), tables.register.history(zone, { limit: 9 })]);
    expect(stored).not.toMatch(/somebody|because/);
    expect((await register.history(zone, { limit: 1 }))[0]).toMatchObject({ epoch: 1, ...person });
  });

  test.each([
    ['does not answer', () => new Promise<never>(() => undefined)],
    ['is dead', () => Promise.reject(new Unavailable('dead'))],
  ])('is changed, and names who asked, though a Region of the zone %s', async (_what, putPerson) => {
    const { tables } = setUp();
    const zoneTables = () => [{ ...tables.fences.in('eu-west-1'), putPerson }, tables.fences.in('eu-central-1')];
    const register = new Register({
      store: tables.registerStore,
      endpoints: ENDPOINTS,
      layoutOf: () => LAYOUT,
      clock: new ManualClock(),
      random: steadyRandom(),
      zoneTables,
    });
    await register.change(zone, first, next(1, 'mine'), person);
    expect((await register.history(zone, { limit: 1 }))[0]?.actor).toBe('somebody');
  });

  test('is changed though no Region of the zone can keep who asked', async () => {
    const { tables } = setUp();
    const putPerson = (): Promise<never> => Promise.reject(new Unavailable('dead'));
    const register = new Register({
      store: tables.registerStore,
      endpoints: ENDPOINTS,
      layoutOf: () => LAYOUT,
      clock: new ManualClock(),
      random: steadyRandom(),
      zoneTables: () => [{ ...tables.fences.in('eu-west-1'), putPerson }],
    });
    expect((await register.change(zone, first, next(1, 'mine'), person)).epoch).toBe(1);
  });

  test('of two proposers only the winner is named', async () => {
    const { register, another } = setUp(true);
    await register.change(zone, first, next(1, 'mine'), person);
    await expect(another().change(zone, first, next(1, 'theirs'), { actor: 'loser' })).rejects.toMatchObject({
      name: 'EpochMismatch',
    });
    expect((await register.history(zone, { limit: 1 }))[0]?.actor).toBe('somebody');
  });
});

test("the deployment's id is made once", async () => {
  const { register, another } = setUp();
  const id = await register.deployment(ORDERS);
  expect(await another().deployment(ORDERS)).toBe(id);
});

test('refuses to be made without an endpoint', () =>
  expect(
    () =>
      new Register({
        store: new MemoryTables().registerStore,
        endpoints: [],
        layoutOf: () => LAYOUT,
        clock: new ManualClock(),
        random: steadyRandom(),
      }),
  ).toThrow('Register: no endpoint. Name the Regions of the control table.'));
