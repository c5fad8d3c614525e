import { type RegionName, regionFacts } from '../config/catalog';
import { tagName } from '../config/names';
import type { Platform } from '../config/platform';

/** What a Region's transit gateway and its route table are called after. */
export const HUB = 'hub';

/** Value of the tag `Name` of a pair of Regions: `orders-prod-use1-euw1`. */
export const pairTagName = (platform: Platform, a: RegionName, b: RegionName): string =>
  tagName(platform, regionFacts(a).code, b);
