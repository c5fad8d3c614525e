import { LeaseSpent, Unavailable } from '../../lambdas/shared/failures';
import type { ContentStore, FenceTable, RegisterStore } from '../../lambdas/shared/ports';
import {
  initialRecord,
  type Region,
  type RoutingLayout,
  type Scope,
  type StateRecord,
  scopeName,
} from '../../lambdas/shared/record';
import type { Timing } from '../../lambdas/shared/timing';
import type { Ledger } from './ledger';
import type { Network } from './network';
import type { Protection } from './protections';
import type { SimulatedProcess } from './simulated-process';
import { ContentCells, FenceCells, RegisterCells } from './stores';
import type { Timeline } from './timeline';

export interface TablesProps {
  readonly timeline: Timeline;
  readonly network: Network;
  readonly ledger: Ledger;
  readonly timing: Timing;
  /** Regions that have a fence and content. */
  readonly regions: readonly Region[];
  /** Regions of the register. */
  readonly endpoints: readonly Region[];
  readonly layoutOf: (scope: Scope) => RoutingLayout;
  /** Switched off. */
  readonly without: ReadonlySet<Protection>;
}

const REGISTER_LIMIT_MS = 800;
const TABLE_LIMIT_MS = 400;
/** How late a data write may land where A1 does not hold. */
const LANDS_LATE_MS = 15_000;

/** Every table of the simulated world, as its processes reach them: over a network, and with what happens written down. */
export class SimulatedTables {
  readonly #props: TablesProps;
  readonly #register: RegisterCells;
  readonly #fences = new Map<Region, FenceCells>();
  readonly #contents = new Map<Region, ContentCells>();

  constructor(props: TablesProps) {
    this.#props = props;
    const { regions, without } = props;
    this.#register = new RegisterCells({ conditions: !without.has('compare') });
    for (const region of regions) {
      const fence = new FenceCells();
      this.#fences.set(region, fence);
      this.#contents.set(region, new ContentCells(fence, { conditions: !without.has('fence') }));
    }
  }

  /** The record as it truly is. */
  truth(scope: Scope): StateRecord {
    return this.#register.read(scope) ?? initialRecord(this.#props.layoutOf(scope));
  }

  /** The linearizable register: two of its three Regions must live and reach each other. */
  registerStore(from: SimulatedProcess): RegisterStore {
    const ask = <T>(to: Region, changes: boolean, what: (cells: RegisterCells) => T): Promise<T> =>
      this.#props.network.call({
        from,
        to,
        changes,
        limitMs: REGISTER_LIMIT_MS,
        mayBeLate: changes,
        arrive: () => {
          if (!this.#props.endpoints.some((other) => other !== to && this.#props.network.connected(to, other)))
            throw new Unavailable(`${to} is alone`);
          return what(this.#register);
        },
      });
    return {
      read: (to, scope) => {
        const sentMs = this.#props.timeline.nowMs;
        return ask(to, false, (cells) => cells.read(scope)).then((record) => {
          this.noteRead(from, scope, record, sentMs);
          return record;
        });
      },
      write: (to, scope, expectedEpoch, record) =>
        ask(to, true, (cells) => {
          cells.write(scope, expectedEpoch, record);
          this.noteCommit(scope, record);
        }),
      putHistory: (to, scope, entry) => ask(to, true, (cells) => cells.putHistory(scope, entry)),
      history: (to, scope, page) => ask(to, false, (cells) => cells.history(scope, page)),
      deployment: (to, scope, candidate) => ask(to, true, (cells) => cells.deployment(scope, candidate)),
    };
  }

  noteRead({ region, serves }: SimulatedProcess, scope: Scope, stored: StateRecord | undefined, sentMs: number): void {
    if (!serves) return;
    const { epoch, writers } = stored ?? initialRecord(this.#props.layoutOf(scope));
    if (writers.includes(region)) this.#props.ledger.renewed(scope, region, { sentMs, epoch });
  }

  noteCommit(scope: Scope, record: StateRecord): void {
    this.#props.ledger.commits.push({ atMs: this.#props.timeline.nowMs, scope: scopeName(scope), record });
  }

  fenceTable(from: SimulatedProcess, region: Region): FenceTable {
    const cells = this.#fences.get(region) ?? new FenceCells();
    const limitMs = region === from.region ? TABLE_LIMIT_MS : REGISTER_LIMIT_MS;
    const ask = <T>(changes: boolean, arrive: () => T): Promise<T> =>
      this.#props.network.call({
        from,
        to: region,
        changes,
        limitMs,
        arrive,
        mayBeLate: changes && region !== from.region,
        // Another Region's fence may be out of reach: that is what waiting is for.
        vital: region === from.region,
      });
    return {
      readLease: (scope) => ask(false, () => cells.readLease(scope)),
      writeLease: (scope, item) => ask(true, () => cells.writeLease(scope, item)),
      readShard: (scope, shard) => ask(false, () => cells.readShard(scope, shard)),
      setShard: (scope, shard, to) =>
        ask(true, () => {
          cells.setShard(scope, shard, to);
          this.#props.ledger.fenceMoved(scope, region, shard, to.epoch);
        }),
      putPerson: (scope, epoch, tid, person) => ask(true, () => cells.putPerson(scope, epoch, tid, person)),
      readPerson: (scope, epoch, tid) => ask(false, () => cells.readPerson(scope, epoch, tid)),
    };
  }

  contentStore(from: SimulatedProcess): ContentStore {
    const { region } = from;
    const cells = this.#contents.get(region) ?? new ContentCells(new FenceCells());
    return {
      transact: async (transaction) => {
        if (!transaction.mayBeSent()) throw new LeaseSpent('The lease ends before the write would have landed.');
        return this.#props.network.call({
          from,
          to: region,
          changes: true,
          limitMs: transaction.limitMs,
          landsAfterMs: this.#landing(from),
          arrive: () => {
            cells.transact(transaction);
            const { scope, shard } = transaction.fence;
            for (const operation of transaction.operations)
              if (operation.kind === 'put')
                this.#props.ledger.wrote({
                  atMs: this.#props.timeline.nowMs,
                  scope: scopeName(scope),
                  region,
                  epoch: Number(operation.item.ep),
                  writer: String(operation.item.wr),
                  shard,
                });
          },
        });
      },
      get: async (key) => cells.get(key),
      query: async (query) => cells.query(query),
    };
  }

  /** A1, in true time: what is sent lands within `sendMs` of the sender's clock, of which the network takes a little. */
  #landing({ chance }: SimulatedProcess): number {
    if (!chance.happens(0.15)) return chance.between(1, 8);
    return chance.between(0, this.#props.without.has('a1') ? LANDS_LATE_MS : this.#props.timing.sendMs * 0.98);
  }
}
