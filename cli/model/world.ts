import { Unavailable, Unclear, WriteRefused } from '../../lambdas/shared/failures';
import { FencedWriter } from '../../lambdas/shared/fenced-write';
import { Lease } from '../../lambdas/shared/lease';
import type { RegisterStore } from '../../lambdas/shared/ports';
import { type Pattern, type Region, type RoutingLayout, type Scope, scopeName } from '../../lambdas/shared/record';
import { Register } from '../../lambdas/shared/register';
import { DEFAULT_TIMING, type Timing } from '../../lambdas/shared/timing';
import type { MoveDeps } from '../../lambdas/shared/transition';
import { Chance } from './chance';
import { Ledger } from './ledger';
import { Network } from './network';
import type { Protection } from './protections';
import type { Schedule } from './schedule';
import { SimulatedProcess } from './simulated-process';
import { SimulatedTables } from './simulated-tables';
import { Timeline } from './timeline';

/** Fewer than in production: a fence that moves item by item shows the same with three, and each costs a message. */
const SHARDS = 3;
/** Rates of clocks differ by this much, each way. */
const DRIFT = 0.001;
/** The fastest clock against the slowest. */
export const WORST_DRIFT = (1 + DRIFT) / (1 - DRIFT);
/** Wall clocks of Regions differ by this much, each way: nothing may depend on it. */
const OFFSET_MS = 3_600_000;
const PROCESSES = 2;

/** One process that takes users' writes. */
interface Container {
  readonly process: SimulatedProcess;
  readonly writer: FencedWriter;
}

/** Builds what a process sees of the register: the real one, or a worse one that a fixture puts in its place. */
export type RegisterOf = (world: World, process: SimulatedProcess) => RegisterStore;

/** Regions, what lies in them, and the programs that run there: the shipped ones, over simulated ports. */
export class World {
  readonly timeline = new Timeline();
  readonly ledger = new Ledger();
  readonly timing: Timing = DEFAULT_TIMING;
  readonly regions: readonly Region[];
  readonly endpoints: readonly Region[];
  readonly scopes: readonly Scope[];
  readonly network: Network;
  readonly chance: Chance;
  readonly pattern: Pattern;
  readonly tables: SimulatedTables;
  readonly #containers = new Map<Region, Container[]>();
  readonly #clocks = new Map<Region, { readonly rate: number; readonly offsetMs: number }>();
  readonly #without: ReadonlySet<Protection>;
  readonly #registerOf: RegisterOf;
  #made = 0;
  /** How often each process tries to write. */
  everyMs = 700;

