import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runLab, synthesizeHere } from '../lab/runner';
import { median } from './median';

/** Seconds that a stack takes in the lab: init, validate, plan, apply and a second plan by real Terraform. */
const RUNS = 3;
const GOAL = 0.7;

async function secondsPerStack(scratch: string): Promise<number> {
  const work = mkdtempSync(join(scratch, 'run-'));
  const { passed, stacks, seconds } = await runLab({
    workDir: join(work, 'lab'),
    out: join(scratch, 'out'),
    mode: 'apply',
  });
  if (!passed) throw new Error(`the lab failed: ${stacks.map(({ stack, error }) => `${stack}: ${error}`).join('\n')}`);
  return seconds / stacks.length;
}

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
  try {
    synthesizeHere(join(ROOT, 'platform.config.ts'), join(scratch, 'out'));
    const runs: number[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(await secondsPerStack(scratch));
    const seconds = median(runs);
    console.log(
      `lab, first apply of the default platform, median of ${RUNS}:\n  ${'seconds a stack'.padEnd(40)}${seconds.toFixed(2)}  (goal <= ${GOAL}: ${seconds <= GOAL ? 'met' : 'missed'})`,
    );
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
