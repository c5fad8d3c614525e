import type { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
import type { Platform, StackName } from '../config/platform';
import { PlatformStack } from './platform-stack';

/** The stack of a Region that leaves for good: only the provider is left, with which Terraform takes down what the state still holds. */
export class EmptiedRegionStack extends PlatformStack {
  constructor(scope: Construct, id: StackName, platform: Platform, region: RegionName) {
    super(scope, id, { platform, regions: [region], stateIn: region });
  }
}
