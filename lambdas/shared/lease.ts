import { Fenced, NoLease, NotWriter, RegisterUnavailable } from './failures';
import { closeFence, openFence } from './fence';
import type { Clock, FenceTable, LeaseItem } from './ports';
import type { Region, Scope, StateRecord } from './record';
import { scopeName } from './record';
import type { Reading, Register } from './register';
import type { Timing } from './timing';

export interface LeaseProps {
  /** The own Region. */
  readonly region: Region;
  readonly register: Register;
  /** The own Region's. */
  readonly table: FenceTable;
  /** FENCE items of a scope, the same number in every Region. */
  readonly shards: number;
  readonly timing: Timing;
  readonly clock: Clock;
  /** Id of this process, for people who read the LEASE item. */
  readonly process: string;
  /** Told when the register did not answer. @default - nobody */
  readonly onRenewFailed?: (scope: Scope, error: RegisterUnavailable) => void;
}

/** The right to write in one epoch, until some moment. */
export interface Grant {
  readonly scope: Scope;
  readonly epoch: number;
  readonly record: StateRecord;
  /** On this process' monotonic clock. */
  readonly untilMs: number;
  /** On its wall clock: a process that is frozen may find its monotonic clock stopped as well, so both are asked. */
  readonly wallUntilMs: number;
}

/** What this Region knows, and since when. */
export interface View {
  readonly record: StateRecord;
  /** Wall clock of this Region before the strong read was sent. */
  readonly asOfMs: number;
}

/** A refusal is repeated for so long without asking the register again. */
const REFUSAL_MS = 500;

/** What this process remembers of a scope. */
interface Memory {
  grant?: Grant;
  view?: View;
  refused?: { readonly record: StateRecord; readonly atMs: number };
  /** No grant of this epoch or an earlier one is worth trying: its fence is closed. */
  spentEpoch: number;
  /** The own fence is known to stand at this epoch. */
  fenceEpoch: number;
  asking?: Promise<View>;
  renewing?: Promise<void>;
}

/**
 * The own Region's right to write. One for each process; processes of a Region share what they get through the LEASE
 * item. Why a lease is safe: a strong read begun after a committed change sees it, so every lease of an earlier epoch
 * began before that commit, and ends at most `leaseMs` after it.
 */
export class Lease {
  readonly #props: LeaseProps;
  readonly #memories = new Map<string, Memory>();

  constructor(props: LeaseProps) {
    this.#props = props;
  }

