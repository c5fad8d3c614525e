import type { Manifest } from '../../config/manifest';
import type { RegionState } from '../../config/schema';
import type { Action, CallCounts, Counts, Mode } from '../../lab/runner';

/** A drill, as it is written for machines. Keys are added to it, never renamed. */
export interface DrillResult {
  readonly scenario: string;
  /** Whether every law held in every step; true of a scenario that was skipped. */
  readonly passed: boolean;
  readonly steps: readonly DrillStep[];
  /** Why the scenario says nothing about this config. Then there are no steps. */
  readonly skipped?: string;
  /** What the scenario is about, in one sentence. */
  readonly summary?: string;
  /** The platform that is drilled: `orders-prod`. */
  readonly platform?: string;
  /** How the drill's config differs from the one that was given, in sentences. */
  readonly notes?: readonly string[];
  /** By the clock, from the first step to the last; what comes before them (the platform applied for the first time) is left out. */
  readonly seconds?: number;
}

/** One run of stacks, or one synthesis that is to be refused. */
export interface DrillStep {
  readonly name: string;
  readonly passed: boolean;
  /** The first law that did not hold, with the stack and the Region; further ones are in `laws`. */
  readonly reason?: string;
  /** In the order in which they are applied. Empty where synth refuses the config, as it should. */
  readonly stacks: readonly DrilledStack[];
  /** Calls by Region; `global` for services without Regions. A Region that was not called is not there. */
  readonly calls: CallCounts;
  /** What was done: a mode of the lab, or `synth` where the config is to be refused. */
  readonly mode?: Mode | 'synth';
  readonly seconds?: number;
  /** Seconds from the scenario's beginning to the step's. */
  readonly began?: number;
  /** Lines of the config that differ from the step before, `- ` or `+ ` in front; empty where nothing was changed. */
  readonly diff?: readonly string[];
  /** What goes wrong during the step, in words: `us-east-1 is dead`. */
  readonly faults?: readonly string[];
  /** Regions that answer nothing. */
  readonly dead?: readonly string[];
  /** Each law that was held against the step. */
  readonly laws?: readonly HeldLaw[];
  /** The platform that the config of this step makes. */
  readonly map?: PlatformMap;
  /** What synth said, where it refused the config. */
  readonly refusal?: string;
}

export interface HeldLaw {
  readonly law: string;
  readonly passed: boolean;
  readonly reason?: string;
}

/** What Terraform planned in one stack. */
export interface DrilledStack extends Counts {
  readonly stack: string;
  /** In its Terraform processes: several stacks run at once. */
  readonly seconds: number;
  readonly outcome?: 'passed' | 'failed' | 'not tried';
  /** What is changed, replaced, destroyed, forgotten or adopted; what is made anew is only counted. */
  readonly changes?: readonly DrilledChange[];
  /** Terraform's own words. */
  readonly error?: string;
}

export interface DrilledChange {
  readonly address: string;
  /** `update`, `forget`, `import`; two for a replacement. */
  readonly actions: readonly (Action | 'import')[];
  /** Top-level arguments that become another value. */
  readonly changed: readonly string[];
  readonly region?: string;
}

/** The Regions and what is copied between them, to be drawn. */
export interface PlatformMap {
  readonly home: string;
  readonly writer: string;
  readonly regions: readonly { readonly name: string; readonly state: RegionState }[];
  /** Each kind once for each pair of Regions. */
  readonly edges: readonly Pick<Manifest['edges'][number], 'kind' | 'from' | 'to'>[];
  /** What clients ask, where there is a front door, and the Regions that it leads to. */
  readonly front?: {
    readonly host: string;
    readonly kind: 'dns' | 'accelerator' | 'cdn';
    readonly regions: readonly string[];
  };
}
