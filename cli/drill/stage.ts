import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { PlatformConfig } from '../../config';
import { openLab, synthesizeHere } from '../../lab/runner';
import { gist } from './laws/plans';
import type { Progress } from './progress';
import { Recorder } from './recorder';
import { type Snapshot, snapshotOf } from './snapshot';
import { Interrupted, Story } from './story';

/** Thrown where the platform cannot even be applied when nothing goes wrong. */
export class NotApplied extends Error {
  override name = 'NotApplied';
}

interface Base {
  readonly workDir: string;
  readonly snapshot: Snapshot;
}

/** Where drills are played: platforms applied once, and a copy for every story that begins with one. */
export class Stage {
  readonly #bases = new Map<string, Promise<Base>>();
  #stories = 0;

  constructor(
    /** Folder for all that is written. */
    private readonly dir: string,
    private readonly progress: Progress,
    private readonly signal?: AbortSignal,
  ) {}

  recorder(): Recorder {
    return new Recorder(this.progress, this.signal);
  }

  /** Plays on a platform that is applied and settled. */
  async withApplied<T>(
    name: string,
    config: PlatformConfig,
    recorder: Recorder,
    play: (story: Story) => Promise<T>,
  ): Promise<T> {
    const { workDir } = await this.applied(config);
    return this.play(name, config, recorder, play, workDir);
  }

  /** Plays where nothing exists yet. */
  withNothing<T>(
    name: string,
    config: PlatformConfig,
    recorder: Recorder,
    play: (story: Story) => Promise<T>,
  ): Promise<T> {
    return this.play(name, config, recorder, play);
  }

  /** The platform, applied in one go with nothing going wrong. */
  applied(config: PlatformConfig): Promise<Base> {
    const key = JSON.stringify(config);
    const known = this.#bases.get(key) ?? this.apply(config, path.join(this.dir, `applied-${this.#bases.size + 1}`));
    this.#bases.set(key, known);
    return known;
  }

  private async apply(config: PlatformConfig, dir: string): Promise<Base> {
    const workDir = path.join(dir, 'work');
    const out = path.join(dir, 'out');
    this.progress.begin('the platform is applied for the first time');
    synthesizeHere(config, out);
    const lab = await openLab({ workDir });
    try {
      const run = await lab.run({
        out,
        mode: 'apply',
        ...(this.signal && { signal: this.signal }),
        onEvent: (event) => this.progress.event(event),
      });
      this.stopIfAsked();
      const failed = run.stacks.find(({ outcome }) => outcome === 'failed');
      if (failed)
        throw new NotApplied(`The platform could not be applied: ${failed.stack} failed: ${gist(failed.error ?? '')}`);
      const snapshot = snapshotOf(
        lab,
        run.stacks.map(({ stack }) => stack),
      );
      this.progress.applied(run);
      return { workDir, snapshot };
    } finally {
      await lab.close();
    }
  }

  private async play<T>(
    name: string,
    config: PlatformConfig,
    recorder: Recorder,
    play: (story: Story) => Promise<T>,
    from?: string,
  ): Promise<T> {
    this.stopIfAsked();
    this.#stories += 1;
    const dir = path.join(this.dir, `${String(this.#stories).padStart(2, '0')}-${name}`);
    mkdirSync(dir, { recursive: true });
    const lab = await openLab({ workDir: path.join(dir, 'work'), ...(from !== undefined && { from }) });
    try {
      return await play(new Story(lab, path.join(dir, 'out'), config, recorder));
    } finally {
      await lab.close();
    }
  }

  private stopIfAsked(): void {
    if (this.signal?.aborted) throw new Interrupted('Stopped.');
  }
}
