import { type Control, createControl } from '../../../lambdas/shared/control';
import { ConditionFailed, Unavailable } from '../../../lambdas/shared/failures';
import type { Log } from '../../../lambdas/shared/log';
import type { MetricName } from '../../../lambdas/shared/metrics';
import type {
  Clock,
  FenceShard,
  FenceTable,
  HealthReport,
  LeaseItem,
  RegisterStore,
} from '../../../lambdas/shared/ports';
import {
  type HistoryEntry,
  type Person,
  type Region,
  type Scope,
  type StateRecord,
  scopeKey,
} from '../../../lambdas/shared/record';
import type { RoutingEnvironment } from '../../../lambdas/shared/routing-environment';
import type { SendStateUpdated } from '../../../lambdas/shared/telemetry';
import { createStateUpdater } from '../../../lambdas/state-updater/updater';
import { SILENT } from './captured-log';

/** Time that passes only when somebody sleeps and nothing else is left to do. */
export class IdleClock implements Clock {
  #nowMs = 1_000_000;
  #sleepers: { readonly untilMs: number; wake(): void }[] = [];

  public wallMs(): number {
    return Date.UTC(2026, 10, 20) + this.#nowMs;
  }

  public monotonicMs(): number {
    return this.#nowMs;
  }

  public pass(ms: number): void {
    this.#nowMs += ms;
  }

  public sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ untilMs: this.#nowMs + ms, wake });
      setImmediate(() => this.#wakeNext());
    });
  }

  #wakeNext(): void {
    const [next, ...rest] = this.#sleepers.sort((one, other) => one.untilMs - other.untilMs);
    if (next === undefined) return;
    this.#sleepers = rest;
    this.#nowMs = Math.max(this.#nowMs, next.untilMs);
    next.wake();
  }
}

class MemoryFence implements FenceTable {
  public readonly leases = new Map<string, LeaseItem>();
  public readonly shards = new Map<string, FenceShard>();
  public readonly people = new Map<string, Person>();
  public writes = 0;

  constructor(private readonly alive: () => boolean) {}

  public async readLease(scope: Scope): Promise<LeaseItem | undefined> {
    this.#ask();
    return this.leases.get(scopeKey(scope));
  }

  public async writeLease(scope: Scope, item: LeaseItem): Promise<void> {
    this.#ask();
    const stored = this.leases.get(scopeKey(scope));
    if (
      stored !== undefined &&
      (stored.epoch > item.epoch || (stored.epoch === item.epoch && stored.asOfMs > item.asOfMs))
    )
      return;
    this.writes += 1;
    this.leases.set(scopeKey(scope), item);
  }

  public async readShard(scope: Scope, shard: number): Promise<FenceShard | undefined> {
    this.#ask();
    return this.shards.get(`${scopeKey(scope)}/${shard}`);
  }

  public async setShard(scope: Scope, shard: number, to: FenceShard): Promise<void> {
    this.#ask();
    const key = `${scopeKey(scope)}/${shard}`;
    if ((this.shards.get(key)?.epoch ?? -1) >= to.epoch) return;
    this.writes += 1;
    this.shards.set(key, to);
  }

  public async putPerson(scope: Scope, epoch: number, tid: string, person: Person): Promise<void> {
    this.#ask();
    this.people.set(`${scopeKey(scope)}/${epoch}/${tid}`, person);
  }

  public async readPerson(scope: Scope, epoch: number, tid: string): Promise<Person | undefined> {
    this.#ask();
    return this.people.get(`${scopeKey(scope)}/${epoch}/${tid}`);
  }

  #ask(): void {
    if (!this.alive()) throw new Unavailable('connect ECONNREFUSED');
  }
}

class MemoryRegister implements RegisterStore {
  public readonly records = new Map<string, StateRecord>();
  public readonly entries = new Map<string, HistoryEntry[]>();
  public writes = 0;
  public reads = 0;
  public uuid: string | undefined;

  constructor(private readonly alive: (endpoint: Region) => boolean) {}

  public async read(endpoint: Region, scope: Scope): Promise<StateRecord | undefined> {
    this.#ask(endpoint);
    this.reads += 1;
    return this.records.get(scopeKey(scope));
  }

  public async write(endpoint: Region, scope: Scope, expectedEpoch: number, record: StateRecord): Promise<void> {
    this.#ask(endpoint);
    if ((this.records.get(scopeKey(scope))?.epoch ?? 0) !== expectedEpoch) throw new ConditionFailed('epoch');
    this.writes += 1;
    this.records.set(scopeKey(scope), record);
  }

  public async putHistory(endpoint: Region, scope: Scope, entry: HistoryEntry): Promise<void> {
    this.#ask(endpoint);
    const entries = this.entries.get(scopeKey(scope)) ?? [];
    if (entries.some(({ epoch }) => epoch === entry.epoch)) return;
    this.writes += 1;
    this.entries.set(scopeKey(scope), [...entries, entry]);
  }

