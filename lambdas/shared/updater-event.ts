import * as z from 'zod/mini';
import type { HealthReport } from './ports';
import type { Region } from './record';

/** The event of `AppStateUpdater`. The first three fields are those of AWS's Multi-Region Application Architecture; the others may be left out. */
export interface UpdaterEvent {
  readonly AppId: string;
  /** Must be this deployment's own control table: a guard against a command meant for another platform. */
  readonly TableName: string;
  /** `active`, `fenced` or `failover`, in any case. */
  readonly NewState: string;
  /** Region to write. @default failover: the Region asked, if it is not the primary; else the only other one */
  readonly TargetRegion?: string;
  /** Pattern active-active: the Region to take out, instead of a target. */
  readonly WithoutRegion?: string;
  /** Refuse if the state has another epoch. */
  readonly ExpectedEpoch?: number;
  /** Why, for the history. */
  readonly Reason?: string;
  /** Who. The function cannot see its caller, so this is a claim; CloudTrail holds the truth. */
  readonly Actor?: string;
  /** Read, check and change nothing. @default false */
  readonly DryRun?: boolean;
  /** Do not ask for the target's deep health. @default false */
  readonly SkipChecks?: boolean;
  /** Pattern data-residency: which zone. @default that of the Region asked */
  readonly Zone?: string;
  /** Set by an updater that passes its request on; it is not passed on a second time. */
  readonly ForwardedFrom?: string;
  /** Only learn the present state and answer the Region's health; with `DryRun`, only answer. `NewState` is not needed then. @default false */
  readonly CheckOnly?: boolean;
}

/** State and writers, as answers show them. */
export interface PlacementView {
  readonly epoch: number;
  readonly state: string;
  readonly writers: readonly Region[];
  readonly serving: Region;
  readonly primary: Region;
}

/** What a move came to, as both the updater and the API answer it. */
export interface MoveSummary {
  readonly changed: boolean;
  readonly dryRun: boolean;
  readonly from: PlacementView;
  readonly to: PlacementView;
  /** The steps taken, or of a dry run, those that would be. */
  readonly steps: readonly { readonly kind: string; readonly state: string; readonly writers: readonly Region[] }[];
  /** Regions whose fences answered that they are closed. */
  readonly confirmed: readonly Region[];
  /** Milliseconds waited for leases; of a dry run, the most that it may come to. */
  readonly waitedMs: number;
  readonly tookMs: number;
  /** Deep health of the Regions opened, where any was asked for. */
  readonly health?: readonly HealthReport[];
}

const placement = z.object({
  epoch: z.int(),
  state: z.string(),
  writers: z.array(z.string()),
  serving: z.string(),
  primary: z.string(),
});

const status = z.enum(['ok', 'degraded', 'failing']);

const healthReport = z.object({
  status,
  region: z.string(),
  checks: z.record(
    z.string(),
    z.object({
      status,
      ms: z.number(),
      role: z.exactOptional(z.enum(['writer', 'replica'])),
      error: z.exactOptional(z.string()),
    }),
  ),
});

/** What another Region's updater answers to a move that it took. */
export const moveSummary = z.object({
  changed: z.boolean(),
  dryRun: z.boolean(),
  from: placement,
  to: placement,
  steps: z.array(z.object({ kind: z.string(), state: z.string(), writers: z.array(z.string()) })),
  confirmed: z.array(z.string()),
  waitedMs: z.number(),
  tookMs: z.number(),
  health: z.exactOptional(z.array(healthReport)),
});

/** What another Region's updater answers to `CheckOnly`. */
export const checkAnswer = z.object({ statusCode: z.literal(200), health: healthReport });

/** The envelope of every answer. */
export const answerEnvelope = z.object({ statusCode: z.int(), body: z.string() });
