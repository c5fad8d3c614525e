import type { Clock } from '../../lambdas/shared/ports';
import type { Region } from '../../lambdas/shared/record';
import type { Chance } from './chance';
import type { Timeline } from './timeline';

export interface ProcessProps {
  readonly name: string;
  readonly region: Region;
  /** It takes users' writes. */
  readonly serves: boolean;
  readonly timeline: Timeline;
  readonly chance: Chance;
  /** How fast its clocks run; 1 is true. */
  readonly rate: number;
  /** Its wall clock less the true time. */
  readonly offsetMs: number;
}

/** A program somewhere: it may stand still, or die between any two of its steps. */
export class SimulatedProcess {
  readonly name: string;
  readonly region: Region;
  readonly serves: boolean;
  readonly rate: number;
  readonly chance: Chance;
  readonly clock: Clock;
  /** Something that it sent was lost, late or refused. */
  disturbed = false;
  #alive = true;
  #frozenUntilMs = 0;
  #stoppedMs = 0;
  readonly #timeline: Timeline;

  constructor({ name, region, serves, timeline, chance, rate, offsetMs }: ProcessProps) {
    this.name = name;
    this.region = region;
    this.serves = serves;
    this.rate = rate;
    this.chance = chance;
    this.#timeline = timeline;
    this.clock = {
      wallMs: () => 1_700_000_000_000 + offsetMs + timeline.nowMs * rate,
      monotonicMs: () => (timeline.nowMs - this.#stoppedMs) * rate,
      sleep: (ms) => new Promise((resolve) => timeline.afterQuietly(ms / rate, () => this.resume(resolve))),
    };
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** It takes no further step. What it has sent is on its way. */
  die(): void {
    this.#alive = false;
  }

  freeze(forMs: number, stopsClock: boolean): void {
    if (this.#frozenUntilMs > this.#timeline.nowMs) return;
    this.#frozenUntilMs = this.#timeline.nowMs + forMs;
    this.disturbed = true;
    if (stopsClock) this.#timeline.after(forMs, () => (this.#stoppedMs += forMs));
  }

  /** Goes on with `step` as soon as it can; never, where it is dead. */
  resume(step: () => void): void {
    if (!this.#alive) return;
    const frozenMs = this.#frozenUntilMs - this.#timeline.nowMs;
    if (frozenMs > 0) {
      this.#timeline.afterQuietly(frozenMs, () => this.resume(step));
      return;
    }
    this.#timeline.wake();
    step();
  }
}
