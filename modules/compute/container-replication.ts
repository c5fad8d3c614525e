import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';

/** Regions that one registry can copy to, all rules together ("Amazon ECR endpoints and quotas", unique destinations across all rules). */
export const REPLICATION_DESTINATIONS = 25;

export interface ContainerReplicationProps {
  /** The home Region's: images are pushed there. */
  readonly provider: TerraformProvider;
  readonly account: string;
  /** Source: the provider's own Region. */
  readonly region: RegionName;
  /**
   * Regions to copy to, in any order, `region` not among them. Also those that are out of reach: ECR comes back to them, and an image that is pushed
   * while a Region is no destination is never copied there.
   */
  readonly destinations: readonly RegionName[];
  /** Beginning of the names of the repositories that are copied: 2 to 256 characters. */
  readonly repositoryPrefix: string;
  /** The repositories of the destinations: where one is missing, ECR makes it, with movable tags and without the platform's key. */
  readonly repositories: readonly ITerraformDependable[];
}

/**
 * Copies each image that is pushed to the home Region into the others ("Private image replication in Amazon ECR"): what is pushed from then on, mostly
 * within 30 minutes, and no deletion.
 *
 * An account has one such configuration in a Region, whatever it is for: this one takes the place of any other that the home Region's registry has.
 */
export class ContainerReplication extends Construct {
  constructor(scope: Construct, id: string, props: ContainerReplicationProps) {
    super(scope, id);
    const { provider, account, region, destinations, repositoryPrefix, repositories } = props;
    if (destinations.length === 0 || destinations.length > REPLICATION_DESTINATIONS)
      throw new Error(
        `${this.node.path}: ${destinations.length} destinations; allowed are 1 to ${REPLICATION_DESTINATIONS}. ${
          destinations.length === 0 ? 'Leave it out.' : 'Push to the other Regions from the pipeline.'
        }`,
      );
    if (destinations.includes(region))
      throw new Error(`${this.node.path}: destinations holds the source, ${region}. Leave it out.`);

    new EcrReplicationConfiguration(this, 'replication', {
      provider,
      replicationConfiguration: {
        rule: [
          {
            destination: [...destinations].sort().map((to) => ({ region: to, registryId: account })),
            repositoryFilter: [{ filter: repositoryPrefix, filterType: 'PREFIX_MATCH' }],
          },
        ],
      },
      ...(repositories.length > 0 && { dependsOn: [...repositories] }),
    });
  }
}
