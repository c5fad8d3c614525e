import type { Change, ChangeKind, Place, StackPlan } from './plan-model';
import type { Digest } from './result-model';
import type { ManifestEdge, SynthesizedPlatform } from './synth-model';

/** What the config's change asks for, from base to head. */
export type Intent =
  | {
      readonly kind:
        | 'region-added'
        | 'region-evacuated'
        | 'region-returning'
        | 'region-leaving'
        | 'region-removed'
        | 'region-active';
      readonly region: string;
      /** "evacuating eu-west-1". */
      readonly label: string;
    }
  | {
      readonly kind: 'writer-moved' | 'home-moved';
      readonly from: string;
      readonly to: string;
      readonly label: string;
    }
  | ObjectIntent;

/** Something that the config has now, or has no more. */
export interface ObjectIntent {
  readonly kind: 'object-added' | 'object-removed';
  /** Its kind, as the manifest's `objects` has it. */
  readonly object: string;
  readonly name: string;
  /** "adding table sessions". */
  readonly label: string;
}

/** What an instance of a database is. `unknown`: its plan was not seen, or its source is known after the apply. */
export type InstanceRole = 'writer' | 'replica' | 'unknown';

export interface DatabaseInstance {
  /** Name in the config. */
  readonly database: string;
  readonly region: string;
  readonly stack: string;
  readonly address: string;
  readonly role: InstanceRole;
  /** ARN or identifier that it copies from, where it may be shown. */
  readonly source?: string;
  /** `manifest`: its stack was not planned, so this is what head declares. */
  readonly known: 'plan' | 'manifest';
  /** What head says it is: `writer`, `replica`, `kept`, `released`. `kept` and `released` copy from nothing either, and are no writers. */
  readonly declared?: string;
  /** It stays as it is, and out of state. */
  readonly forgotten?: true;
}

/** A copy from one Region to another, as it is or will be. */
export interface Edge extends ManifestEdge {
  /** Whether it copies: not where its rule is disabled. */
  readonly enabled: boolean;
  /**
   * Its guarantees by name: `replicationTime`, `deleteMarkers`, `replicaModifications`, `kmsObjects`, `pointInTimeRecovery`,
   * `deletionProtection`, and `consistency` (`EVENTUAL`, `STRONG`). Nothing for what is not shown.
   */
  readonly guarantees: Readonly<Record<string, boolean | string>>;
  readonly known: 'plan' | 'manifest';
  /** It goes on copying, out of state. */
  readonly forgotten?: true;
}

/** The whole platform, over all stacks. */
export interface PlatformState {
  /** By database, then Region. What a plan forgets is still there. */
  readonly databases: readonly DatabaseInstance[];
  /** By kind, name, from and to. */
  readonly edges: readonly Edge[];
}

/** The same object in several Regions, and what happens to each. */
export interface SiblingSet {
  /** Column, type and address with its Region taken out: `region-* aws_vpc.network_vpc`. */
  readonly key: string;
  readonly column: string;
  readonly type: string;
  /** Address with `*` for the Region. */
  readonly address: string;
  /** All of them, no-ops too. By Region. */
  readonly members: readonly Change[];
  /** Members that change, those that change alike together. The largest first. */
  readonly groups: readonly ChangeGroup[];
}

/** Changes that are the same but for their Region: one row. */
export interface ChangeGroup {
  readonly key: string;
  readonly kind: ChangeKind;
  readonly column: string;
  readonly type: string;
  /** Address with `*` for the Region where there are several; else the address. */
  readonly address: string;
  /** By Region, then stack. Its first one stands for all. */
  readonly members: readonly Change[];
  /** Sorted, each once. */
  readonly regions: readonly Place[];
}

/** What rules look at. Lookups are by address; none of them searches. */
export interface Review {
  readonly head: SynthesizedPlatform;
  /** What the merge base synthesizes. Without it the rules that need a base are skipped. */
  readonly base?: SynthesizedPlatform;
  /** It is for an apply: a plan without secrets will not do. */
  readonly forApply: boolean;
  /** What was approved, where an apply is compared with it. */
  readonly approved?: Digest;
  /** All stacks of head, and those of base alone, in the order in which they are applied. */
  readonly stacks: readonly StackPlan[];
  readonly stack: (name: string) => StackPlan | undefined;
  /** What is or would be done to managed objects in all stacks: no no-op (but for an import), no read, no noise left out. By stack order, then address. */
  readonly changes: readonly Change[];
  /** The change of an address (the current object's, not a deposed one's), no-ops included. */
  readonly changeAt: (stack: string, address: string) => Change | undefined;
  readonly siblings: readonly SiblingSet[];
  /** Nothing without a base. */
  readonly intents: readonly Intent[];
  readonly before: PlatformState;
  readonly after: PlatformState;
  /** State of a Region in head: `active`, `evacuated`, `returning`, `leaving`; nothing where head does not list it. */
  readonly regionState: (region: string) => string | undefined;
  readonly isStateful: (stack: string, address: string) => boolean;
  readonly isServing: (stack: string, address: string) => boolean;
  readonly isRecovery: (stack: string, address: string) => boolean;
}
