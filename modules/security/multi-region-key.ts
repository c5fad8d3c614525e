import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { KmsReplicaKey } from '@cdktf/provider-aws/lib/kms-replica-key';
import { Fn, type ITerraformDependable, type TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';

/** KMS destroys a key so many days after the call: the longest time it offers ("Delete an AWS KMS key"). */
const DELETION_WINDOW_DAYS = 30;

export interface MultiRegionKeyProps {
  /** What the key protects, for the console. */
  readonly description: string;
  /** Region of the primary key. */
  readonly home: RegionName;
  /** The provider of every Region that has the key, `home` among them. */
  readonly providers: ReadonlyMap<RegionName, TerraformProvider>;
  /** One alias for all Regions, `alias/` included. */
  readonly alias: string;
  /** Regions whose replica is to be given up. @default - none */
  readonly released?: readonly RegionName[];
  /** The key policy of each Region, as JSON. */
  readonly policyIn: (region: RegionName) => string;
}

/**
 * One key in every Region: the primary in `home`, replicas elsewhere, yearly rotation, and the same alias in each Region.
 * The replicas share the primary's id and material, so what is encrypted in one Region can be read in all ("Multi-Region
 * keys in AWS KMS"). A construct of Terraform's kms-alias module type names a key by id; here every ARN follows from one.
 */
export class MultiRegionKey extends Construct {
  private readonly primary: KmsKey;
  private readonly home: RegionName;
  private readonly aliases: ReadonlyMap<RegionName, KmsAlias>;

  constructor(scope: Construct, id: string, props: MultiRegionKeyProps) {
    super(scope, id);
    const { description, home, providers, alias, policyIn } = props;
    const provider = providers.get(home);
    if (!provider)
      throw new Error(`${this.node.path}: no provider for the home Region, ${home}. Add it to \`providers\`.`);

    this.home = home;
    this.primary = new KmsKey(this, home, {
      provider,
      description,
      multiRegion: true,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: policyIn(home),
      lifecycle: { preventDestroy: true },
    });
    this.aliases = new Map(
      [...providers].map(([region, regionProvider]) => {
        const { keyId } = region === home ? this.primary : this.replica(region, regionProvider, props);
        return [
          region,
          new KmsAlias(this, `alias-${region}`, { provider: regionProvider, name: alias, targetKeyId: keyId }),
        ];
      }),
    );
  }

  /**
   * The key's ARN in any Region of the partition. It is made from the primary's, so that it can also name the replica in a
   * Region that is out of reach.
   */
  arnIn(region: RegionName): string {
    return region === this.home ? this.primary.arn : inRegion(this.primary.arn, this.home, region);
  }

  /** What has to exist before the key can be used in these Regions. */
  dependables(regions: Iterable<RegionName>): ITerraformDependable[] {
    return [...regions].flatMap((region) => this.aliases.get(region) ?? []);
  }

  private replica(
    region: RegionName,
    provider: TerraformProvider,
    { description, policyIn, released = [] }: MultiRegionKeyProps,
  ): KmsReplicaKey {
    return new KmsReplicaKey(this, region, {
      provider,
      description,
      primaryKeyArn: this.primary.arn,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: policyIn(region),
      // The primary can move to another Region; its replicas stay what they are.
      lifecycle: { preventDestroy: !released.includes(region), ignoreChanges: ['primary_key_arn'] },
    });
  }
}

/** The ARN of the same multi-Region key in another Region. `arn` may be a Terraform reference. */
export const inRegion = (arn: string, from: RegionName | '*', to: RegionName | '*'): string =>
  Fn.replace(arn, `:${from}:`, `:${to}:`);
