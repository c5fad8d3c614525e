/** A stack by the manifest. */
export interface ManifestStack {
  readonly name: string;
  /** The one Region that it works in; null where it works in several. */
  readonly region: string | null;
  readonly order: number;
  readonly dependsOn: readonly string[];
}

/** What is copied from Region to Region, as it is declared. */
export interface ManifestEdge {
  /**
   * `s3-replication`, `rds-replica`, `dynamodb-replica`, `kms-replica`, `secret-replica`, `state-replication`, `gateway-peering`,
   * `vpc-peering`, or one that came later.
   */
  readonly kind: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly stack: string;
  readonly address: string;
}

export interface StackAddress {
  readonly stack: string;
  readonly address: string;
}

/** A suppression as the config has it. */
export interface SuppressionConfig {
  readonly rule: string;
  readonly stack?: string | undefined;
  readonly region?: string | undefined;
  /** Glob; `*` matches anything, brackets too. */
  readonly address?: string | undefined;
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`, UTC. */
  readonly until: string;
  readonly ticket?: string | undefined;
}

/** Key `review` of the config. */
export interface ReviewConfig {
  readonly failOn: Severity;
  /** Stacks by wave, where the config names waves. */
  readonly waves?: readonly (readonly string[])[] | undefined;
  readonly suppress: readonly SuppressionConfig[];
}

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What other workspaces may read. */
export interface ManifestContract {
  readonly major: number;
  readonly minor: number;
  /** By stack and output: its type, and the SSM parameter that holds it too. */
  readonly outputs: Readonly<
    Record<string, Readonly<Record<string, { readonly type: string; readonly parameter: string }>>>
  >;
}

/**
 * `meridian.json` as far as a review needs it. It is read leniently: a base was written by an older Meridian, a head may be
 * by a newer one.
 */
export interface ManifestFacts {
  readonly name: string;
  readonly environment: string;
  readonly account: string;
  readonly partition: string;
  readonly pattern: string;
  readonly home: string;
  readonly writer: string;
  /** Every Region of the list; `state` is `active`, `evacuated`, `returning` or `leaving`. */
  readonly regions: readonly { readonly name: string; readonly code: string; readonly state: string }[];
  readonly stacks: readonly ManifestStack[];
  readonly edges: readonly ManifestEdge[];
  /** By name: the declared writer and the role (`writer`, `replica`, `kept`, `released`) in each Region. */
  readonly databases: Readonly<
    Record<string, { readonly writer: string; readonly roles: Readonly<Record<string, string>> }>
  >;
  /**
   * What the config has besides Regions: `bucket`, `table`, `database`, `routing`, `identity`, `backbone`, `private-zone`, `ingress`,
   * `ci`, or a kind that came later.
   * Nothing where the manifest is older than the list.
   */
  readonly objects?: readonly { readonly kind: string; readonly name: string }[] | undefined;
  readonly bucketRegions: Readonly<Record<string, string>>;
  readonly stateful: readonly StackAddress[];
  readonly servingPath: readonly StackAddress[];
  readonly recoveryPath: readonly StackAddress[];
  readonly review: ReviewConfig;
  /** The outputs' contract, where the manifest has one. */
  readonly contract?: ManifestContract | undefined;
}

/** A resource as it was synthesized. */
export interface SynthesizedResource {
  readonly address: string;
  readonly type: string;
  readonly mode: 'managed' | 'data' | 'ephemeral';
  /** `foundation/bucket-objects-eu-west-1/bucket`. */
  readonly constructPath?: string;
  /** Alias of its provider: `aws.euw1`. */
  readonly provider?: string;
  /** Region of that provider. */
  readonly region?: string;
  readonly preventDestroy: boolean;
  readonly ignoreChanges: readonly string[] | 'all';
  readonly createBeforeDestroy: boolean;
}

/** `cdk.tf.json` of one stack as far as a review needs it. */
export interface SynthesizedStack {
  readonly name: string;
  /** Hash of the file. */
  readonly hash: string;
  /** By address, without instance keys. */
  readonly resources: ReadonlyMap<string, SynthesizedResource>;
  /** By alias (`aws.euw1`): its Region, where it is a constant. */
  readonly providerRegions: ReadonlyMap<string, string>;
  /** Addresses of `removed` blocks, and whether the object is destroyed. */
  readonly removed: ReadonlyMap<string, { readonly destroy: boolean }>;
  /** Addresses that `import` blocks adopt. */
  readonly imported: ReadonlySet<string>;
  /** Names of its outputs, sorted. */
  readonly outputs: readonly string[];
}

/** A synthesized platform: one output folder. */
export interface SynthesizedPlatform {
  readonly manifest: ManifestFacts;
  readonly stacks: ReadonlyMap<string, SynthesizedStack>;
}
