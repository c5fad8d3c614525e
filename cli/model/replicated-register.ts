import { Unavailable } from '../../lambdas/shared/failures';
import { type Region, type Scope, type StateRecord, scopeKey } from '../../lambdas/shared/record';
import type { SimulatedProcess } from './simulated-process';
import { RegisterCells } from './stores';
import type { RegisterOf, World } from './world';

/** How long a change takes to the other replicas, while they are reached. */
const LAG_MS = 1000;
const RETRY_MS = 500;

/** A replica's copy of a record, with the time by which replicas settle which is the later one. */
interface Copy {
  readonly record: StateRecord;
  readonly atMs: number;
  readonly from: Region;
}

interface Tables {
  /** By endpoint. */
  readonly replicas: Map<Region, Map<string, Copy>>;
  /** The same everywhere, at once: what fails here shall not fail because of it. */
  readonly history: RegisterCells;
}

/**
 * The register as it must not be: an ordinary global table. Every replica judges a condition by its own copy, answers,
 * and passes the change on later; the last writer wins ("How DynamoDB global tables work"). The programs over it are the
 * shipped ones. A model that finds nothing here would find nothing at all.
 */
export function replicatedRegister(): RegisterOf {
  const tables = new WeakMap<World, Tables>();

  return (world: World, from: SimulatedProcess) => {
    const { replicas, history } = tables.get(world) ?? { replicas: new Map(), history: new RegisterCells() };
    tables.set(world, { replicas, history });
    const replica = (region: Region): Map<string, Copy> => {
      const copies = replicas.get(region) ?? new Map<string, Copy>();
      replicas.set(region, copies);
      return copies;
    };
    const send = (to: Region, scope: Scope, copy: Copy): void =>
      world.timeline.after(world.chance.between(0.2, 1) * LAG_MS, () => {
        if (!world.network.connected(copy.from, to)) {
          world.timeline.after(RETRY_MS, () => send(to, scope, copy));
          return;
        }
        const stored = replica(to).get(scopeKey(scope));
        if (stored === undefined || isLater(copy, stored)) replica(to).set(scopeKey(scope), copy);
      });
    const ask = <T>(to: Region, changes: boolean, arrive: () => T): Promise<T> =>
      world.network.call({ from, to, changes, limitMs: 800, arrive });
    return {
      read: (to, scope) => {
        const sentMs = world.timeline.nowMs;
        return ask(to, false, () => replica(to).get(scopeKey(scope))?.record).then((record) => {
          world.tables.noteRead(from, scope, record, sentMs);
          return record;
        });
      },
      write: (to, scope, expectedEpoch, record) =>
        ask(to, true, () => {
          const cells = new RegisterCells();
          const stored = replica(to).get(scopeKey(scope));
          if (stored !== undefined) cells.write(scope, 0, stored.record);
          cells.write(scope, expectedEpoch, record);
          const copy = { record, atMs: world.timeline.nowMs, from: to };
          replica(to).set(scopeKey(scope), copy);
          world.tables.noteCommit(scope, record);
          for (const other of world.endpoints) if (other !== to) send(other, scope, copy);
        }),
      putHistory: (to, scope, entry) => ask(to, true, () => history.putHistory(scope, entry)),
      history: (to, scope, page) => ask(to, false, () => history.history(scope, page)),
      deployment: () => Promise.reject(new Unavailable('not in this fixture')),
    };
  };
}

const isLater = (one: Copy, other: Copy): boolean =>
  one.atMs > other.atMs || (one.atMs === other.atMs && one.from > other.from);
