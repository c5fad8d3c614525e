import { type Arguments, parseArguments, UsageError, usage } from './model/arguments';
import { describeSchedule } from './model/describe-schedule';
import { search } from './model/search';

const PROGRESS_MS = 1000;
const MOST_VIOLATIONS = 5;

/** `npm run model`. @returns the exit code: 1 where an invariant was broken, 2 where the command line is wrong */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const understood = parseArguments(args);
    if (!understood.help) return await play(understood);
    console.log(usage());
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\nnpm run model -- --help shows how it is used.`);
    return 2;
  }
}

async function play(args: Arguments): Promise<number> {
  // Refusals are errors, and a model makes millions that nobody prints.
  Error.stackTraceLimit = 0;
  const startedMs = Date.now();
  let shownMs = startedMs;
  const { counterexample, runs, seed, writes, commits } = await search(args, (played) => {
    const nowMs = Date.now();
    if (nowMs - shownMs < PROGRESS_MS) return;
    shownMs = nowMs;
    if (process.stderr.isTTY) process.stderr.write(`\r${played} of ${args.runs} schedules`);
  });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const took = `${((Date.now() - startedMs) / 1000).toFixed(1)} s`;
  const off = args.without.length > 0 ? ` without ${args.without.join(', ')}` : '';
  const what = `${args.protocol} protocol${off}, seed ${seed}`;
  if (counterexample === undefined) {
    console.log(`${runs} schedules, 0 violations (${what}).`);
    if (args.protocol !== 'original') console.log(`${writes} writes applied, ${commits} epochs committed.`);
    console.log(`Took ${took}.`);
    return 0;
  }
  const { schedule, violations } = counterexample;
  console.log(`Schedule ${runs} breaks an invariant (${what}). The least that does, found in ${took}:\n`);
  for (const line of describeSchedule(schedule)) console.log(`  ${line}`);
  console.log('');
  for (const violation of violations.slice(0, MOST_VIOLATIONS)) console.log(`  ${violation}`);
  if (violations.length > MOST_VIOLATIONS) console.log(`  and ${violations.length - MOST_VIOLATIONS} more`);
  console.log(`\nAs data: ${JSON.stringify(schedule)}`);
  return 1;
}

if (require.main === module)
  main(process.argv.slice(2)).then(
    (status) => {
      process.exitCode = status;
    },
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
