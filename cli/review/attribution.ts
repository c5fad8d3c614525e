import { CATALOG } from '../../config/catalog';
import { compare, isObject } from './json';
import {
  type Change,
  type Evidence,
  GLOBAL,
  type ManifestFacts,
  type ProjectedChange,
  type SynthesizedStack,
  UNKNOWN,
  type Value,
  type Values,
} from './model';
import { configuredAddress } from './project/change';
import { isRegion } from './project/visible';

/**
 * Types without Regions: version 6 of the AWS provider gives all others an argument `region` ("Enhanced Region Support in the
 * AWS provider"; the table is that of its resources whose Region override is disabled and whose service is global).
 */
const GLOBAL_TYPES =
  /^aws_(account_|bcmdataexports_|billing_|budgets_|ce_|cloudfront_|cloudfrontkeyvaluestore_|costoptimizationhub_|cur_|globalaccelerator_|iam_|networkmanager_|notifications_|notificationscontacts_|organizations_|route53_(?!resolver_|profiles_)|route53domains_|route53recoverycontrolconfig_|route53recoveryreadiness_|savingsplans_|shield_|uxc_|waf_)/;
const OTHER_GLOBAL_TYPES = new Set([
  'aws_backup_global_settings',
  'aws_cloudtrail_organization_delegated_admin_account',
  'aws_fms_admin_account',
  'aws_ram_sharing_with_organization',
  'aws_s3_account_public_access_block',
  'aws_vpc_ipam_organization_admin_account',
]);

const judgedTypes = new Map<string, boolean>();

/** Whether a type's service has no Regions. */
export function isGlobalType(type: string): boolean {
  const known = judgedTypes.get(type);
  if (known !== undefined) return known;
  const isGlobal = GLOBAL_TYPES.test(type) || OTHER_GLOBAL_TYPES.has(type);
  // The types of a provider are a few thousand, those in a file whatever it holds.
  if (judgedTypes.size < 10_000) judgedTypes.set(type, isGlobal);
  return isGlobal;
}

/** What is known of a stack when its changes are placed. */
export interface StackContext {
  readonly stack: string;
  readonly column: string;
  /** Region of a `region-*` stack. */
  readonly region: string | null;
  readonly bucketRegions: ManifestFacts['bucketRegions'];
  readonly head?: SynthesizedStack | undefined;
  readonly base?: SynthesizedStack | undefined;
}

/**
 * Says where a change is, and which other Regions it names.
 * @param expectedOf what the config's change asks for
 */
export function attributed(
  change: ProjectedChange,
  context: StackContext,
  expectedOf?: (change: Change) => string | undefined,
): Change {
  const [region, evidence] = placeOf(change, context);
  const configured = configuredAddress(change.address);
  const constructPath =
    context.head?.resources.get(configured)?.constructPath ?? context.base?.resources.get(configured)?.constructPath;
  const placed: { -readonly [Key in keyof Change]: Change[Key] } = {
    // Written out: a spread of so many keys took a quarter of the time of a large review.
    address: change.address,
    mode: change.mode,
    type: change.type,
    name: change.name,
    actions: change.actions,
    kind: change.kind,
    importing: change.importing,
    replacePaths: change.replacePaths,
    before: change.before,
    after: change.after,
    afterUnknown: change.afterUnknown,
    changed: change.changed,
    stack: context.stack,
    column: context.column,
    region,
    evidence,
    touchedRegions: touchedBy(change, region, context),
  };
  const { reason, deposed, previousAddress, noise, provider } = change;
  if (reason !== undefined) placed.reason = reason;
  if (deposed !== undefined) placed.deposed = deposed;
  if (previousAddress !== undefined) placed.previousAddress = previousAddress;
  if (noise !== undefined) placed.noise = noise;
  if (provider !== undefined) placed.provider = provider;
  if (constructPath !== undefined) placed.constructPath = constructPath;
  const expected = expectedOf?.(placed);
  if (expected !== undefined) placed.expected = expected;
  return placed;
}

/** The first evidence that answers. There is no default Region: who does not know says so. */
function placeOf(change: ProjectedChange, context: StackContext): readonly [string, Evidence] {
  const { type, after, before, provider } = change;
  if (isGlobalType(type)) return [GLOBAL, 'global-type'];
  // What is not in AWS is in its stack's Region, as it exists for what is there.
  if (!type.startsWith('aws_')) return [context.region ?? GLOBAL, 'stack'];
  if (aliasPlace(change, context) !== undefined) return [GLOBAL, 'global-alias'];
  const own = regionText(after?.region) ?? regionText(before?.region);
  if (own !== undefined) return [own, 'attribute'];
  if (provider?.region !== undefined) return [provider.region, 'provider'];
  // A key that the plan's own configuration does not resolve may be resolved by the synth's; what is gone, by the base's.
  const configured = configuredAddress(change.address);
  const fromKey = provider && (context.head ?? context.base)?.providerRegions.get(provider.key);
  const fromBase = fromKey ?? context.base?.resources.get(configured)?.region;
  if (fromBase !== undefined) return [fromBase, 'base-provider'];
  const arn = regionOfArn(after?.arn) ?? regionOfArn(before?.arn);
  if (arn !== undefined) return [arn, 'arn'];
  const bucket = regionOfBucket(after, context) ?? regionOfBucket(before, context);
  if (bucket !== undefined) return [bucket, 'bucket-name'];
  const tag = regionTag(after) ?? regionTag(before);
  return tag === undefined ? [UNKNOWN, 'none'] : [tag, 'tag'];
}

