import type { RegionName } from './catalog';
import { stateBucketName, stateKey } from './names';
import type { Platform, StackName } from './platform';

/** Where a stack's state object is. */
export interface StateLocation {
  readonly region: RegionName;
  readonly bucket: string;
  readonly key: string;
}

/**
 * Where the state of a stack is; `null` for a local file.
 * @param region the one Region that the stack works in, or home
 */
export function stateLocation(platform: Platform, stack: StackName, region: RegionName): StateLocation | null {
  const { backend, buckets, bootstrapped } = platform.state;
  if (backend === 'local' || (stack === 'bootstrap' && !bootstrapped)) return null;
  return { region, bucket: buckets?.[region] ?? stateBucketName(platform, region), key: stateKey(platform, stack) };
}
