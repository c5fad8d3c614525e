import type { Change, Diagnostic, NoiseKind, OutputChange, Place, StackStatus } from './plan-model';
import type { ChangeGroup, Intent, Review } from './review-model';
import type { Severity, SuppressionConfig } from './synth-model';

/** What a rule finds. The rest of a Finding is made of it. */
export interface Draft {
  /** Default: the rule's. */
  readonly severity?: Severity;
  /** Empty where it is of the platform as a whole. */
  readonly stack: string;
  readonly region: Place;
  /** Empty where it is of no resource. */
  readonly address: string;
  readonly deposed?: string;
  /** What will happen, as a sentence. */
  readonly what: string;
  /** What that means. */
  readonly why: string;
  /** What to do about it. */
  readonly fix: string;
  /** Set where the config's change asks for it. */
  readonly expected?: string;
  /** Texts of the changed paths it is about: part of the fingerprint, so that another change of the same object is another finding. */
  readonly paths?: readonly string[];
}

export interface Finding extends Omit<Draft, 'severity' | 'paths'> {
  readonly rule: string;
  readonly severity: Severity;
  readonly paths: readonly string[];
  /** Hash of rule, stack, address, deposed key, Region and paths, never of values: the same finding of another run has the same. */
  readonly fingerprint: string;
}

/** Where a rule's findings are explained to people who have never seen one. */
export interface RuleDoc {
  /** When it fires. */
  readonly what: string;
  /** Why that matters. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
  /** A change that it finds, and what is near and fine. */
  readonly example: string;
}

export interface Rule {
  /** `writer-promoted`. */
  readonly id: string;
  /** Of its findings, where they do not say another. `not-reviewable`: critical, and the exit code is 2. */
  readonly severity: Severity | 'not-reviewable';
  readonly title: string;
  readonly doc: RuleDoc;
  /** False where no reason is good enough. */
  readonly suppressible: boolean;
  /** It compares with the base, and is skipped without one. */
  readonly needsBase?: boolean;
  /** In any order. */
  readonly run: (review: Review) => readonly Draft[];
}

/** A rule about findings themselves, which the review applies when all others have spoken. */
export type MetaRule = Omit<Rule, 'run'>;

export interface SuppressedFinding extends Finding {
  readonly suppression: SuppressionConfig;
}

/** Changes by kind. `replace-forget` counts as create and forget. */
export interface Counts {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly destroy: number;
  readonly forget: number;
  /** Adopted; what is also changed counts there too. */
  readonly import: number;
  /** Actions that are not known. */
  readonly unknown: number;
}

export interface MatrixRow {
  /** A Region, `global` or `unknown`. */
  readonly region: Place;
  /** Of a Region in head: its state; `gone` where head does not list it. Nothing for `global` and `unknown`. */
  readonly state?: string;
  /** By column. A column without changes is not there. */
  readonly cells: Readonly<Record<string, Counts>>;
  readonly total: Counts;
}

export interface Matrix {
  /** In the order in which their stacks are applied. */
  readonly columns: readonly string[];
  /** Regions in the manifest's order, then those that are gone, `global`, `unknown`. Rows without changes are there. */
  readonly rows: readonly MatrixRow[];
  readonly total: Counts;
}

export interface StackResult {
  readonly stack: string;
  readonly region: string | null;
  readonly status: StackStatus;
  readonly affected?: boolean;
  readonly counts: Counts;
  readonly diagnostics: readonly Diagnostic[];
}

/** One thing that an approved run may do. Values are only in it as far as they may be shown. */
export interface DigestEntry {
  readonly address: string;
  readonly deposed?: string;
  readonly actions: readonly string[];
  readonly importing?: true;
  readonly replacePaths: readonly string[];
  /** Changed paths with the values that are known and may be shown, as JSON: `rule[eu-west-1].status="Disabled"`. Sorted. */
  readonly paths: readonly string[];
  /** Attributes that are known after the apply, or were when it was approved: they may get any value. Sorted. */
  readonly unknown: readonly string[];
}

/** What was approved: an apply may do this or less. */
export interface Digest {
  readonly schemaVersion: 1;
  /** By stack, sorted by address. Every stack with a plan is there. */
  readonly stacks: Readonly<Record<string, readonly DigestEntry[]>>;
}

/** `not-reviewable`: something is missing or broken, so nothing else here can be relied on. */
export type VerdictStatus = 'clean' | 'passed' | 'findings' | 'not-reviewable';

export interface Verdict {
  /** `clean`: nothing would change and nothing was found. `passed`: nothing at or above `failOn`. */
  readonly status: VerdictStatus;
  readonly exitCode: 0 | 1 | 2;
  /** Findings that are not suppressed, by severity. */
  readonly findings: Readonly<Record<Severity, number>>;
}

/** The whole review. The same plans give the same bytes, whatever their order. */
export interface ReviewResult {
  readonly schemaVersion: 1;
  readonly platform: { readonly name: string; readonly environment: string; readonly account: string };
  readonly verdict: Verdict;
  readonly failOn: Severity;
  readonly intents: readonly Intent[];
  /** What the reader should know of the review itself: what was skipped, and why. */
  readonly notes: readonly string[];
  readonly matrix: Matrix;
  readonly stacks: readonly StackResult[];
  /** By severity, rule, stack, address. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** What is listed: noise is not. By column, kind and address. */
  readonly groups: readonly ChangeGroup[];
  readonly outputs: readonly (OutputChange & { readonly stack: string })[];
  readonly drift: readonly Change[];
  readonly noise: Readonly<Record<NoiseKind, number>>;
  readonly digest: Digest;
}
