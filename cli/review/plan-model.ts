/**
 * A plan as a review knows it. Plain data, so that a projected plan can be written to a file, leave the job that planned it,
 * and be reviewed elsewhere. No value came past `project/`, which alone sees what Terraform wrote.
 */

/** A value that may be shown. What may not be is left out: an object without the key, a list as a whole. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
/** The shown part of an object. A JSON policy in a text is an object here, with its lists sorted. */
export type Values = { readonly [key: string]: Value };

/** A Region of AWS by name; `global` for services without Regions and for what is not in AWS; `unknown` where nothing tells. */
export type Place = string;
export const GLOBAL = 'global';
export const UNKNOWN = 'unknown';

/** What Terraform does to one object. `replace-forget`: a new one is made and the old one left alone (`destroy = false`). */
export type ChangeKind =
  | 'no-op'
  | 'read'
  | 'create'
  | 'update'
  | 'replace'
  | 'replace-forget'
  | 'destroy'
  | 'forget'
  | 'unknown';

/** An attribute's name, the index in a list, or the key of a set's element: `eu-west-1` in `rule[eu-west-1]`. */
export type Segment = string | number | { readonly key: string };

/** One difference between before and after. */
export interface ChangedPath {
  readonly path: readonly Segment[];
  /** `rule[eu-west-1].destination.bucket`; sets by key, so that a list that shifts is not a change. */
  readonly text: string;
  /** `rule.destination.bucket`: the same for every element. To look attributes up by. */
  readonly attribute: string;
  /** `unknown`: known after the apply. */
  readonly kind: 'added' | 'removed' | 'changed' | 'unknown';
  /** Left out where it may not be shown, or is not there. */
  readonly before?: Value;
  readonly after?: Value;
  /** Why a value is left out. */
  readonly hidden?: 'sensitive' | 'unlisted';
  /** Regions that a text which is left out names on one side alone: a function's environment may list them. Sorted. */
  readonly named?: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

/** Why a change is no more than what it looks like; such changes are counted, not listed. */
export type NoiseKind = 'tags' | 'unknown-only' | 'order' | 'json-text';

/** What a plan says of one object, with what may be shown of its values. */
export interface ProjectedChange {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** As Terraform wrote them, also those that no version has yet. */
  readonly actions: readonly string[];
  readonly kind: ChangeKind;
  /** Terraform's `action_reason`. */
  readonly reason?: string;
  /** Key of a deposed object: the same address may be there twice. */
  readonly deposed?: string;
  /** Where it was in state, if it moves. */
  readonly previousAddress?: string;
  /** It is adopted. Ids are not kept. */
  readonly importing: boolean;
  /** `rule.0.id`: what makes it a replacement. */
  readonly replacePaths: readonly string[];
  readonly before: Values | null;
  readonly after: Values | null;
  /** Attributes (as ChangedPath's `attribute`, but for maps' keys) that are known after the apply. Sorted. */
  readonly afterUnknown: readonly string[];
  /** Sorted by text. Empty for a no-op; all of one side is not listed for create, destroy and forget. */
  readonly changed: readonly ChangedPath[];
  /** Set where it is an update with nothing in it. */
  readonly noise?: NoiseKind;
  /** Provider of its configuration: Terraform's key (`aws.euw1`), and its Region where that is a constant or a known variable. */
  readonly provider?: { readonly key: string; readonly region?: string };
}

/** What tells a Region, strongest first. */
export type Evidence =
  | 'global-type'
  | 'global-alias'
  | 'attribute'
  | 'provider'
  | 'base-provider'
  | 'arn'
  | 'bucket-name'
  | 'tag'
  | 'stack'
  | 'none';

/** A change, and where it is. */
export interface Change extends ProjectedChange {
  readonly stack: string;
  /** Column of the matrix: the stack's name, or `region-*`. */
  readonly column: string;
  readonly region: Place;
  readonly evidence: Evidence;
  /** Regions that its address or its changed values name, without its own. Sorted. */
  readonly touchedRegions: readonly string[];
  /** What the config's change asks for: "evacuating eu-west-1". Needs a base. */
  readonly expected?: string;
  /** Construct path in the head's synth, else in the base's: `foundation/bucket-objects-eu-west-1/bucket`. */
  readonly constructPath?: string;
}

/** One of Terraform's messages, reduced to what cannot hold a value. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Terraform's own first line. */
  readonly summary: string;
  readonly address?: string;
  /** What it is known to be. */
  readonly kind?: 'provider-gone' | 'prevent-destroy' | 'unreachable' | 'not-found' | 'precondition';
  /** Provider alias that is missing. */
  readonly alias?: string;
  /** Region that does not answer, or whose provider is missing. */
  readonly region?: string;
}

export interface OutputChange {
  readonly name: string;
  readonly kind: 'no-op' | 'create' | 'update' | 'delete' | 'unknown';
  readonly sensitive: boolean;
  /** It becomes known in the apply. */
  readonly unknownAfter: boolean;
  /** `string`, `list`, `map`, ... of what it was and will be; nothing where that is not known. */
  readonly typeBefore?: string;
  readonly typeAfter?: string;
}

export interface Check {
  readonly address: string;
  readonly status: 'pass' | 'fail' | 'error' | 'unknown';
}

/** A provider's action that the apply would call (Terraform 1.14). */
export interface ActionInvocation {
  readonly address: string;
  readonly type: string;
  /** Address of the resource that triggers it. */
  readonly trigger?: string;
}

/** One stack's plan without its secrets: what `redact` writes. */
export interface ProjectedPlan {
  readonly terraformVersion: string;
  /** `planned`: whole. `errored`: some of it. `incomplete`: `-target`, or deferred. `refresh-only`: it would change state alone. */
  readonly status: 'planned' | 'errored' | 'incomplete' | 'refresh-only';
  /** Value of `variables.plan_only`: no secret was opened, and so it must not be applied. */
  readonly planOnly: boolean;
  /** Accounts that its providers allow. Sorted. */
  readonly accounts: readonly string[];
  /** Addresses of the resources in the configuration, without instance keys, data included. Ephemerals are not in a plan. Sorted. */
  readonly configured: readonly string[];
  readonly changes: readonly ProjectedChange[];
  readonly drift: readonly ProjectedChange[];
  readonly outputs: readonly OutputChange[];
  readonly checks: readonly Check[];
  readonly actionInvocations: readonly ActionInvocation[];
}

/** Why a stack is not known. `log`: there is a log and no plan, as the plan failed before there was a graph. */
export type StackStatus = ProjectedPlan['status'] | 'log' | 'absent';

/** One stack of the platform, planned or not. */
export interface StackPlan {
  readonly stack: string;
  readonly column: string;
  /** Region of a `region-*` stack; null for one that works in several. */
  readonly region: string | null;
  /** Place in the order in which stacks are applied; equal numbers go together. */
  readonly order: number;
  readonly status: StackStatus;
  /** False for a stack that base alone has. */
  readonly inHead: boolean;
  /** Whether its synthesized files differ from the base's; nothing without a base. A stack of the base that is gone counts. */
  readonly affected?: boolean;
  readonly planOnly: boolean;
  /** Why it cannot be a plan of what head synthesized; empty where it can. */
  readonly foreign: readonly string[];
  readonly terraformVersion?: string;
  readonly diagnostics: readonly Diagnostic[];
  /** In the order of their addresses, no-ops and data included. */
  readonly changes: readonly Change[];
  readonly drift: readonly Change[];
  readonly outputs: readonly OutputChange[];
  readonly checks: readonly Check[];
  readonly actionInvocations: readonly ActionInvocation[];
}
