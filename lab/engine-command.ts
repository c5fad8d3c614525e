import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Arguments } from './arguments';
import { engineJson, engineReport, forgetAll, openEngine } from './engine';
import type { EngineArguments } from './engine-arguments';
import { progressLine } from './report';
import { type Mode, readManifest, synthesize } from './runner';
import { killTerraform } from './runner/terraform';
import { workplace } from './work-folder';

/** `apply`, `plan`, `validate` with the real provider before an emulator. @returns the exit code: 0 where nothing really failed */
export async function engineCommand(mode: Mode, args: Arguments, engine: EngineArguments): Promise<number> {
  const { platform, config, work } = workplace(args);
  const { account } = platform;
  const out = path.join(work, 'out');
  await synthesize(config, out);
  const width = Math.max(...readManifest(out).map(({ name }) => name.length));

  const lab = await openEngine({
    workDir: path.join(work, 'provider'),
    endpoint: engine.endpoint,
    account,
    ...(engine.mirror !== undefined && { mirror: engine.mirror }),
    jobs: args.jobs,
    timeoutSeconds: engine.timeoutSeconds,
  });
  const interrupted = new AbortController();
  const stop = (): void => {
    if (interrupted.signal.aborted) {
      killTerraform();
      process.exit(130);
    }
    console.error('Stopping: Terraform is asked to end. Once more kills it, and may leave a state locked.');
    interrupted.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  try {
    if (args.fresh && !(await forgetAll(lab.emulator)))
      console.error(`${lab.emulator.name} cannot be told to forget what it holds. Start it anew.`);
    if (lab.terraform.note) console.error(lab.terraform.note);
    const { version, wanted, fits } = lab.provider;
    if (!fits)
      console.error(`The mirror holds ${version}, and the stacks require ${wanted}: it is tried all the same.`);
    const run = await lab.run({
      out,
      mode,
      ...(args.only && { only: args.only }),
      dead: args.faults.dead ?? [],
      leaveOut: engine.leaveOut,
      variables: args.variables,
      signal: interrupted.signal,
      onEvent: (event) => {
        const line = progressLine(event, width);
        if (line !== undefined) console.log(line);
      },
    });
    console.log(`\n${engineReport(run)}`);
    if (args.json !== undefined) writeFileSync(args.json, engineJson(run));
    console.log(`\nStacks and plans: ${path.relative(process.cwd(), work) || '.'}/provider/stacks`);
    return run.passed ? 0 : 1;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    await lab.close();
  }
}
