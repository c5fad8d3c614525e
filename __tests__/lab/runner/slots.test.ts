import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { Slots } from '../../../lab/runner/slots';

test('never runs more than its size at a time, and runs all, whatever fails', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.record({ urgency: fc.integer({ min: 0, max: 3 }), turns: fc.nat(4), fails: fc.boolean() })),
      async (size, tasks) => {
        const slots = new Slots(size);
        let running = 0;
        let most = 0;
        const outcomes = await Promise.allSettled(
          tasks.map(({ urgency, turns, fails }) =>
            slots.run(urgency, async () => {
              running += 1;
              most = Math.max(most, running);
              for (let i = 0; i < turns; i++) await turn();
              running -= 1;
              if (fails) throw new Error('failed');
            }),
          ),
        );
        expect(most).toBeLessThanOrEqual(size);
        expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(tasks.map(({ fails }) => fails));
      },
    ),
  ));

test('the most urgent waits least, and among equals the first', async () => {
  const slots = new Slots(1);
  const order: string[] = [];
  const task = (name: string, urgency: number) => slots.run(urgency, async () => void order.push(name));
  await Promise.all([task('first', 0), task('a', 1), task('urgent', 2), task('b', 1), task('c', 0)]);
  expect(order).toEqual(['first', 'urgent', 'a', 'b', 'c']);
});
