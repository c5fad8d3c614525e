/** Prefix of a Region's name => its partition and DNS suffix. https://docs.aws.amazon.com/general/latest/gr/rande.html */
const PARTITIONS = [
  { prefix: 'cn-', partition: 'aws-cn', dnsSuffix: 'amazonaws.com.cn', controlRegion: 'cn-north-1' },
  { prefix: 'us-gov-', partition: 'aws-us-gov', dnsSuffix: 'amazonaws.com', controlRegion: 'us-gov-west-1' },
  { prefix: '', partition: 'aws', dnsSuffix: 'amazonaws.com', controlRegion: 'us-east-1' },
] as const;

const partitionFor = (region: string): (typeof PARTITIONS)[number] =>
  PARTITIONS.find(({ prefix }) => region.startsWith(prefix)) ?? PARTITIONS[2];

export const partitionOf = (region: string): string => partitionFor(region).partition;
export const dnsSuffixOf = (region: string): string => partitionFor(region).dnsSuffix;

/** Services without Regions whose API is in one Region, for reading as for changing. IAM and the others answer reads everywhere. */
const IN_ONE_REGION = /^aws_(cloudfront|globalaccelerator|networkmanager|route53|route53domains|route53recovery\w+?)_/;

/** The Region whose API a service without Regions is called at; nothing where it is read in all of them. */
export function apiRegionOf(type: string, region: string): string | undefined {
  return IN_ONE_REGION.test(type) ? controlRegionOf(type, region) : undefined;
}

/** Services without Regions whose changes are made elsewhere than in us-east-1. */
const OREGON = /^aws_(globalaccelerator|networkmanager|route53recoverycontrolconfig|route53recoveryreadiness)_/;

/**
 * Where the control plane of a service without Regions lives: what changes there needs that Region, what is read does
 * not. AWS Fault Isolation Boundaries, "Partitional services" and "Global services unique by partition".
 */
export function controlRegionOf(type: string, region: string): string {
  const { partition, controlRegion } = partitionFor(region);
  return partition === 'aws' && OREGON.test(type) ? 'us-west-2' : controlRegion;
}
