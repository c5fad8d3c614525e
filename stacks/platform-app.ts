import type { App, TerraformStack } from 'cdktf';
import { type Platform, regionStackName, type StackName } from '../config/platform';
import { BootstrapStack } from './bootstrap-stack';
import { EmptiedRegionStack } from './emptied-region-stack';
import { FoundationStack } from './foundation-stack';
import { RegionStack } from './region-stack';

/** Every stack of a platform, each declared after those that it waits for. */
export function buildStacks(app: App, platform: Platform): void {
  const stacks = new Map<StackName, TerraformStack>();
  if (platform.hasBootstrap) stacks.set('bootstrap', new BootstrapStack(app, 'bootstrap', platform));
  stacks.set('foundation', new FoundationStack(app, 'foundation', platform));
  for (const region of platform.deployedRegions) {
    const name = regionStackName(region);
    stacks.set(name, new RegionStack(app, name, platform, region));
  }
  if (platform.hasGlobal) stacks.set('global', globalStack(app, platform));
  for (const region of platform.releasedRegions) {
    const name = regionStackName(region);
    stacks.set(name, new EmptiedRegionStack(app, name, platform, region));
  }
  for (const [name, stack] of stacks) {
    for (const earlier of platform.stackDependencies(name)) {
      const dependency = stacks.get(earlier);
      if (dependency) stack.addDependency(dependency);
    }
  }
}

/** Loaded by the first platform that has one: it knows two dozen resource types that others have no need of. */
function globalStack(app: App, platform: Platform): TerraformStack {
  const { GlobalStack } = require('./global-stack') as typeof import('./global-stack');
  return new GlobalStack(app, 'global', platform);
}