  public async history(
    endpoint: Region,
    scope: Scope,
    { beforeEpoch = Number.POSITIVE_INFINITY, limit }: { readonly beforeEpoch?: number; readonly limit: number },
  ): Promise<readonly HistoryEntry[]> {
    this.#ask(endpoint);
    return (this.entries.get(scopeKey(scope)) ?? [])
      .filter(({ epoch }) => epoch < beforeEpoch)
      .sort((one, other) => other.epoch - one.epoch)
      .slice(0, limit);
  }

  public async deployment(endpoint: Region, _scope: Scope, candidate: string): Promise<string> {
    this.#ask(endpoint);
    this.uuid ??= candidate;
    return this.uuid;
  }

  #ask(endpoint: Region): void {
    if (!this.alive(endpoint)) throw new Unavailable('connect ECONNREFUSED');
  }
}

export interface WorldOptions {
  /** @default ['us-east-1', 'eu-west-1'] */
  readonly regions?: readonly Region[];
  readonly environment?: Partial<RoutingEnvironment>;
  readonly log?: Log;
  readonly telemetry?: SendStateUpdated;
}

/** Several Regions in one process: the shipped control functions of each, over tables in memory. */
export class ControlWorld {
  public readonly clock = new IdleClock();
  public readonly regions: readonly Region[];
  /** Regions that answer nothing and are asked nothing. */
  public readonly dead = new Set<Region>();
  /** Deep health that a Region finds of itself. @default ok */
  public readonly health = new Map<Region, HealthReport>();
  public readonly metrics: [MetricName, number, string | undefined][] = [];
  /** Every call of one Region's updater by another function. */
  public readonly invoked: { readonly region: Region; readonly event: Readonly<Record<string, unknown>> }[] = [];
  public readonly register = new MemoryRegister((endpoint) => !this.dead.has(endpoint));
  public readonly fences = new Map<Region, MemoryFence>();
  readonly #controls = new Map<Region, Control>();
  readonly #updaters = new Map<Region, ReturnType<typeof createStateUpdater>>();
  #count = 0;

  constructor(options: WorldOptions = {}) {
    this.regions = options.regions ?? ['us-east-1', 'eu-west-1'];
    for (const region of this.regions) {
      this.fences.set(region, new MemoryFence(() => !this.dead.has(region)));
      const control = createControl({
        environment: {
          region,
          apps: ['orders', 'billing'],
          pattern: 'active-passive',
          zones: new Map(),
          regions: this.regions,
          primary: this.regions[0] ?? region,
          controlTable: 'orders-prod-control',
          controlRegions: ['us-east-1', 'us-east-2', 'us-west-2'],
          fenceTable: 'orders-prod-fence',
          leaseSeconds: 6,
          fenceShards: 4,
          ...options.environment,
        },
        store: this.register,
        fences: { in: (of) => this.fence(of) },
        health: {
          check: async (of) =>
            this.health.get(of) ?? { status: 'ok', region: of, checks: { table: { status: 'ok', ms: 1 } } },
        },
        updaters: { invoke: (of, event) => this.#invoke(of, event) },
        clock: this.clock,
        random: { uuid: () => `id-${++this.#count}`, below: () => 0 },
        log: options.log ?? SILENT,
        metrics: { add: (name, value, app) => this.metrics.push([name, value, app]) },
        ...(options.telemetry === undefined ? {} : { telemetry: options.telemetry }),
      });
      this.#controls.set(region, control);
      this.#updaters.set(region, createStateUpdater(control));
    }
  }

  public control(region: Region): Control {
    return found(this.#controls.get(region), region);
  }

  public fence(region: Region): MemoryFence {
    return found(this.fences.get(region), region);
  }

  /** Invokes a Region's updater as an operator does. */
  public update(region: Region, event: unknown): ReturnType<ReturnType<typeof createStateUpdater>> {
    return found(this.#updaters.get(region), region)(event, { awsRequestId: 'req-1' });
  }

  /** The record as the register has it; nothing while it is in epoch 0. */
  public record(app = 'orders', zone?: string): StateRecord | undefined {
    return this.register.records.get(scopeKey(zone === undefined ? { app } : { app, zone }));
  }

  /** Every byte that the layer keeps, in every table: equal before and after something that may change nothing. */
  public contents(): string {
    const fences = [...this.fences].map(([region, fence]) => [
      region,
      [...fence.leases],
      [...fence.shards],
      [...fence.people],
    ]);
    return JSON.stringify([[...this.register.records], [...this.register.entries], this.register.uuid, fences]);
  }

  async #invoke(region: Region, event: Readonly<Record<string, unknown>>): Promise<unknown> {
    this.invoked.push({ region, event });
    if (this.dead.has(region) || !this.regions.includes(region)) throw new Unavailable('connect ECONNREFUSED');
    // As over the wire: what can't be written as JSON does not arrive.
    return JSON.parse(
      JSON.stringify(await found(this.#updaters.get(region), region)(JSON.parse(JSON.stringify(event)))),
    );
  }
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`No ${name} in this world.`);
  return value;
}
