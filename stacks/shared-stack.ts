import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformResource } from 'cdktf';
import { type Construct, RootConstruct } from 'constructs';
import { type RegionName, regionFacts } from '../config/catalog';
import { leavingParameterName } from '../config/names';
import type { Platform } from '../config/platform';
import type { RegionState } from '../config/schema';
import { withMovedHome } from './moved-home';
import { PlatformStack } from './platform-stack';
import { applyRegionStates, type SynthesizedStack, stateIn } from './region-states';

/**
 * A stack with objects in every Region, whatever the Region's state: those of one that is evacuated are forgotten, those of
 * one that returns are adopted. Its constructs know nothing of that; they declare all Regions alike.
 */
export abstract class SharedStack extends PlatformStack {
  private readonly frozen: TerraformResource[] = [];
  private readonly apart = new Map<TerraformResource, readonly RegionName[]>();
  private readonly anew: TerraformResource[] = [];

  /** @param further Regions that are not the platform's, in which the stack has something all the same */
  constructor(
    scope: Construct,
    id: 'bootstrap' | 'foundation' | 'global',
    platform: Platform,
    stateIn?: RegionName,
    further: readonly RegionName[] = [],
  ) {
    const regions = [...new Set([...platform.regions.map(({ name }) => name), ...further])];
    super(scope, id, { platform, regions, ...(stateIn && { stateIn }) });
  }

  /** The providers of the Regions that hold something: a Region that was given up has an alias still, to take things down with. */
  protected get holding(): ReadonlyMap<RegionName, AwsProvider> {
    const { regions, destroyedRegions } = this.platform;
    const own = regions.map(({ name }) => name).filter((region) => !destroyedRegions.includes(region));
    return new Map([...this.providers].filter(([region]) => own.includes(region)));
  }

  /**
   * Leaves the resource out of the plan while a Region that its refresh would call is out of reach.
   * @param regions @default - every Region of the platform
   */
  protected freeze(resource: TerraformResource, regions?: readonly RegionName[]): void {
    if (regions) this.apart.set(resource, regions);
    else this.frozen.push(resource);
  }

  /**
   * The same for each resource that a construct says belongs to Regions, whatever its own provider.
   * @param anew returning Regions of which AWS has dropped it: it is made again, and not adopted. @default - none
   */
  protected freezeWith(
    { belonging }: { readonly belonging: ReadonlyMap<TerraformResource, readonly RegionName[]> },
    anew: readonly RegionName[] = [],
  ): void {
    for (const [resource, regions] of belonging) {
      this.freeze(resource, regions);
      if (regions.some((region) => anew.includes(region))) this.anew.push(resource);
    }
  }

  /** Addresses of what stands in Regions of its own, where those are so. */
  private apartWhere(holds: (states: readonly RegionState[]) => boolean): Set<string> {
    const found = [...this.apart].filter(([, regions]) =>
      holds(regions.map((region) => stateIn(this.platform, region))),
    );
    return new Set(found.map(([resource]) => addressOf(resource)));
  }

  /** Stops the plan, before anything is taken away, where a Region is to be destroyed that never was released. */
  protected requireReleased(): void {
    const provider = this.provider(this.platform.home);
    for (const region of this.platform.destroyedRegions) {
      new DataAwsSsmParameter(this, `released-${region}`, {
        provider,
        name: leavingParameterName(this.platform, region),
      });
    }
  }

  /** The same stack of another platform. */
  protected abstract of(scope: Construct, platform: Platform): SharedStack;

  override toTerraform(): SynthesizedStack {
    const { evacuatedRegions, returningRegions, before, home } = this.platform;
    const stack = super.toTerraform();
    const former = before && this.of(new RootConstruct('before'), before).toTerraform();
    return applyRegionStates(
      former ? withMovedHome(stack, former, providerAddress(home), providerAddress(before.home)) : stack,
      {
        forgotten: new Set(evacuatedRegions.map(providerAddress)),
        adopted: new Set(returningRegions.map(providerAddress)),
        frozen: new Set(this.frozen.map(addressOf)),
        apart: {
          forgotten: this.apartWhere((states) => states.includes('evacuated')),
          adopted: this.apartWhere((states) => !states.includes('evacuated') && states.includes('returning')),
        },
        recreated: new Set(this.anew.map(addressOf)),
      },
    );
  }
}

const addressOf = (resource: TerraformResource): string =>
  `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
const providerAddress = (region: RegionName): string => `aws.${regionFacts(region).code}`;
