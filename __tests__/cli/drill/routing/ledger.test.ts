import fc from 'fast-check';
import { type Applied, doubleWrites, type Epoch, Ledger } from '../../../../cli/drill/routing/ledger';

const write = (atMs: number, region: string, epoch: number, writer = region): Applied => ({
  atMs,
  region,
  epoch,
  writer,
});
const EPOCHS: readonly Epoch[] = [
  { epoch: 0, writers: ['us'] },
  { epoch: 1, writers: [] },
  { epoch: 2, writers: ['eu'] },
  { epoch: 3, writers: [] },
  { epoch: 4, writers: ['us'] },
];

describe('double writes', () => {
  test('none where each Region wrote in its own epochs, one after the other', () =>
    expect(doubleWrites([write(1, 'us', 0), write(5, 'us', 0), write(6, 'eu', 2), write(9, 'us', 4)], EPOCHS)).toEqual(
      [],
    ));

  test.each<[string, Applied]>([
    ['in an epoch of another Region', write(7, 'us', 2)],
    ['in an epoch in which nobody writes', write(7, 'us', 1)],
    ['in an epoch that was never committed', write(7, 'us', 7)],
    ['in its own epoch, after another Region has written in a later one', write(7, 'us', 0)],
    ['with the stamp of another Region', write(7, 'us', 2, 'eu')],
  ])('a write %s', (_what, wrong) => {
    const right = [write(1, 'us', 0), write(6, 'eu', 2), write(8, 'eu', 2)];
    expect(doubleWrites([...right, wrong], EPOCHS)).toEqual([wrong]);
  });

  test('the order in which they are listed says nothing', () =>
    fc.assert(
      fc.property(
        fc.shuffledSubarray([write(1, 'us', 0), write(6, 'eu', 2), write(7, 'us', 0), write(9, 'us', 4)], {
          minLength: 4,
        }),
        (applied) => expect(doubleWrites(applied, EPOCHS)).toEqual([write(7, 'us', 0)]),
      ),
    ));

  test('Regions that may write at the same time may take turns', () => {
    const both = [
      { epoch: 0, writers: ['eu', 'us'] },
      { epoch: 1, writers: ['eu', 'us'] },
    ];
    expect(doubleWrites([write(1, 'eu', 1), write(2, 'us', 0), write(3, 'us', 1)], both)).toEqual([]);
  });
});

test('the first and the last accepted write of a Region, by when their clients were told', () => {
  const ledger = new Ledger();
  const attempt = (region: string, answeredMs: number, outcome: 'accepted' | 'refused' = 'accepted') => ({
    region,
    sentMs: answeredMs - 1,
    answeredMs,
    outcome,
  });
  ledger.attempts.push(
    attempt('us', 30),
    attempt('us', 10),
    attempt('eu', 20, 'refused'),
    attempt('eu', 60),
    attempt('eu', 50),
  );
  expect(ledger.firstAccepted('eu', 0)?.answeredMs).toBe(50);
  expect(ledger.firstAccepted('eu', 55)?.answeredMs).toBe(60);
  expect(ledger.lastAccepted('us', 50)?.answeredMs).toBe(30);
  expect(ledger.lastAccepted('us', 20)?.answeredMs).toBe(10);
  expect(ledger.firstAccepted('ap', 0)).toBeUndefined();
});
