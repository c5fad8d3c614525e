import { type Course, Ended, firstAnswer, type Rounds, Unanswered } from '../../../cli/switch/rounds';

/** A course whose pauses are noted, and take their time off the clock only. */
function course(): Course & { readonly pauses: number[]; readonly lines: string[] } {
  const [pauses, lines]: [number[], string[]] = [[], []];
  let now = 0;
  return {
    pauses,
    lines,
    now: () => now,
    random: () => 0,
    sleep: async (ms) => {
      pauses.push(ms);
      now += ms;
    },
    failed: (line) => void lines.push(line),
  };
}

const rounds = (
  ask: (target: string) => Promise<string>,
  more: Partial<Rounds<string, string>> = {},
): Rounds<string, string> => ({
  targets: ['a', 'b'],
  nameOf: (target) => target,
  ask,
  ends: () => false,
  untilMs: 10_000,
  ...more,
});

const failing = async (): Promise<string> => {
  throw new Error('no');
};

test('pauses longer after each round, and ends with the time', async () => {
  const at = course();
  await expect(firstAnswer(rounds(failing), at)).rejects.toThrow(Unanswered);
  expect(at.pauses).toEqual([500, 1000, 2000, 4000, 2500]);
  expect(at.lines.slice(0, 3)).toEqual(['a: no', 'b: no', 'a: no']);
});

test('a pause is up to a half shorter, so that operators do not all ask at once', async () => {
  const at = { ...course(), random: () => 0.999 };
  await expect(firstAnswer(rounds(failing, { most: 2 }), at)).rejects.toThrow(Unanswered);
  expect(at.pauses[0]).toBeCloseTo(250, 0);
});

test('a single round does not pause', async () => {
  const at = course();
  await expect(firstAnswer(rounds(failing, { most: 1 }), at)).rejects.toThrow(Unanswered);
  expect(at.pauses).toEqual([]);
});

test('what neither answers nor fails is cut off', async () => {
  const silent = (target: string): Promise<string> =>
    target === 'a' ? new Promise(() => undefined) : Promise.resolve('b here');
  const at = course();
  expect(await firstAnswer(rounds(silent, { untilMs: 60 }), at)).toEqual({ answer: 'b here', target: 'b' });
  expect(at.lines).toEqual(['a: no answer within 0.1 s']);
});

test('what an answer ends, ends it', async () => {
  const asked: string[] = [];
  const ask = async (target: string): Promise<string> => {
    asked.push(target);
    return failing();
  };
  await expect(firstAnswer(rounds(ask, { ends: () => true }), course())).rejects.toThrow(Ended);
  expect(asked).toEqual(['a']);
});
