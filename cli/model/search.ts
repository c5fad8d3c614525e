import fc from 'fast-check';
import type { Arguments } from './arguments';
import { runOriginalProtocol } from './original-protocol';
import { replicatedRegister } from './replicated-register';
import { run } from './run';
import { type Schedule, scheduleOf } from './schedule';

/** What a search came to. */
export interface Finding {
  /** Schedules played, those of the shrinking not counted. */
  readonly runs: number;
  readonly seed: number;
  readonly writes: number;
  readonly commits: number;
  /** The least schedule that breaks an invariant, and which; absent where none does. */
  readonly counterexample?: { readonly schedule: Schedule; readonly violations: readonly string[] };
}

/** So often the event loop gets its turn: a simulated second costs none of it. */
const BREATHE_EVERY = 50;

/** Plays random schedules until one breaks an invariant, and then looks for the least that does. */
export async function search(
  { runs, seed = Math.floor(Math.random() * 2 ** 31), regions, without, protocol }: Omit<Arguments, 'help'>,
  onRun: (played: number) => void = () => undefined,
): Promise<Finding> {
  const total = { runs: 0, writes: 0, commits: 0 };
  const play = async (schedule: Schedule): Promise<readonly string[]> => {
    if (protocol === 'original') return runOriginalProtocol(schedule);
    const options = protocol === 'replicated' ? { without, register: replicatedRegister() } : { without };
    const { violations, writes, commits } = await run(schedule, options);
    total.writes += writes;
    total.commits += commits;
    return violations;
  };
  const details = await fc.check(
    fc.asyncProperty(scheduleOf(regions === undefined ? {} : { regions }), async (schedule) => {
      total.runs += 1;
      if (total.runs % BREATHE_EVERY === 0) await new Promise((resolve) => setImmediate(resolve));
      onRun(total.runs);
      return (await play(schedule)).length === 0;
    }),
    { numRuns: runs, seed },
  );
  const [schedule] = details.counterexample ?? [];
  const found = { seed, writes: total.writes, commits: total.commits, runs: details.numRuns };
  return schedule === undefined ? found : { ...found, counterexample: { schedule, violations: await play(schedule) } };
}
