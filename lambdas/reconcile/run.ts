import type { Region, Scope } from '../shared/record';

/** What a run is asked for. */
export interface ReconcileRequest {
  /** Epochs to compare. @default every one since the writer left the primary */
  readonly epochs?: readonly number[];
  readonly objects: boolean;
}

/** What one Region wrote in one epoch, compared with one other Region. */
export interface EpochReport {
  readonly epoch: number;
  /** Region that wrote. */
  readonly wr: Region;
  /** Region that this one is compared with. */
  readonly with: Region;
  /** Items compared. */
  readonly compared: number;
  /** Items that the other Region lacks. */
  readonly onlyHere: Sample;
  /** Items that this Region lacks. */
  readonly onlyThere: Sample;
  /** Items that both Regions changed without knowing of each other: one of the two is lost, a person decides which. */
  readonly conflicts: Sample;
}

/** How many keys there are, and the first of them: a report is one item, of at most 400 KB ("Service quotas"). */
export interface Sample {
  readonly count: number;
  readonly first: readonly string[];
}

/** An object that a bucket lacks, or holds with another content. */
export interface MissingObject {
  readonly key: string;
  readonly region: Region;
  readonly why: 'absent' | 'checksum';
}

/** Objects of the photos that became ready in the epochs compared. */
export interface ObjectsReport {
  /** Photos whose object was looked for. */
  readonly compared: number;
  /** How many objects are missing, or other ones than announced. */
  readonly count: number;
  /** The first of them. */
  readonly missing: readonly MissingObject[];
  /** Objects of this Region's bucket that no photo stands for: copies whose acceptance was refused. Nothing is lost with them; they may be deleted. */
  readonly orphans: Sample;
  /** Last key that was looked at for orphans; absent before the first and at the end. */
  readonly listedTo?: string;
}

/** One run, whole: as it is kept, and as it is answered. */
export interface ReconcileRun {
  readonly id: string;
  /** `running`, or `paused` when its time ran out (asking again goes on where it stopped), or at its end. */
  readonly state: 'running' | 'paused' | 'done' | 'failed';
  readonly request: ReconcileRequest;
  readonly startedMs: number;
  /** When it last said that it lives. */
  readonly updatedMs: number;
  /** Grows with each change: two runners of one run find out, and one of them stops. */
  readonly revision: number;
  /** What is to be compared; absent until it is known. */
  readonly plan?: readonly { readonly epoch: number; readonly wr: Region; readonly sinceMs: number }[];
  readonly epochs: readonly EpochReport[];
  readonly objects: ObjectsReport;
  /** Regions that did not answer: nothing is proven of them. */
  readonly unreachable: readonly Region[];
  /** Why it failed. */
  readonly error?: string;
}

/** Where runs are kept: one for each scope, in the own Region's fence table. */
export interface ReconcileRuns {
  /** Strongly consistent. @throws Unavailable */
  read(scope: Scope): Promise<ReconcileRun | undefined>;
  /** Replaces the run whose revision is one less; revision 0 is the first ever. @throws ConditionFailed, Unavailable, Unclear */
  write(scope: Scope, run: ReconcileRun): Promise<void>;
}

/** Nothing looked at yet. */
export const NO_OBJECTS: ObjectsReport = { compared: 0, count: 0, missing: [], orphans: { count: 0, first: [] } };

/** What the reconcile function is sent. */
export interface ReconcileEvent {
  readonly app: string;
  readonly zone?: string;
  /** The run to go on with. */
  readonly id: string;
}

/** A run that has not said that it lives for so long is taken to be dead. */
export const STALLED_MS = 120_000;

/** How many keys a report names for each kind of difference. */
export const SAMPLE = 20;
/** How many keys a run names in all. */
export const MOST_NAMED = 1000;

/** True where the run proves that both Regions hold the same. */
export function isEqual({ state, epochs, objects, unreachable }: ReconcileRun): boolean {
  const clean = epochs.every((entry) => entry.onlyHere.count + entry.onlyThere.count + entry.conflicts.count === 0);
  return state === 'done' && clean && objects.count === 0 && unreachable.length === 0;
}
