import { DEFAULT_TIMING, timingOf, waitMs } from '../../../lambdas/shared/timing';

test.each([5, 6, 60])('a lease of %i s is taken', (seconds) =>
  expect(timingOf(seconds)).toEqual({ leaseMs: seconds * 1000, sendMs: 1000, skewMs: 500 }),
);

test.each([4.999, 61, 0, -6, Number.NaN])('a lease of %d s is refused', (seconds) =>
  expect(() => timingOf(seconds)).toThrow(/is out of range: 5 to 60 s, .* Set routing.lease.seconds\.$/),
);

test('a lease that writes could outlive is refused', () =>
  expect(() => timingOf(6, { sendMs: 2000, skewMs: 500 })).toThrow(
    new RangeError(
      'A lease of 6 s is out of range: 5 to 60 s, and at least 6.5 s (3 x 2000 ms to send and 500 ms of skew). Set routing.lease.seconds.',
    ),
  ));

test('the wait outlasts a lease on a clock that is 2 % slower', () => expect(waitMs(DEFAULT_TIMING)).toBe(6320));
