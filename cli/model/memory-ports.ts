import { LeaseSpent } from '../../lambdas/shared/failures';
import type {
  Clock,
  ContentStore,
  ContentStores,
  FenceTable,
  FenceTables,
  Random,
  RegisterStore,
} from '../../lambdas/shared/ports';
import type { Region } from '../../lambdas/shared/record';
import { Chance } from './chance';
import { ContentCells, FenceCells, RegisterCells } from './stores';

/** The table `control`, answering at once. */
export const memoryRegister = (cells: RegisterCells): RegisterStore => ({
  read: async (_endpoint, scope) => cells.read(scope),
  write: async (_endpoint, scope, expectedEpoch, record) => cells.write(scope, expectedEpoch, record),
  putHistory: async (_endpoint, scope, entry) => cells.putHistory(scope, entry),
  history: async (_endpoint, scope, page) => cells.history(scope, page),
  deployment: async (_endpoint, scope, candidate) => cells.deployment(scope, candidate),
});

/** One Region's table `fence`, answering at once. */
export const memoryFence = (cells: FenceCells): FenceTable => ({
  readLease: async (scope) => cells.readLease(scope),
  writeLease: async (scope, item) => cells.writeLease(scope, item),
  readShard: async (scope, shard) => cells.readShard(scope, shard),
  setShard: async (scope, shard, to) => cells.setShard(scope, shard, to),
  putPerson: async (scope, epoch, tid, person) => cells.putPerson(scope, epoch, tid, person),
  readPerson: async (scope, epoch, tid) => cells.readPerson(scope, epoch, tid),
});

/** One Region's table `content`, answering at once. */
export const memoryContent = (cells: ContentCells): ContentStore => ({
  transact: async (transaction) => {
    if (!transaction.mayBeSent()) throw new LeaseSpent('The lease ends before the write would have landed.');
    cells.transact(transaction);
  },
  get: async (key) => cells.get(key),
  query: async (query) => cells.query(query),
});

/** A clock that stands still until it is told to go on, or somebody sleeps. */
export class ManualClock implements Clock {
  constructor(
    private now = 1_000_000,
    /** Wall clock less monotonic clock. */
    public offsetMs = 1_700_000_000_000,
  ) {}
  wallMs = (): number => this.now + this.offsetMs;
  monotonicMs = (): number => this.now;
  sleep = async (ms: number): Promise<void> => this.pass(ms);
  pass(ms: number): void {
    this.now += ms;
  }
}

/** Every table of some Regions, in memory: for tests of what stands on the ports. Nothing is replicated between them. */
export class MemoryTables {
  readonly register = new RegisterCells();
  readonly #fences = new Map<Region, FenceCells>();
  readonly #contents = new Map<Region, ContentCells>();

  fenceCells(region: Region): FenceCells {
    const cells = this.#fences.get(region) ?? new FenceCells();
    this.#fences.set(region, cells);
    return cells;
  }

  contentCells(region: Region): ContentCells {
    const cells = this.#contents.get(region) ?? new ContentCells(this.fenceCells(region));
    this.#contents.set(region, cells);
    return cells;
  }

  get registerStore(): RegisterStore {
    return memoryRegister(this.register);
  }

  get fences(): FenceTables {
    return { in: (region) => memoryFence(this.fenceCells(region)) };
  }

  get contents(): ContentStores {
    return { in: (region) => memoryContent(this.contentCells(region)) };
  }
}

/** Random numbers that are the same in every run. */
export const steadyRandom = (seed = 1, name = 'id'): Random => new Chance(seed, name);
