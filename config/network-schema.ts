import { z } from 'zod';
import { ENDPOINT_SERVICES } from './endpoint-services';
import { domainName, FORMS } from './forms';

/** How private subnets reach the internet. */
export const NAT_MODES = ['none', 'single', 'per-az', 'regional'] as const;
/** What joins the Regions' networks. */
export const BACKBONES = ['none', 'peering', 'transit-gateway', 'leaving'] as const;

/** The VPC of each Region, and what joins them. */
export const networkSchema = z.strictObject({
  cidr: z
    .cidrv4()
    .register(FORMS, { allowed: 'an IPv4 range of /8 to /10', example: '10.0.0.0/8' })
    .default('10.0.0.0/8')
    .describe(
      "The platform's range, /8 to /10. Each Region takes the /16 of its slot in the catalog, so ranges never overlap or move.",
    ),
  azs: z
    .union([z.literal(2), z.literal(3)])
    .optional()
    .register(FORMS, { allowed: '2 or 3' })
    .describe('Zones of each VPC. Default: 3, and 2 where the Region shows no more.'),
  nat: z
    .enum(NAT_MODES)
    .default('per-az')
    .describe(
      'How private subnets reach the internet. `per-az`: a gateway in each zone. `single`: one, whose zone takes the whole way out with it when it fails. `regional`: one that AWS spreads over the zones. `none`: not at all; the endpoints reach the own Region only.',
    ),
  stableEgressIps: z
    .boolean()
    .default(false)
    .describe(
      "Keep the gateways' public addresses when a Region's stack is rebuilt, for the allow-lists of others. With `single` and `per-az`; turning it on or off replaces the gateways, and so the addresses.",
    ),
  interfaceEndpoints: z
    .array(z.enum(ENDPOINT_SERVICES))
    .optional()
    .describe(
      'Services that the VPC has an interface endpoint for, besides the gateway endpoints to S3 and DynamoDB. Default: with `nat` "none" kms, logs, secretsmanager and sts, else none.',
    ),
  flowLogs: z
    .enum(['s3', 'none'])
    .default('s3')
    .describe("`s3`: what crosses the VPC is recorded in a bucket of the Region's own, in Parquet."),
  ipv6: z
    .boolean()
    .default(false)
    .describe('An IPv6 range of AWS beside the IPv4 one. The backbone carries IPv4 only.'),
  backbone: z
    .enum(BACKBONES)
    .default('none')
    .describe(
      'What joins the VPCs. `peering`: every two of them. `transit-gateway`: a gateway in each Region, and every two of those. Replication of data needs neither. `leaving`: one that was there is taken down (docs/network.md, "Giving it up"); then `none`.',
    ),
  privateZone: z
    .union([z.literal('leaving'), domainName('internal.orders.example.com')])
    .register(FORMS, {
      allowed: 'a domain name in lower case, without a final dot, or "leaving"',
      example: 'internal.orders.example.com',
    })
    .optional()
    .describe(
      "A private DNS zone that all the platform's VPCs see. `leaving`: the one that was there is taken down; then the key may go.",
    ),
});
