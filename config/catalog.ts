/** A group of Regions with its own accounts, credentials and ARN prefix. Nothing replicates from one to another. */
export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov';

/** What Meridian knows of a Region. None of it depends on the account. */
export interface RegionFacts {
  /**
   * Short name, part of every physical name. It is the prefix of the Region's own zone ids (`use1-az1`), so AWS already
   * uses it. At most `MAX_REGION_CODE_LENGTH` of `[a-z0-9]`. Fixed: a changed code renames, and so replaces, everything.
   */
  readonly code: string;
  /**
   * The Region's number, 1 to `MAX_SLOT`: its CIDR is `10.<slot>.0.0/16`, and replication priorities follow it. Fixed, and
   * never given to another Region: a changed slot replaces the VPC.
   */
  readonly slot: number;
  readonly partition: Partition;
  /**
   * Disabled until the account enables it, as all Regions launched after 2019-03-20 are ("Enable or disable AWS Regions in
   * your account").
   */
  readonly optIn: boolean;
  /** Availability Zones that Meridian spreads over: 3, or 2 where a newer account is shown only two of the three (us-west-1). */
  readonly zones: 2 | 3;
  /** As AWS writes it ("AWS Regions"). */
  readonly title: string;
  /**
   * Zones kept out of every VPC: they take no EKS control plane and lack newer instance types ("View Amazon EKS networking
   * requirements for VPC and subnets"). Ids, as a zone's name may differ by account.
   */
  readonly excludedZoneIds?: readonly string[];
}

/** Longest `code`: what the budgets of physical names count with. */
export const MAX_REGION_CODE_LENGTH = 5;

/**
 * Highest slot. The lowest is 1: most existing VPCs are 10.0.0.0/16, and a replication priority of 0 is easily taken for
 * none at all.
 */
export const MAX_SLOT = 63;

/*
 * To add a Region: a row at the end with the last slot + 1, and its slot and code in the test. Rows are in slot order;
 * the first forty went by geography, later ones follow as they come. Names and titles are those of botocore 1.44.5
 * (partitions.json). Slots 9 and 22 are kept for
 * sa-west-1 and me-west-1, which it names without a single service endpoint (endpoints.json).
 */
