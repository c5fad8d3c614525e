import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, S3Backend, TerraformElement, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { type RegionName, regionFacts } from '../config/catalog';
import { keyAliasArn, stateBucketName, stateKey } from '../config/names';
import type { Platform, StackName } from '../config/platform';
import { AWS_PROVIDER, TERRAFORM_CONSTRAINT } from '../config/versions';
import { EVERY_REGION } from '../modules/terraform/tags';
import { undeclaredReference } from './references';
import { type SynthesizedStack, stateIn } from './region-states';

export interface PlatformStackProps {
  readonly platform: Platform;
  /** Regions that the stack works in: one provider alias each. */
  readonly regions: readonly RegionName[];
  /** Region whose bucket holds the stack's state; left out for state in a local file. */
  readonly stateIn?: RegionName;
}

/**
 * Aliases of services whose API is in one Region, whatever the platform's: Route 53, CloudFront and their certificates and web
 * ACLs in us-east-1; Global Accelerator and Application Recovery Controller in us-west-2. They are never told that their
 * Region is out of reach: what they are for could not be planned then, and recovery does not need it.
 */
const ABOVE = { edge: 'us-east-1', oregon: 'us-west-2' } as const satisfies Record<string, RegionName>;
export type AliasAbove = keyof typeof ABOVE;

/** What every stack of the platform has: versions, a backend, one provider alias for each of its Regions, readable addresses. */
export abstract class PlatformStack extends TerraformStack {
  readonly platform: Platform;
  /** The provider of each Region, also of one that is out of reach: what stands there is forgotten, not changed. */
  protected readonly providers: ReadonlyMap<RegionName, AwsProvider>;
  private readonly above = new Map<AliasAbove, AwsProvider>();

  constructor(scope: Construct, id: StackName, { platform, regions, stateIn }: PlatformStackProps) {
    super(scope, id);
    this.platform = platform;
    this.providers = new Map(regions.map((region) => [region, this.providerIn(region)]));
    this.addOverride('terraform.required_version', TERRAFORM_CONSTRAINT);
    this.addOverride('terraform.required_providers.aws', AWS_PROVIDER);
    if (stateIn && platform.state.backend === 's3') this.s3Backend(stateIn);
    // Beside the output folder, relative to the stack's own: the same bytes on every machine.
    else new LocalBackend(this, { path: `../../../terraform.${id}.tfstate` });
  }

  /** The provider of one of the stack's Regions. */
  protected provider(region: RegionName): AwsProvider {
    const provider = this.providers.get(region);
    if (!provider)
      throw new Error(
        `${this.node.path}: no provider for ${region}. The stack works in ${[...this.providers.keys()].join(', ')}.`,
      );
    return provider;
  }

  /** The path below the stack. Ids are kebab-case, so the separator tells where one ends and no two paths are alike. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const path = node.scopes.map((scope) => scope.node.id);
    return path.slice(this.node.scopes.length).join('_');
  }

  /** cdktf resolves every element here to find values of other stacks, and makes them reads of a remote state; see `toTerraform`. */
  override prepareStack(): void {}

  /** @throws where a value of another stack is used: with that stack's Region dead this one could not plan */
  override toTerraform(): SynthesizedStack {
    const stack = super.toTerraform() as SynthesizedStack;
    const foreign = undeclaredReference(stack);
    if (foreign)
      throw new Error(
        `${this.node.path}: refers to ${foreign}, which is in another stack. Take the name or ARN from config/names.ts, or look it up by name in the stack's own Region.`,
      );
    return stack;
  }

  /** `cdktf synth --hcl` would leave out what has no construct: ephemeral resources, removed and import blocks. */
  override toHclTerraform(): never {
    throw new Error(
      `${this.node.path}: HCL output is not supported, as cdktf drops overrides in it. Synthesize without --hcl.`,
    );
  }

  /** The provider of services that belong to no Region of the platform, made at the first call. */
  protected providerAbove(alias: AliasAbove): AwsProvider {
    const known = this.above.get(alias);
    if (known) return known;
    const { account, assumeRole } = this.platform;
    const provider = new AwsProvider(this, `aws-${alias}`, {
      alias,
      region: ABOVE[alias],
      allowedAccountIds: [account],
      defaultTags: [{ tags: { ...this.tagsIn(ABOVE[alias]), ...EVERY_REGION } }],
      ...(assumeRole && { assumeRole: [{ roleArn: assumeRole }] }),
    });
    this.above.set(alias, provider);
    return provider;
  }

  private providerIn(region: RegionName): AwsProvider {
    const { account, assumeRole } = this.platform;
    const unreachable = stateIn(this.platform, region) === 'evacuated';
    return new AwsProvider(this, `aws-${region}`, {
      alias: regionFacts(region).code,
      region,
      // With the skip flags the account is not known, and the provider stops: "AWS account ID not allowed".
      ...(unreachable
        ? { skipCredentialsValidation: true, skipRequestingAccountId: true, skipMetadataApiCheck: 'true' }
        : { allowedAccountIds: [account] }),
      defaultTags: [{ tags: this.tagsIn(region) }],
      ...(assumeRole && !unreachable && { assumeRole: [{ roleArn: assumeRole }] }),
    });
  }

  private tagsIn(region: RegionName): Record<string, string> {
    const { name, environment, tags } = this.platform;
    return { ...tags, platform: name, environment, region, stack: this.node.id };
  }

  private s3Backend(region: RegionName): void {
    const { platform } = this;
    const existing = platform.state.buckets?.[region];
    new S3Backend(this, {
      bucket: existing ?? stateBucketName(platform, region),
      key: stateKey(platform, this.node.id),
      region,
      encrypt: true,
      // Without a key `encrypt` asks for S3's own, over the bucket's default. An existing bucket's key is not known.
      ...(existing === undefined && { kmsKeyId: keyAliasArn(platform, 'state', region) }),
      ...(platform.assumeRole && { assumeRole: { roleArn: platform.assumeRole } }),
    });
    this.addOverride('terraform.backend.s3.use_lockfile', true);
    this.addOverride('terraform.backend.s3.allowed_account_ids', [platform.account]);
  }
}