/**
 * Aliases that are no Regions of the platform, and where they lead: the one place from which AWS lets a service without
 * Regions be changed, and where it keeps what belongs to that service. It is asked whatever the state of that Region is.
 */
const GLOBAL_ALIASES: Readonly<Record<string, string>> = { 'aws.edge': 'us-east-1', 'aws.oregon': 'us-west-2' };

/** Where such an alias leads; nothing for what has another provider. What is gone from the code has that of the base. */
function aliasPlace({ provider, address }: ProjectedChange, { head, base }: StackContext): string | undefined {
  const configured = configuredAddress(address);
  const key =
    provider?.key ?? head?.resources.get(configured)?.provider ?? base?.resources.get(configured)?.provider ?? '';
  return Object.hasOwn(GLOBAL_ALIASES, key) ? GLOBAL_ALIASES[key] : undefined;
}

const regionText = (value: Value | undefined): string | undefined =>
  typeof value === 'string' && isRegion(value) ? value : undefined;

/** `arn:aws:kms:eu-west-1:111122223333:key/...`; S3's and IAM's have none. */
export const regionOfArn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.startsWith('arn:') ? regionText(value.split(':', 4)[3]) : undefined;

function regionOfBucket(values: Values | null, { bucketRegions }: StackContext): string | undefined {
  const bucket = values?.bucket;
  return typeof bucket === 'string' ? regionOfBucketName(bucket, bucketRegions) : undefined;
}

/** @param bucket a bucket's name or ARN */
export function regionOfBucketName(bucket: string, bucketRegions: ManifestFacts['bucketRegions']): string | undefined {
  // Asked of every text, of which few are ARNs.
  const [, name = bucket] = (bucket.startsWith('arn:') && /^arn:[^:]*:s3:::([^/]+)/.exec(bucket)) || [];
  return Object.hasOwn(bucketRegions, name) ? bucketRegions[name] : undefined;
}

function regionTag(values: Values | null): string | undefined {
  const tags = values?.tags_all;
  return isObject(tags) && typeof tags.region === 'string' && isRegion(tags.region) ? tags.region : undefined;
}

const NOWHERE: readonly string[] = [];

/**
 * Other Regions that the address names, as it does for what belongs to two or stands elsewhere; and those that the changed values
 * name: all values, where it is made, goes or is adopted. Sorted.
 */
function touchedBy(change: ProjectedChange, own: string, context: StackContext): readonly string[] {
  const { address, kind, importing, changed, before, after } = change;
  const { bucketRegions } = context;
  if ((kind === 'no-op' && !importing) || kind === 'read') return NOWHERE;
  const found: string[] = [];
  for (const path of changed) {
    for (const segment of path.path) if (typeof segment === 'object') addRegions(segment.key, bucketRegions, found);
    addRegions(path.before, bucketRegions, found);
    addRegions(path.after, bucketRegions, found);
  }
  if (changed.length === 0) {
    addRegions(before, bucketRegions, found);
    addRegions(after, bucketRegions, found);
  }
  const named = regionsInAddress(address);
  if (found.length === 0 && named.length === 0) return NOWHERE;
  // A certificate in us-east-1 says nothing of the platform's own us-east-1.
  const alias = found.length > 0 ? aliasPlace(change, context) : undefined;
  return [...new Set([...found.filter((each) => each !== alias), ...named])]
    .filter((each) => each !== own)
    .sort(compare);
}

const IN_ADDRESS = new RegExp(`(?<![a-z0-9])(?:${Object.keys(CATALOG).join('|')})(?![a-z0-9])`, 'g');

/** `backbone_peering-us-east-1-eu-west-1` belongs to two Regions, and `front_health_own-eu-west-1` to one that it is not in. */
const regionsInAddress = (address: string): readonly string[] =>
  // Asked of every change: `-1` and the like are in few names.
  /-\d/.test(address) ? (address.match(IN_ADDRESS) ?? NOWHERE) : NOWHERE;

/** Puts the Regions that a value names into `found`, each as often as it is named. */
function addRegions(value: unknown, bucketRegions: ManifestFacts['bucketRegions'], found: string[]): void {
  if (typeof value === 'string') {
    const region = regionText(value) ?? regionOfArn(value) ?? regionOfBucketName(value, bucketRegions);
    if (region !== undefined) found.push(region);
  } else if (Array.isArray(value)) for (const part of value) addRegions(part, bucketRegions, found);
  else if (isObject(value)) for (const key in value) addRegions(value[key], bucketRegions, found);
}