  constructor(
    { seed, regions, pattern, registerApart, loss, late }: Schedule,
    without: readonly Protection[] = [],
    registerOf: RegisterOf = (world, process) => world.tables.registerStore(process),
  ) {
    this.#without = new Set(without);
    this.#registerOf = registerOf;
    this.pattern = pattern;
    this.chance = new Chance(seed, 'world');
    this.regions = Array.from({ length: regions }, (_, index) => `region-${index}`);
    const own = registerApart ? [] : this.regions.slice(0, 3);
    this.endpoints = [...own, ...['register-0', 'register-1', 'register-2'].slice(own.length)];
    // Zones take turns, so that both have a Region to move to as soon as there are four.
    this.scopes =
      pattern === 'data-residency' && regions > 1
        ? [
            { app: 'orders', zone: 'a' },
            { app: 'orders', zone: 'b' },
          ]
        : [{ app: 'orders' }];
    this.network = new Network(this.timeline, this.chance.child('network'), { loss, late });
    const { timeline, network, ledger, timing, endpoints, layoutOf } = this;
    this.tables = new SimulatedTables({
      timeline,
      network,
      ledger,
      timing,
      regions: this.regions,
      endpoints,
      layoutOf,
      without: this.#without,
    });
    for (const region of this.regions) {
      this.#clocks.set(region, {
        rate: 1 + this.chance.between(-DRIFT, DRIFT),
        offsetMs: this.chance.between(-OFFSET_MS, OFFSET_MS),
      });
      this.#start(region);
    }
  }

  layoutOf = (scope: Scope): RoutingLayout => {
    const regions =
      scope.zone === undefined
        ? this.regions
        : this.regions.filter((_, index) => index % 2 === (scope.zone === 'a' ? 0 : 1));
    return { pattern: this.pattern, regions, primary: regions[0] ?? 'none' };
  };

  /** Another process in a Region, with clocks of its own. */
  process(region: Region, what: string, serves = false): SimulatedProcess {
    this.#made += 1;
    const { rate, offsetMs } = this.#clocks.get(region) ?? { rate: 1, offsetMs: 0 };
    const name = `${what}.${this.#made}`;
    return new SimulatedProcess({
      name,
      region,
      serves,
      timeline: this.timeline,
      chance: this.chance.child(name),
      rate,
      offsetMs: offsetMs + this.chance.between(-this.timing.skewMs / 2, this.timing.skewMs / 2),
    });
  }

  containers(region: Region): readonly SimulatedProcess[] {
    return (this.#containers.get(region) ?? []).map(({ process }) => process);
  }

  /** The Region dies with all that runs in it; its tables keep what they have. @returns brings it back */
  kill(region: Region): () => void {
    const revive = this.network.kill(region);
    for (const { process } of this.#containers.get(region) ?? []) process.die();
    return () => {
      revive();
      if (this.network.isAlive(region) && !this.containers(region).some(({ alive }) => alive)) this.#start(region);
    };
  }

  /** What an updater has at hand. */
  moveDeps(process: SimulatedProcess): MoveDeps {
    const { clock, chance, region } = process;
    // Without the wait: a proposer that takes leases for shorter than they are.
    const timing = this.#without.has('wait') ? { ...this.timing, leaseMs: 0 } : this.timing;
    return {
      region,
      register: this.register(process),
      fences: { in: (where) => this.tables.fenceTable(process, where) },
      shards: SHARDS,
      timing,
      clock,
      random: chance,
      health: {
        check: async (where) => ({ status: this.network.isAlive(where) ? 'ok' : 'failing', region: where, checks: {} }),
      },
      layoutOf: this.layoutOf,
    };
  }

  register(process: SimulatedProcess): Register {
    const index = Math.max(0, this.endpoints.indexOf(process.region));
    return new Register({
      store: this.#registerOf(this, process),
      endpoints: [...this.endpoints.slice(index), ...this.endpoints.slice(0, index)],
      layoutOf: this.layoutOf,
      clock: process.clock,
      random: process.chance,
      zoneTables: (scope) => this.layoutOf(scope).regions.map((region) => this.tables.fenceTable(process, region)),
    });
  }

  #start(region: Region): void {
    const containers = Array.from({ length: PROCESSES }, () => this.#container(region));
    this.#containers.set(region, containers);
    for (const { process, writer } of containers) void this.#serve(process, writer);
  }

  #container(region: Region): Container {
    const process = this.process(region, region, true);
    const { clock, chance } = process;
    // Without the lease: one that never ends.
    const timing = this.#without.has('lease') ? { ...this.timing, leaseMs: Number.MAX_SAFE_INTEGER } : this.timing;
    const lease = new Lease({
      region,
      register: this.register(process),
      table: this.tables.fenceTable(process, region),
      shards: SHARDS,
      timing,
      clock,
      process: process.name,
    });
    return {
      process,
      writer: new FencedWriter({
        region,
        lease,
        content: this.tables.contentStore(process),
        random: chance,
        timing,
        shards: SHARDS,
      }),
    };
  }

  /** Users write, one after the other, and take no refusal for an answer. */
  async #serve(process: SimulatedProcess, writer: FencedWriter): Promise<void> {
    for (let made = 1; process.alive; made += 1) {
      await process.clock.sleep(process.chance.between(0.3, 1.7) * this.everyMs);
      const scope = this.scopes[made % this.scopes.length];
      if (scope === undefined) return;
      const item = { pk: `${process.name}.${made}`, sk: scopeName(scope) };
      try {
        await writer.write(scope, [{ kind: 'put', item, condition: { exists: false } }]);
      } catch (error) {
        if (!(error instanceof WriteRefused || EXPECTED.some((expected) => error instanceof expected))) {
          this.ledger.violations.push(`A write ended in ${String(error)}`);
          return;
        }
      }
    }
  }
}

/** `Unclear` is a lost answer: the world knows what happened. */
const EXPECTED = [Unavailable, Unclear];
