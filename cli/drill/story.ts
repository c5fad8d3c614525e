import { ConfigError, type Platform, type PlatformConfig } from '../../config';
import type { Problem } from '../../config/problems';
import type { Faults } from '../../lab/provider';
import { type Lab, type LabRun, type Mode, synthesizeHere } from '../../lab/runner';
import { configDiff } from './config-text';
import type { Law, Seen } from './laws/law';
import type { Recorder } from './recorder';
import type { DrillStep } from './result';
import { drilledStack, faultTexts, mapOf } from './result-of';
import { type Snapshot, snapshotOf } from './snapshot';

/** What is done in a step, and what must be so afterwards. */
export interface StepOptions {
  /** The config from now on. @default the one of the step before */
  readonly config?: PlatformConfig;
  /** @default apply */
  readonly mode?: Mode;
  /** Stacks to run. @default - all */
  readonly only?: readonly string[];
  /** @default nothing goes wrong */
  readonly faults?: Faults;
  readonly laws: readonly Law[];
}

/** Thrown where a step's laws did not all hold: what comes after it would say nothing. */
export class StepFailed extends Error {
  override name = 'StepFailed';
}

/** Thrown where somebody has pressed Ctrl-C. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** A platform and what happens to it, one step after another. */
export class Story {
  #config: PlatformConfig;
  #platform: Platform;
  /** Every stack that there was; the state of one that is no longer synthesized stays. */
  readonly #stacks = new Set<string>();

  /** @param config what is applied, or is to be applied first */
  constructor(
    private readonly lab: Lab,
    private readonly out: string,
    config: PlatformConfig,
    private readonly recorder: Recorder,
  ) {
    this.#config = config;
    this.#platform = this.synthesize(config);
  }

  get config(): PlatformConfig {
    return this.#config;
  }

  get world(): Lab['provider']['world'] {
    return this.lab.provider.world;
  }

  /** What exists now. */
  snapshot(): Snapshot {
    return snapshotOf(this.lab, this.#stacks);
  }

  /** Synthesizes, runs the stacks, and holds the laws against what happened. @throws StepFailed */
  async step(
    name: string,
    { config = this.#config, mode = 'apply', only, faults = {}, laws }: StepOptions,
  ): Promise<Seen> {
    const { recorder, lab } = this;
    recorder.begin(name);
    const [previous, before] = [this.#platform, this.snapshot()];
    const diff = configDiff(this.#config, config);
    this.#platform = this.synthesize(config);
    this.#config = config;
    const run = await lab.run({
      out: this.out,
      mode,
      faults,
      ...(only && { only }),
      ...(recorder.signal && { signal: recorder.signal }),
      onEvent: (event) => recorder.event(event),
    });
    if (recorder.signal?.aborted) throw new Interrupted('Stopped.');
    const seen: Seen = { stacks: run.stacks, platform: this.#platform, previous, before, after: this.snapshot() };
    this.end(
      name,
      { mode, faults, diff, run },
      laws.map((law) => [law.name, law.broken(seen)]),
    );
    return seen;
  }

  /** Holds against what exists that which no run shows. @throws StepFailed */
  look(name: string, laws: readonly Law[]): void {
    this.recorder.begin(name);
    const now = this.snapshot();
    const seen: Seen = { stacks: [], platform: this.#platform, previous: this.#platform, before: now, after: now };
    this.end(
      name,
      { diff: [] },
      laws.map((law) => [law.name, law.broken(seen)]),
    );
  }

  /** A config that synth must refuse; the story goes on with the one before. @throws StepFailed */
  refused(
    name: string,
    config: PlatformConfig,
    law: string,
    accepts: (problems: readonly Problem[]) => string | undefined,
  ): void {
    this.recorder.begin(name);
    const diff = configDiff(this.#config, config);
    let problems: readonly Problem[] = [];
    try {
      synthesizeHere(config, `${this.out}-refused`);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems = error.problems;
    }
    const refusal = problems.map(({ path: at, message }) => `${at}  ${message}`).join('\n');
    const reason = problems.length === 0 ? 'synth accepted it' : accepts(problems);
    this.end(name, { mode: 'synth', diff, refusal }, [[law, reason && `${law}: ${reason}`]]);
  }

  async close(): Promise<void> {
    await this.lab.close();
  }

  private synthesize(config: PlatformConfig): Platform {
    const platform = synthesizeHere(config, this.out);
    for (const name of platform.deployOrder) this.#stacks.add(name);
    return platform;
  }

  private end(
    name: string,
    {
      mode,
      faults = {},
      diff,
      run,
      refusal,
    }: { mode?: DrillStep['mode']; faults?: Faults; diff: readonly string[]; run?: LabRun; refusal?: string },
    held: readonly (readonly [law: string, reason: string | undefined])[],
  ): void {
    const broken = held.find(([, reason]) => reason !== undefined)?.[1];
    const dead = [...(faults.dead ?? [])];
    this.recorder.end({
      name,
      passed: broken === undefined,
      ...(broken !== undefined && { reason: broken }),
      ...(mode !== undefined && { mode }),
      diff,
      faults: faultTexts(faults),
      dead,
      stacks: run?.stacks.map(drilledStack) ?? [],
      calls: run?.calls ?? {},
      laws: held.map(([law, reason]) => ({
        law,
        passed: reason === undefined,
        ...(reason !== undefined && { reason }),
      })),
      ...(refusal && { refusal }),
      map: mapOf(this.#platform),
    });
    if (broken !== undefined) throw new StepFailed(broken);
  }
}
