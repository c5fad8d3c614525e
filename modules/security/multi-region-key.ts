import { DataAwsKmsAlias } from '@cdktf/provider-aws/lib/data-aws-kms-alias';
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
  readonly primaryRegion: RegionName;
  /** Region of a replica by whose alias the key is found, where the primary's Region is out of reach. @default - the primary can be read */
  readonly foundIn?: RegionName | undefined;
  /** The provider of every Region that has the key. */
  readonly providers: ReadonlyMap<RegionName, TerraformProvider>;
  /** One alias for all Regions, `alias/` included. */
  readonly alias: string;
  /** Regions whose replica is to be given up. @default - none */
  readonly released?: readonly RegionName[];
  /** The key policy of each Region, as JSON. */
  readonly policyIn: (region: RegionName) => string;
}

/**
 * One key in every Region: a primary, replicas elsewhere, yearly rotation, and the same alias in each Region. The replicas
 * share the primary's id and material, so what is encrypted in one Region can be read in all ("Multi-Region keys in AWS
 * KMS"), and every ARN follows from one. They work without the primary, which can only be moved while it can be reached.
 */
export class MultiRegionKey extends Construct {
  /** A Region whose key's ARN is known, and that ARN. */
  private readonly known: { readonly region: RegionName; readonly arn: string };
  private readonly aliases: ReadonlyMap<RegionName, KmsAlias>;

  constructor(scope: Construct, id: string, props: MultiRegionKeyProps) {
    super(scope, id);
    const { primaryRegion, foundIn, providers, alias } = props;
    const anchor = foundIn ?? primaryRegion;
    const provider = providers.get(anchor);
    if (!provider) throw new Error(`${this.node.path}: no provider for ${anchor}. Add it to \`providers\`.`);

    const primaryProvider = providers.get(primaryRegion);
    const primary = primaryProvider && this.primary(primaryProvider, props);
    this.known = {
      region: anchor,
      arn:
        primary && !foundIn ? primary.arn : new DataAwsKmsAlias(this, 'found', { provider, name: alias }).targetKeyArn,
    };
    this.aliases = new Map(
      [...providers].map(([region, regionProvider]) => {
        const key = region === primaryRegion && primary ? primary : this.replica(region, regionProvider, props);
        return [
          region,
          new KmsAlias(this, `alias-${region}`, { provider: regionProvider, name: alias, targetKeyId: key.keyId }),
        ];
      }),
    );
  }

  /** The key's ARN in any Region of the partition, also in one that is out of reach. */
  arnIn(region: RegionName | '*'): string {
    const { region: from, arn } = this.known;
    return region === from ? arn : inRegion(arn, from, region);
  }

  /** What has to exist before the key can be used in these Regions. */
  dependables(regions: Iterable<RegionName>): ITerraformDependable[] {
    return [...regions].flatMap((region) => this.aliases.get(region) ?? []);
  }

  private primary(provider: TerraformProvider, { primaryRegion, description, policyIn }: MultiRegionKeyProps): KmsKey {
    return new KmsKey(this, primaryRegion, {
      provider,
      description,
      multiRegion: true,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: policyIn(primaryRegion),
      lifecycle: { preventDestroy: true },
    });
  }

  private replica(
    region: RegionName,
    provider: TerraformProvider,
    { primaryRegion, description, policyIn, released = [] }: MultiRegionKeyProps,
  ): KmsReplicaKey {
    return new KmsReplicaKey(this, region, {
      provider,
      description,
      primaryKeyArn: this.arnIn(primaryRegion),
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: policyIn(region),
      lifecycle: {
        preventDestroy: !released.includes(region),
        // Terraform otherwise deletes it before it takes a table's replica away that is encrypted with it.
        createBeforeDestroy: true,
        // The primary can move to another Region; its replicas stay what they are.
        ignoreChanges: ['primary_key_arn'],
      },
    });
  }
}

/** The ARN of the same multi-Region key in another Region. `arn` may be a Terraform reference. */
export const inRegion = (arn: string, from: RegionName | '*', to: RegionName | '*'): string =>
  Fn.replace(arn, `:${from}:`, `:${to}:`);
