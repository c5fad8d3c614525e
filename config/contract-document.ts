import { z } from 'zod';
import type { RegionName } from './catalog';
import { CONTRACT } from './contract';
import { type Platform, regionStackName } from './platform';
import { stateLocation } from './state-location';

/** What a Region is to those who read its outputs. */
export const REGION_ROLES = ['active', 'passive'] as const;
export type RegionRole = (typeof REGION_ROLES)[number];

/** What the parameter `contract` holds in each Region, as JSON. */
export const contractDocumentSchema = z.strictObject({
  major: z.int(),
  minor: z.int(),
  region: z.string(),
  role: z.enum(REGION_ROLES).describe('`active`: serves requests. `passive`: stands by until the writer moves here.'),
  stacks: z.strictObject({
    region: z.strictObject({
      name: z.string().describe('The stack, as `terraform` and `cdktf` know it.'),
      state: z
        .strictObject({ region: z.string(), bucket: z.string(), key: z.string() })
        .nullable()
        .describe('Where its state object is; null for a local file.'),
    }),
  }),
});

export type ContractDocument = z.infer<typeof contractDocumentSchema>;

/**
 * What a reader in one Region must know before it reads anything else there. It holds nothing of any other Region, so that
 * one more Region, or one that is lost, changes no other's.
 */
export function contractDocument(platform: Platform, region: RegionName): ContractDocument {
  const name = regionStackName(region);
  return {
    major: CONTRACT.major,
    minor: CONTRACT.minor,
    region,
    role: roleOf(platform, region),
    stacks: { region: { name, state: stateLocation(platform, name, region) } },
  };
}

/** Not whether it is evacuated: nothing is written there then, and a Region that returns is left as it is. */
function roleOf({ pattern, writer }: Platform, region: RegionName): RegionRole {
  return pattern === 'active-passive' && region !== writer ? 'passive' : 'active';
}
