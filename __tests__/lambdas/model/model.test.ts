import fc from 'fast-check';
import { runOriginalProtocol } from '../../../cli/model/original-protocol';
import { PROTECTIONS, type Protection } from '../../../cli/model/protections';
import { replicatedRegister } from '../../../cli/model/replicated-register';
import { run } from '../../../cli/model/run';
import { type Schedule, scheduleOf } from '../../../cli/model/schedule';
import { search } from '../../../cli/model/search';

const SEED = 20_261_120;

// Refusals are errors; millions of stack traces that nobody prints would double the time.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

const shipped = { runs: 2000, seed: SEED, without: [], protocol: 'shipped' } as const;

test('2,000 random schedules of partitions, deaths, drifting clocks and concurrent operators break no invariant', async () => {
  const { counterexample, runs, writes, commits } = await search(shipped);
  expect(counterexample).toBeUndefined();
  expect(runs).toBe(2000);
  // The schedules must not hold because nothing happens in them.
  expect(writes).toBeGreaterThan(100_000);
  expect(commits).toBeGreaterThan(4000);
}, 300_000);

/** What each protection is for: of so many schedules some must break one of these invariants once it is gone. */
const EXPECTED: Readonly<Record<Protection, { readonly runs: number; readonly invariants: RegExp }>> = {
  fence: { runs: 20, invariants: /^I[34] / },
  lease: { runs: 60, invariants: /^I[45] / },
  wait: { runs: 150, invariants: /^I4 / },
  a1: { runs: 400, invariants: /^I4 / },
  compare: { runs: 100, invariants: /^I1 / },
};

describe('the model sees what is missing', () => {
  const schedules = fc.sample(scheduleOf(), { numRuns: 400, seed: SEED });

  const firstFailure = async (
    runs: number,
    invariants: RegExp,
    play: (schedule: Schedule) => Promise<readonly string[]>,
  ): Promise<string | undefined> => {
    for (const schedule of schedules.slice(0, runs)) {
      const found = (await play(schedule)).find((violation) => invariants.test(violation));
      if (found !== undefined) return found;
    }
    return undefined;
  };

  test.each(Object.keys(PROTECTIONS).filter((name): name is Protection => name in EXPECTED))(
    'without %s',
    async (protection) => {
      const { runs, invariants } = EXPECTED[protection];
      const play = async (schedule: Schedule) => (await run(schedule, { without: [protection] })).violations;
      expect(await firstFailure(runs, invariants, play)).toMatch(invariants);
    },
    60_000,
  );

  test('without the lease two Regions write at once, not only one that should have asked again', async () => {
    const play = async (schedule: Schedule) => (await run(schedule, { without: ['lease'] })).violations;
    expect(await firstFailure(200, /^I4 /, play)).toMatch(/^I4 /);
  });
});

test('every protection has a test', () =>
  expect(Object.keys(EXPECTED).sort()).toEqual(Object.keys(PROTECTIONS).sort()));

test('the same schedule runs the same way', async () => {
  const [schedule] = fc.sample(scheduleOf(), { numRuns: 1, seed: 7 });
  if (schedule === undefined) throw new Error('fast-check made no schedule');
  expect(await run(schedule)).toEqual(await run(schedule));
});

describe('protocols that do not hold', () => {
  const register = replicatedRegister();
  const replicated = async (schedule: Schedule) => (await run(schedule, { register })).violations;

  test.each([
    ['the same code over an eventually consistent table', replicated, /^I[124] /, 2, 0],
    ['the same code over an eventually consistent table', replicated, /^I[124] /, 3, 0],
    ['a state that only browsers look at', runOriginalProtocol, /^I4 /, 2, 12],
    ['a state that only browsers look at', runOriginalProtocol, /^I4 /, 3, 12],
  ] as const)(
    '%s (case %#)',
    async (_what, play, invariants, regions, least) => {
      let failed = 0;
      for (const schedule of fc.sample(scheduleOf({ regions }), { numRuns: 60, seed: SEED }))
        if ((await play(schedule)).some((violation) => invariants.test(violation))) failed += 1;
      expect(failed).toBeGreaterThan(least);
    },
    60_000,
  );
});
