import fc from 'fast-check';
import type { AppState, Pattern } from '../../lambdas/shared/record';

/** A Region: by place in the list, or whichever writes at that moment. */
export type Who = number | 'writer';

/** What goes wrong, or is asked for, at a moment. */
export type Incident = { readonly atMs: number } & (
  | { readonly kind: 'cut'; readonly from: Who; readonly to: Who; readonly bothWays: boolean; readonly forMs: number }
  /** Cut from every other Region; its own clients go on. `register`: from the register only. */
  | { readonly kind: 'isolate'; readonly region: Who; readonly from: 'all' | 'register'; readonly forMs: number }
  | { readonly kind: 'kill'; readonly region: Who; readonly forMs: number }
  /** A register Region, by place; where the register lies in the application's Regions it is one of those. */
  | { readonly kind: 'kill-register'; readonly endpoint: number; readonly forMs: number }
  /** A process that stands still, and finds its monotonic clock stopped or not. */
  | {
      readonly kind: 'freeze';
      readonly region: Who;
      readonly process: number;
      readonly stopsClock: boolean;
      readonly forMs: number;
    }
  | {
      readonly kind: 'move';
      /** Region whose updater is asked. */
      readonly asked: Who;
      readonly state: AppState;
      readonly target?: Who;
      /** Pattern active-active: the Region taken out, instead of `target`. */
      readonly without?: Who;
      readonly dryRun: boolean;
      /** The proposer's process dies so long after it was asked. */
      readonly diesAfterMs?: number;
    }
);

/** One run of the model: the same schedule runs the same way, always. */
export interface Schedule {
  readonly seed: number;
  /** How many Regions the application has. */
  readonly regions: number;
  readonly pattern: Pattern;
  /** The register's three Regions are others than the application's. */
  readonly registerApart: boolean;
  /** Probability that a request is lost, and again that an answer is. */
  readonly loss: number;
  /** Probability that a request to the register or to a fence is delivered up to 20 s late. */
  readonly late: number;
  readonly incidents: readonly Incident[];
}

/** Incidents begin before this moment. */
export const INCIDENTS_UNTIL_MS = 26_000;

const atMs = fc.integer({ min: 0, max: INCIDENTS_UNTIL_MS });
const forMs = fc.integer({ min: 200, max: 20_000 });

const incidentsOf = (regions: number, pattern: Pattern): fc.Arbitrary<readonly Incident[]> => {
  const index = fc.integer({ min: 0, max: regions - 1 });
  const who: fc.Arbitrary<Who> = fc.oneof(
    { weight: 2, arbitrary: fc.constant<Who>('writer') },
    { weight: 3, arbitrary: index },
  );
  const target = fc.option(index, { nil: undefined, freq: 5 });
  const state = fc.constantFrom<AppState>('active', 'fenced', 'failover', 'failover', 'failover');
  // An absent value is what shrinking tries first, so it shall be the harmless one.
  const diesAfterMs = fc.option(fc.integer({ min: 0, max: 8000 }), { nil: undefined, freq: 1 });
  const move = fc
    .record({ atMs, asked: who, state, target, out: fc.boolean(), dryRun: fc.integer({ min: 0, max: 9 }), diesAfterMs })
    .map(
      ({ target, out, dryRun, diesAfterMs, state, ...rest }): Incident => ({
        kind: 'move',
        ...rest,
        state,
        ...(target !== undefined &&
          state !== 'fenced' &&
          (out && pattern === 'active-active' && state === 'failover' ? { without: target } : { target })),
        dryRun: dryRun === 9,
        ...(diesAfterMs !== undefined && { diesAfterMs }),
      }),
    );
  const cut = fc
    .record({ atMs, from: who, to: who, bothWays: fc.boolean(), forMs })
    .map((rest): Incident => ({ kind: 'cut', ...rest }));
  const isolate = fc
    .record({ atMs, region: who, from: fc.constantFrom('all' as const, 'register' as const), forMs })
    .map((rest): Incident => ({ kind: 'isolate', ...rest }));
  const kill = fc.record({ atMs, region: who, forMs }).map((rest): Incident => ({ kind: 'kill', ...rest }));
  const killRegister = fc
    .record({ atMs, endpoint: fc.integer({ min: 0, max: 2 }), forMs })
    .map((rest): Incident => ({ kind: 'kill-register', ...rest }));
  const freeze = fc
    .record({ atMs, region: who, process: fc.integer({ min: 0, max: 1 }), stopsClock: fc.boolean(), forMs })
    .map((rest): Incident => ({ kind: 'freeze', ...rest }));
  // What an operator does after seeing trouble: the case that the wait and the lease are for.
  const disaster = fc
    .record({
      atMs,
      trouble: fc.constantFrom('isolate' as const, 'kill' as const),
      forMs,
      to: index,
      afterMs: fc.integer({ min: 0, max: 4000 }),
    })
    .map(({ atMs, trouble, forMs, to, afterMs }): readonly Incident[] => [
      trouble === 'kill'
        ? { atMs, kind: 'kill', region: 'writer', forMs }
        : { atMs, kind: 'isolate', region: 'writer', from: 'all', forMs },
      { atMs: atMs + afterMs, kind: 'move', asked: to, state: 'failover', target: to, dryRun: false },
    ]);
  const single = fc.oneof(
    { weight: 4, arbitrary: move },
    { weight: 2, arbitrary: cut },
    { weight: 2, arbitrary: isolate },
    { weight: 1, arbitrary: kill },
    { weight: 1, arbitrary: killRegister },
    { weight: 1, arbitrary: freeze },
  );
  return fc
    .array(
      fc.oneof({ weight: 5, arbitrary: single.map((incident) => [incident]) }, { weight: 2, arbitrary: disaster }),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((groups) => groups.flat());
};

const PATTERNS: fc.Arbitrary<Pattern> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Pattern>('active-passive') },
  { weight: 1, arbitrary: fc.constant<Pattern>('active-active') },
  { weight: 1, arbitrary: fc.constant<Pattern>('data-residency') },
);

/** Random schedules; of those that fail fast-check finds the smallest it can. */
export const scheduleOf = (only: { readonly regions?: number } = {}): fc.Arbitrary<Schedule> =>
  fc
    .tuple(only.regions === undefined ? fc.constantFrom(2, 2, 3, 3, 4, 5) : fc.constant(only.regions), PATTERNS)
    .chain(([regions, pattern]) =>
      fc.record({
        seed: fc.nat(),
        regions: fc.constant(regions),
        pattern: fc.constant(pattern),
        registerApart: fc.boolean(),
        loss: fc.constantFrom(0, 0.01, 0.05),
        late: fc.constantFrom(0, 0.05),
        incidents: incidentsOf(regions, pattern),
      }),
    );
