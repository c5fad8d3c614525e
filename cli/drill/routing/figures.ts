/** One number that a drill reports, beside what it should be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'seconds' | 'count';
  /** Greatest value with which it passes. @default - it is only told */
  readonly atMost?: number;
  /** What is said instead of a target, where there is none. */
  readonly note?: string;
  readonly passed: boolean;
}

/** Targets, in seconds. docs/routing.md says what they rest on. */
export const TARGETS = {
  /** From the command to the first accepted write, every Region alive. */
  plannedRto: 3,
  /** From the command to the first accepted write elsewhere, the writer dead or cut. With a lease of 6 s; a longer one adds its difference. */
  lossRto: 10,
  /** From the last accepted write to the next, in a planned move. */
  plannedReadOnly: 2,
} as const;

/** The lease for which the targets are given, in seconds. */
const LEASE_SECONDS = 6;

/** The target for the loss of a writer whose lease is longer than usual: all of it has to be waited for. */
export const lossTarget = (leaseSeconds: number): number =>
  TARGETS.lossRto + 1.02 * Math.max(0, leaseSeconds - LEASE_SECONDS);

/** @param value - milliseconds; `undefined` where it never happened */
export function duration(
  name: string,
  value: number | undefined,
  atMostSeconds: number | undefined,
  note?: string,
): Figure {
  const seconds = value === undefined ? Number.POSITIVE_INFINITY : Math.round(value) / 1_000;
  return {
    name,
    unit: 'seconds',
    value: seconds,
    passed: atMostSeconds === undefined ? value !== undefined : seconds <= atMostSeconds,
    ...(atMostSeconds !== undefined && { atMost: atMostSeconds }),
    ...(note !== undefined && { note }),
  };
}

/** How often something happened that should not. */
export const none = (name: string, value: number): Figure => ({
  name,
  value,
  unit: 'count',
  atMost: 0,
  passed: value === 0,
});

/** A number that has no target. */
export const told = (name: string, value: number, note: string): Figure => ({
  name,
  value,
  unit: 'count',
  note,
  passed: true,
});