  /**
   * The right to write now. Renewed beside the caller's write once less than half of it remains.
   * @throws NotWriter, Fenced, NoLease
   */
  async hold(scope: Scope): Promise<Grant> {
    const memory = this.#memory(scope);
    const usable = (await this.#current(memory)) ?? (await this.#adopt(scope, memory));
    if (usable !== undefined) {
      const { clock, timing } = this.#props;
      if (usable.untilMs - clock.monotonicMs() < timing.leaseMs / 2) this.#renew(scope, memory);
      return usable;
    }
    const { refused } = memory;
    const now = this.#props.clock.monotonicMs();
    const record =
      refused !== undefined && now - refused.atMs < REFUSAL_MS ? refused.record : (await this.refresh(scope)).record;
    if (memory.grant !== undefined && this.maySend(memory.grant)) return memory.grant;
    throw this.#refusal(record);
  }

  /** True as long as a data write sent now lands before the lease ends (A1). */
  maySend({ untilMs, wallUntilMs }: Grant): boolean {
    const { clock, timing } = this.#props;
    return clock.monotonicMs() + timing.sendMs < untilMs && clock.wallMs() + timing.sendMs < wallUntilMs;
  }

  /** The fence did not let the grant through: neither it nor a stored lease of its epoch is tried again. */
  forget({ scope, epoch }: Grant): void {
    const memory = this.#memory(scope);
    memory.spentEpoch = Math.max(memory.spentEpoch, epoch);
    if (memory.grant !== undefined && memory.grant.epoch <= epoch) delete memory.grant;
  }

  /**
   * Asks the register, keeps the answer in the Region's LEASE item, and opens or closes the own fence accordingly.
   * @throws NoLease where the register did not answer, or the own fence could not be opened
   */
  refresh(scope: Scope): Promise<View> {
    const memory = this.#memory(scope);
    memory.asking ??= this.#ask(scope, memory).finally(() => {
      delete memory.asking;
    });
    return memory.asking;
  }

  /** What the Region last learnt, by any of its processes; the register is not asked. @throws Unavailable */
  async view(scope: Scope): Promise<View | undefined> {
    const item = await this.#props.table.readLease(scope);
    const own = this.#memory(scope).view;
    if (item === undefined) return own;
    return own !== undefined && isLater(own, item) ? own : { record: item.record, asOfMs: item.asOfMs };
  }

  /** Resolves when no renewal is on its way: a function that is about to be frozen waits for it. Never rejects. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#memories.values()].flatMap(({ asking, renewing }) => [asking, renewing]));
  }

  #memory(scope: Scope): Memory {
    const name = scopeName(scope);
    const memory = this.#memories.get(name) ?? { spentEpoch: -1, fenceEpoch: -1 };
    this.#memories.set(name, memory);
    return memory;
  }

  #current({ grant }: Memory): Grant | undefined {
    return grant !== undefined && this.maySend(grant) ? grant : undefined;
  }

  /** Another process of the Region may have got a lease. @throws NoLease */
  async #adopt(scope: Scope, memory: Memory): Promise<Grant | undefined> {
    const item = await this.#props.table.readLease(scope).catch((error: unknown) => {
      throw new NoLease(
        `The fence table of ${this.#props.region} did not answer: ${textOf(error)}`,
        memory.view?.record,
      );
    });
    if (item === undefined) return undefined;
    const grant = this.#shared(scope, item);
    if (item.epoch <= memory.spentEpoch || !this.maySend(grant)) return undefined;
    // A lease is stored after the fence was opened for it.
    memory.fenceEpoch = Math.max(memory.fenceEpoch, item.epoch);
    this.#take(memory, grant, { record: item.record, asOfMs: item.asOfMs });
    return memory.grant === grant ? grant : undefined;
  }

  /** A stored lease, seen from this process: less the skew of two wall clocks (A2), and never longer than a fresh one. */
  #shared(scope: Scope, { epoch, record, untilMs, asOfMs }: LeaseItem): Grant {
    const { clock, timing } = this.#props;
    const leftMs = untilMs - timing.skewMs - clock.wallMs();
    // Longer than what this process waits for when it moves the writer, or from the future: clocks disagree more than A2 allows.
    const believed = leftMs <= timing.leaseMs && asOfMs - clock.wallMs() <= timing.skewMs;
    return {
      scope,
      epoch,
      record,
      untilMs: believed ? clock.monotonicMs() + leftMs : 0,
      wallUntilMs: untilMs - timing.skewMs,
    };
  }

  #take(memory: Memory, grant: Grant, view: View): void {
    const { grant: held } = memory;
    if (memory.view === undefined || isLater(view, { epoch: memory.view.record.epoch, asOfMs: memory.view.asOfMs }))
      memory.view = view;
    const better = held === undefined || grant.epoch > held.epoch || grant.untilMs > held.untilMs;
    if (better && grant.epoch >= (memory.view?.record.epoch ?? 0)) {
      memory.grant = grant;
      delete memory.refused;
    }
  }

  /** Beside the write that found it due. */
  #renew(scope: Scope, memory: Memory): void {
    memory.renewing ??= this.#renewed(scope, memory).finally(() => {
      delete memory.renewing;
    });
  }

  /** Once a Region, not once a process: another's fresh lease will do. Never rejects. */
  async #renewed(scope: Scope, memory: Memory): Promise<void> {
    const { clock, timing } = this.#props;
    try {
      const shared = await this.#adopt(scope, memory);
      if (shared === undefined || shared.untilMs - clock.monotonicMs() < timing.leaseMs / 2) await this.refresh(scope);
    } catch {
      // The lease held is as good as before; whoever finds it ended asks again, and is told why.
    }
  }

  async #ask(scope: Scope, memory: Memory): Promise<View> {
    const { region, register, onRenewFailed } = this.#props;
    const reading = await register.read(scope).catch((error: unknown) => {
      if (!(error instanceof RegisterUnavailable)) throw error;
      onRenewFailed?.(scope, error);
      throw new NoLease(error.message, memory.view?.record);
    });
    const view: View = { record: reading.record, asOfMs: reading.sentWallMs };
    const { record } = view;
    if (record.epoch < (memory.view?.record.epoch ?? 0)) return memory.view ?? view;
    if (record.writers.includes(region)) await this.#granted(scope, memory, reading, view);
    else await this.#refused(scope, memory, view);
    return view;
  }

  async #granted(scope: Scope, memory: Memory, { sentMs, sentWallMs }: Reading, view: View): Promise<void> {
    const { leaseMs } = this.#props.timing;
    const { table, shards, region, process } = this.#props;
    const { epoch } = view.record;
    if (memory.fenceEpoch < epoch && !(await this.#stored(scope, epoch, true)))
      await openFence(table, shards, scope, epoch).catch((error: unknown) => {
        throw new NoLease(`The fence of ${region} could not be opened: ${textOf(error)}`, view.record);
      });
    memory.fenceEpoch = Math.max(memory.fenceEpoch, epoch);
    const wallUntilMs = sentWallMs + leaseMs;
    // The own lease counts whether or not the other processes learn of it.
    await table
      .writeLease(scope, { epoch, untilMs: wallUntilMs, asOfMs: sentWallMs, by: process, record: view.record })
      .catch(() => undefined);
    this.#take(memory, { scope, epoch, record: view.record, untilMs: sentMs + leaseMs, wallUntilMs }, view);
  }

  async #refused(scope: Scope, memory: Memory, view: View): Promise<void> {
    const { table, shards, clock, process } = this.#props;
    const { epoch } = view.record;
    delete memory.grant;
    memory.view = view;
    memory.spentEpoch = Math.max(memory.spentEpoch, epoch);
    memory.refused = { record: view.record, atMs: clock.monotonicMs() };
    const item: LeaseItem = { epoch, untilMs: 0, asOfMs: view.asOfMs, by: process, record: view.record };
    try {
      if (memory.fenceEpoch < epoch && !(await this.#stored(scope, epoch, false)))
        await closeFence(table, shards, scope, epoch);
      memory.fenceEpoch = Math.max(memory.fenceEpoch, epoch);
      await table.writeLease(scope, item);
    } catch {
      // Nothing is lost: this process writes no more, and the next one that asks tries again.
    }
  }

  /** Whether some process of the Region has moved the fence to this epoch: it stores its item after that. */
  async #stored(scope: Scope, epoch: number, open: boolean): Promise<boolean> {
    const item = await this.#props.table.readLease(scope).catch(() => undefined);
    return item !== undefined && item.epoch === epoch && item.untilMs > 0 === open;
  }

  #refusal(record: StateRecord): Error {
    const { region } = this.#props;
    if (record.state === 'fenced') return new Fenced(record);
    if (!record.writers.includes(region)) return new NotWriter(region, record);
    return new NoLease(`The lease of ${region} ended before a write could be sent.`, record);
  }
}

const isLater = (view: View, than: Pick<LeaseItem, 'epoch' | 'asOfMs'>): boolean =>
  view.record.epoch > than.epoch || (view.record.epoch === than.epoch && view.asOfMs > than.asOfMs);

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