// biome-ignore format: a table, one Region a row
const TABLE = {
  'us-east-1':      { code: 'use1',  slot: 1,  partition: 'aws',        optIn: false, zones: 3, title: 'US East (N. Virginia)', excludedZoneIds: ['use1-az3'] },
  'us-east-2':      { code: 'use2',  slot: 2,  partition: 'aws',        optIn: false, zones: 3, title: 'US East (Ohio)' },
  'us-west-1':      { code: 'usw1',  slot: 3,  partition: 'aws',        optIn: false, zones: 2, title: 'US West (N. California)', excludedZoneIds: ['usw1-az2'] },
  'us-west-2':      { code: 'usw2',  slot: 4,  partition: 'aws',        optIn: false, zones: 3, title: 'US West (Oregon)' },
  'ca-central-1':   { code: 'cac1',  slot: 5,  partition: 'aws',        optIn: false, zones: 3, title: 'Canada (Central)', excludedZoneIds: ['cac1-az3'] },
  'ca-west-1':      { code: 'caw1',  slot: 6,  partition: 'aws',        optIn: true,  zones: 3, title: 'Canada West (Calgary)' },
  'mx-central-1':   { code: 'mxc1',  slot: 7,  partition: 'aws',        optIn: true,  zones: 3, title: 'Mexico (Central)' },
  'sa-east-1':      { code: 'sae1',  slot: 8,  partition: 'aws',        optIn: false, zones: 3, title: 'South America (Sao Paulo)' },
  'eu-west-1':      { code: 'euw1',  slot: 10, partition: 'aws',        optIn: false, zones: 3, title: 'Europe (Ireland)' },
  'eu-west-2':      { code: 'euw2',  slot: 11, partition: 'aws',        optIn: false, zones: 3, title: 'Europe (London)' },
  'eu-west-3':      { code: 'euw3',  slot: 12, partition: 'aws',        optIn: false, zones: 3, title: 'Europe (Paris)' },
  'eu-central-1':   { code: 'euc1',  slot: 13, partition: 'aws',        optIn: false, zones: 3, title: 'Europe (Frankfurt)' },
  'eu-central-2':   { code: 'euc2',  slot: 14, partition: 'aws',        optIn: true,  zones: 3, title: 'Europe (Zurich)' },
  'eu-north-1':     { code: 'eun1',  slot: 15, partition: 'aws',        optIn: false, zones: 3, title: 'Europe (Stockholm)' },
  'eu-south-1':     { code: 'eus1',  slot: 16, partition: 'aws',        optIn: true,  zones: 3, title: 'Europe (Milan)' },
  'eu-south-2':     { code: 'eus2',  slot: 17, partition: 'aws',        optIn: true,  zones: 3, title: 'Europe (Spain)' },
  'af-south-1':     { code: 'afs1',  slot: 18, partition: 'aws',        optIn: true,  zones: 3, title: 'Africa (Cape Town)' },
  'il-central-1':   { code: 'ilc1',  slot: 19, partition: 'aws',        optIn: true,  zones: 3, title: 'Israel (Tel Aviv)' },
  'me-south-1':     { code: 'mes1',  slot: 20, partition: 'aws',        optIn: true,  zones: 3, title: 'Middle East (Bahrain)' },
  'me-central-1':   { code: 'mec1',  slot: 21, partition: 'aws',        optIn: true,  zones: 3, title: 'Middle East (UAE)' },
  'ap-south-1':     { code: 'aps1',  slot: 23, partition: 'aws',        optIn: false, zones: 3, title: 'Asia Pacific (Mumbai)' },
  'ap-south-2':     { code: 'aps2',  slot: 24, partition: 'aws',        optIn: true,  zones: 3, title: 'Asia Pacific (Hyderabad)' },
  'ap-southeast-1': { code: 'apse1', slot: 25, partition: 'aws',        optIn: false, zones: 3, title: 'Asia Pacific (Singapore)' },
  'ap-southeast-2': { code: 'apse2', slot: 26, partition: 'aws',        optIn: false, zones: 3, title: 'Asia Pacific (Sydney)' },
  'ap-southeast-3': { code: 'apse3', slot: 27, partition: 'aws',        optIn: true,  zones: 3, title: 'Asia Pacific (Jakarta)' },
  'ap-southeast-4': { code: 'apse4', slot: 28, partition: 'aws',        optIn: true,  zones: 3, title: 'Asia Pacific (Melbourne)' },
  'ap-southeast-5': { code: 'apse5', slot: 29, partition: 'aws',        optIn: true,  zones: 3, title: 'Asia Pacific (Malaysia)' },
  'ap-southeast-6': { code: 'apse6', slot: 30, partition: 'aws',        optIn: true,  zones: 3, title: 'Asia Pacific (New Zealand)' },
  'ap-southeast-7': { code: 'apse7', slot: 31, partition: 'aws',        optIn: true,  zones: 3, title: 'Asia Pacific (Thailand)' },
  'ap-east-1':      { code: 'ape1',  slot: 32, partition: 'aws',        optIn: true,  zones: 3, title: 'Asia Pacific (Hong Kong)' },
  'ap-east-2':      { code: 'ape2',  slot: 33, partition: 'aws',        optIn: true,  zones: 3, title: 'Asia Pacific (Taipei)' },
  'ap-northeast-1': { code: 'apne1', slot: 34, partition: 'aws',        optIn: false, zones: 3, title: 'Asia Pacific (Tokyo)' },
  'ap-northeast-2': { code: 'apne2', slot: 35, partition: 'aws',        optIn: false, zones: 3, title: 'Asia Pacific (Seoul)' },
  'ap-northeast-3': { code: 'apne3', slot: 36, partition: 'aws',        optIn: false, zones: 3, title: 'Asia Pacific (Osaka)' },
  'cn-north-1':     { code: 'cnn1',  slot: 37, partition: 'aws-cn',     optIn: false, zones: 3, title: 'China (Beijing)' },
  'cn-northwest-1': { code: 'cnnw1', slot: 38, partition: 'aws-cn',     optIn: false, zones: 3, title: 'China (Ningxia)' },
  'us-gov-west-1':  { code: 'usgw1', slot: 39, partition: 'aws-us-gov', optIn: false, zones: 3, title: 'AWS GovCloud (US-West)' },
  'us-gov-east-1':  { code: 'usge1', slot: 40, partition: 'aws-us-gov', optIn: false, zones: 3, title: 'AWS GovCloud (US-East)' },
} as const satisfies Record<string, RegionFacts>;

/** A Region of the catalog, by AWS's own name. */
export type RegionName = keyof typeof TABLE;

/** Every Region of the partitions aws, aws-cn and aws-us-gov. */
export const CATALOG: Readonly<Record<RegionName, RegionFacts>> = TABLE;

/** All names of the catalog, sorted. */
export const REGION_NAMES: readonly RegionName[] = (Object.keys(TABLE) as RegionName[]).sort();

export const isRegionName = (name: string): name is RegionName => Object.hasOwn(TABLE, name);

export const regionFacts = (name: RegionName): RegionFacts => CATALOG[name];

/** A group of Regions near enough for DynamoDB to commit a write in two of them before it answers. */
export type StrongConsistencySet = 'US' | 'EU' | 'AP';

/**
 * DynamoDB global tables with strong consistency: exactly three Regions, all of one set ("How DynamoDB global tables work";
 * the sets also in the API reference, "CreateGlobalTableWitnessGroupMemberAction").
 */
export const STRONG_CONSISTENCY_SETS: Readonly<Record<StrongConsistencySet, readonly RegionName[]>> = {
  US: ['us-east-1', 'us-east-2', 'us-west-2'],
  EU: ['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  AP: ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
};
