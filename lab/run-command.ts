import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Arguments } from './arguments';
import { driftIn, makeDrift } from './drift';
import { progressLine, report, resultJson } from './report';
import { type Mode, openLab, readManifest, synthesize } from './runner';
import { workplace } from './work-folder';

/** `apply`, `plan`, `validate`: synthesizes, runs the stacks, tells what happens. @returns the exit code */
export async function runCommand(mode: Mode, args: Arguments): Promise<number> {
  const { config, work } = workplace(args);
  const drift = args.drift === undefined ? [] : driftIn(args.drift);
  const out = path.join(work, 'out');
  await synthesize(config, out);
  const width = Math.max(...readManifest(out).map(({ name }) => name.length));

  const interrupted = new AbortController();
  process.once('SIGINT', () => {
    console.error('Stopping: what Terraform is doing is ended first. Once more stops at once.');
    interrupted.abort();
  });
  const lab = await openLab({ workDir: work, jobs: args.jobs });
  try {
    if (lab.terraform.note) console.error(lab.terraform.note);
    makeDrift(lab.provider.world, drift);
    const run = await lab.run({
      out,
      mode,
      ...(args.only && { only: args.only }),
      faults: args.faults,
      variables: args.variables,
      planArgs: args.planArgs,
      ...(args.save !== undefined && { save: path.resolve(args.save) }),
      signal: interrupted.signal,
      onEvent: (event) => {
        const line = progressLine(event, width);
        if (line !== undefined) console.log(line);
      },
    });
    console.log(`\n${report(run)}`);
    if (args.json !== undefined) writeFileSync(args.json, resultJson(run));
    console.log(`\nStates and plans: ${path.relative(process.cwd(), work) || '.'}/stacks`);
    return run.passed ? 0 : 1;
  } finally {
    await lab.close();
  }
}
