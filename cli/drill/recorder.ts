import type { LabEvent } from '../../lab/runner';
import type { Progress } from './progress';
import type { DrillStep } from './result';
import { rounded } from './result-of';

/** Keeps the steps of one scenario as they happen, and tells of them. */
export class Recorder {
  readonly steps: DrillStep[] = [];
  #began: number | undefined;
  #stepBegan = 0;

  constructor(
    private readonly progress: Progress,
    /** Once aborted, nothing more is begun. */
    readonly signal?: AbortSignal,
  ) {}

  /** Seconds since the first step began. */
  get seconds(): number {
    return this.#began === undefined ? 0 : rounded((performance.now() - this.#began) / 1000);
  }

  begin(name: string): void {
    this.#began ??= performance.now();
    this.#stepBegan = this.seconds;
    this.progress.begin(name);
  }

  event(event: LabEvent): void {
    this.progress.event(event);
  }

  end(step: DrillStep): void {
    const timed = { ...step, began: this.#stepBegan, seconds: rounded(this.seconds - this.#stepBegan) };
    this.steps.push(timed);
    this.progress.end(timed);
  }
}
