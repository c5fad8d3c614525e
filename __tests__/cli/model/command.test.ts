import { main } from '../../../cli/model';

/** Runs the command. @returns its exit code and what it printed */
async function command(line: string) {
  const printed: string[] = [];
  const write = (text: unknown): void => void printed.push(String(text));
  const spies = [
    jest.spyOn(console, 'log').mockImplementation(write),
    jest.spyOn(console, 'error').mockImplementation(write),
  ];
  const { stackTraceLimit } = Error;
  try {
    return { status: await main(line.split(' ')), text: printed.join('\n') };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    for (const spy of spies) spy.mockRestore();
  }
}

test('says what it played, and ends with 0 where nothing is broken', async () => {
  const { status, text } = await command('--runs 20 --seed 5');
  expect(status).toBe(0);
  expect(text).toMatch(
    /^20 schedules, 0 violations \(shipped protocol, seed 5\)\.\n\d+ writes applied, \d+ epochs committed\.\nTook /,
  );
});

test('shows the least schedule that breaks something, and ends with 1', async () => {
  const { status, text } = await command('--runs 50 --seed 3 --regions 2 --without fence');
  expect(status).toBe(1);
  expect(text).toContain('breaks an invariant (shipped protocol without fence, seed 3)');
  expect(text).toMatch(/\n {2}2 Regions, [\w-]+, register /);
  expect(text).toMatch(/\n {2}I3 at [\d.]+ s a write of epoch \d+ in region-\d passed a fence that showed epoch \d+/);
  expect(JSON.parse(text.split('As data: ')[1] ?? '')).toMatchObject({ regions: 2 });
}, 30_000);

test('ends with 2 where it is used wrongly', async () => {
  const { status, text } = await command('--runs many');
  expect([status, text]).toEqual([2, expect.stringContaining('allowed is a whole number')]);
});
