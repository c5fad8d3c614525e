import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PlatformConfig } from '../../config';
import { type Lab, LabError, type LabRun, openLab, synthesizeHere } from '../../lab/runner';
import { planText } from './plan-text';
import { type RunbookPlan, type RunbookStory, START, STORIES } from './plans';

/** Runs every story in the lab. @returns the text of each plan, by its name */
export async function planTexts(stories: readonly RunbookStory[] = STORIES): Promise<Map<string, string>> {
  const dir = mkdtempSync(path.join(tmpdir(), 'runbooks-'));
  try {
    const start = path.join(dir, 'start');
    await inLab({ workDir: start }, (lab) => run(lab, dir, { name: 'start', config: START }));
    const texts = new Map<string, string>();
    for (const [index, story] of stories.entries()) {
      await inLab({ workDir: path.join(dir, `story-${index}`), from: start }, async (lab) => {
        for (const plan of story) texts.set(plan.name, planText(await run(lab, dir, plan)));
      });
    }
    return texts;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function inLab(options: Parameters<typeof openLab>[0], work: (lab: Lab) => Promise<unknown>): Promise<void> {
  const lab = await openLab(options);
  try {
    await work(lab);
  } finally {
    await lab.close();
  }
}

async function run(lab: Lab, dir: string, { name, config, dead, only, mode = 'apply' }: RunbookPlan): Promise<LabRun> {
  const out = path.join(dir, 'out');
  synthesizeHere(config as PlatformConfig, out);
  const done = await lab.run({ out, mode, ...(only && { only }), ...(dead && { faults: { dead } }) });
  const errors = done.stacks.flatMap(({ stack, error }) => (error === undefined ? [] : [`${stack}: ${error}`]));
  if (errors.length > 0) throw new LabError(`${name}:\n${errors.join('\n')}`);
  const called = (dead ?? []).filter((region) => done.calls[region] !== undefined);
  if (called.length > 0) throw new LabError(`${name}: ${called.join(', ')} is dead and was called.`);
  return done;
}
