import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PlatformConfig } from '../../config';
import { type Counts, type Lab, type LabRun, openLab, type RunOptions, synthesizeHere } from '../../lab/runner';

/** Settings of a run; the folder is synthesized from the config. */
export type StoryOptions = Partial<Omit<RunOptions, 'out' | 'mode'>>;

/** A simulated AWS and what happens to it, one config after another. */
export class Story {
  static readonly #all: Story[] = [];
  #ended = false;

  private constructor(
    readonly lab: Lab,
    private readonly dir: string,
  ) {
    Story.#all.push(this);
  }

  /** For `afterAll`: ends and deletes every story, also of a test that failed. */
  static async cleanUp(): Promise<void> {
    for (const story of Story.#all.splice(0)) {
      await story.end();
      rmSync(story.dir, { recursive: true });
    }
  }

  /** @param from an ended story to go on from, in a copy of its folder. @default nothing exists */
  static async begin(from?: Story): Promise<Story> {
    const dir = mkdtempSync(path.join(tmpdir(), 'lab-story-'));
    const workDir = path.join(dir, 'work');
    return new Story(await openLab({ workDir, ...(from && { from: from.workDir }) }), dir);
  }

  get workDir(): string {
    return path.join(this.dir, 'work');
  }

  apply(config: PlatformConfig | string, options: StoryOptions = {}): Promise<LabRun> {
    return this.run('apply', config, options);
  }

  plan(config: PlatformConfig | string, options: StoryOptions = {}): Promise<LabRun> {
    return this.run('plan', config, options);
  }

  /** Ends it; the work folder stays, for others to begin with. */
  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.lab.close();
  }

  private run(mode: 'apply' | 'plan', config: PlatformConfig | string, options: StoryOptions): Promise<LabRun> {
    const out = path.join(this.dir, 'out');
    synthesizeHere(config, out);
    return this.lab.run({ out, mode, ...options });
  }
}

/** What went wrong, stack by stack; empty where all passed. */
export const errorsOf = (run: LabRun): string[] =>
  run.stacks.flatMap(({ stack, error }) => (error === undefined ? [] : [`${stack}: ${error}`]));

/** `{ 'region-eu-west-1': ['update aws_x.y'] }`: what each stack plans; one with nothing to do is left out. */
export function changesOf(run: LabRun): Record<string, string[]> {
  return Object.fromEntries(
    run.stacks.flatMap(({ stack, changes }) =>
      changes.length === 0
        ? []
        : [
            [
              stack,
              changes
                .map(({ actions, importId, address }) =>
                  [
                    ...(importId === undefined ? [] : ['import']),
                    ...actions.filter((a) => a !== 'no-op'),
                    address,
                  ].join(' '),
                )
                .sort(),
            ],
          ],
    ),
  );
}

/** `{ global: { change: 2, destroy: 4 } }`: what each stack plans, in numbers; what is zero is left out. */
export const plannedIn = (run: LabRun): Record<string, Partial<Counts>> =>
  Object.fromEntries(
    run.stacks.flatMap(({ stack, planned = {} }) => {
      const counts = Object.entries(planned).filter(([, count]) => count > 0);
      return counts.length > 0 ? [[stack, Object.fromEntries(counts)]] : [];
    }),
  );

/** Stacks that called a Region, through another Region's provider or in its own name. */
export const callersOf = (region: string, run: LabRun): string[] =>
  run.stacks
    .filter(({ callList }) => callList.some((call) => call.region === region || call.via === region))
    .map(({ stack }) => stack);
