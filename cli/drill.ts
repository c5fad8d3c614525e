import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError } from '../config';
import { LabError } from '../lab/runner';
import { ALL, type Arguments, asksForList, list, parseArguments, UsageError, usage } from './drill/arguments';
import { drillPage } from './drill/html';
import { progressOn } from './drill/progress';
import { rehearsalOf } from './drill/rehearsal';
import { overview, report } from './drill/report';
import type { DrillResult } from './drill/result';
import { drill } from './drill/run';
import { Stage } from './drill/stage';
import { Interrupted } from './drill/story';

/** `npm run drill`. @returns the exit code: 1 where a law did not hold, 2 where nothing could be drilled */
export async function main(args: readonly string[]): Promise<number> {
  try {
    if (asksForList(args)) {
      console.log(list());
      return 0;
    }
    const understood = parseArguments(args);
    if (understood.routing) {
      // Only here: what it needs takes half a second to load.
      const { runRoutingDrill } = require('./drill/routing/command') as typeof import('./drill/routing/command');
      return await runRoutingDrill(understood.routing, understood.json, process.stdout);
    }
    if (understood.scenario !== undefined) return await run(understood);
    console.log(usage());
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\nnpm run drill -- --help shows how it is used.`);
      return 2;
    }
    if (error instanceof Interrupted) return INTERRUPTED;
    if (!(error instanceof LabError || error instanceof ConfigError || isSystemError(error))) throw error;
    console.error(error.message);
    return error instanceof LabError ? 1 : 2;
  }
}

/** 128 and the number of SIGINT. */
const INTERRUPTED = 130;

/** A file or folder that cannot be read or written: its message names it. */
const isSystemError = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

async function run(args: Arguments): Promise<number> {
  const rehearsal = rehearsalOf(args.config);
  const dir = workFolder(args.keep);
  const progress = progressOn(process.stdout);
  const interrupted = new AbortController();
  const stop = (): void => {
    console.error('Stopping: what Terraform is doing is ended first. Once more stops at once.');
    interrupted.abort();
  };
  process.once('SIGINT', stop);
  try {
    const results = await drill(args, rehearsal, new Stage(dir, progress, interrupted.signal), progress);
    progress.stop();
    write(args, results);
    for (const result of results) console.log(`\n${report(result)}`);
    if (args.scenario === ALL) console.log(`\n${overview(results).join('\n')}`);
    if (args.keep !== undefined) console.log(`\nStates and plans: ${path.relative(process.cwd(), dir) || '.'}`);
    return results.every(({ passed }) => passed) ? 0 : 1;
  } finally {
    progress.stop();
    process.off('SIGINT', stop);
    if (args.keep === undefined) rmSync(dir, { recursive: true, force: true });
  }
}

function write({ scenario, json, html }: Arguments, results: readonly DrillResult[]): void {
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(scenario === ALL ? results : results[0], null, 2)}\n`);
  if (html !== undefined) writeFileSync(html, drillPage(results));
}

/** A folder of our own, or the one that is to be kept. */
function workFolder(keep: string | undefined): string {
  if (keep === undefined) return mkdtempSync(path.join(tmpdir(), 'drill-'));
  const dir = path.resolve(keep);
  if (existsSync(dir) && readdirSync(dir).length > 0)
    throw new UsageError(`--keep: ${keep} is not empty. Name a new folder, or empty it.`);
  mkdirSync(dir, { recursive: true });
  return dir;
}

if (require.main === module) {
  main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
