import { repositoryUrl } from './names';
import type { Platform } from './platform';
import { listed } from './problems';

/** VPC peerings of a VPC, adjustable ("Amazon VPC quotas"). */
const PEERING_QUOTA = 50;

/** What of the network and the front door is allowed and works, and should be known before it is deployed. */
export function frontNotesOf(platform: Platform): string[] {
  const { network, ingress, regions, evacuatedRegions, joinedRegions } = platform;
  const note = (holds: boolean, text: string): string[] => (holds ? [text] : []);
  const hasBackbone = network.backbone !== 'none';
  return [
    ...note(
      network.nat === 'none',
      'Without NAT private subnets reach S3 and DynamoDB of their own Region only, and what has an interface endpoint.',
    ),
    ...note(hasBackbone && regions.length === 1, 'The backbone joins nothing yet: there is one Region.'),
    ...note(
      hasBackbone && network.ipv6,
      'The backbone carries IPv4 only: AWS gives the IPv6 ranges when it makes a VPC.',
    ),
    ...note(
      network.backbone === 'peering' && regions.length > 1,
      "Peerings hang on the VPCs: a Region's stack that is rebuilt replaces its own. Transit gateways outlive it.",
    ),
    ...note(
      network.backbone === 'peering' && joinedRegions.length - 1 > PEERING_QUOTA,
      `${joinedRegions.length - 1} peerings of each VPC are more than the quota of ${PEERING_QUOTA}; have it raised.`,
    ),
    ...note(
      platform.hasGlobal && evacuatedRegions.includes('us-east-1'),
      'us-east-1 is evacuated: foundation and global cannot be planned before it is back, as Route 53 answers there. Recovery needs neither.',
    ),
    ...(ingress ? ingressNotesOf(platform) : []),
  ];
}

function ingressNotesOf(platform: Platform): string[] {
  const { ingress, activeRegions, writer, home } = platform;
  if (!ingress) return [];
  const { delegated, domain, jurisdictions, routing, front, service } = ingress;
  const found = ingress.zone === 'existing' ? domain : ingress.parentZone;
  const lonely = [...jurisdictions].filter(([, { regions }]) => regions.length === 1).map(([name]) => name);
  return [
    ...(delegated
      ? []
      : [
          `The zone of ${domain} is not delegated to yet: only the zone is made. Delegate to its name servers (output zone_name_servers of foundation), then set ingress.delegated to true.`,
        ]),
    ...(found === undefined ? [] : [`To be in the account first: the public hosted zone ${found}.`]),
    ...(delegated && service.on !== 'function'
      ? [
          `The service needs its image: push it, built for Arm, to ${repositoryUrl(platform, home)}:${service.imageTag} once foundation is applied. It is copied to the other Regions that are there by then.`,
        ]
      : []),
    ...(lonely.length > 0
      ? [`Of one Region each: ${listed(lonely)}. Such a jurisdiction is down when its Region is.`]
      : []),
    ...(routing === 'priority' && front !== 'accelerator' && activeRegions.length > 1
      ? [
          `Clients are sent to ${writer} while it is healthy. Resolvers, pools and the JVM keep an address for longer than its 60 seconds.`,
        ]
      : []),
  ];
}
