import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

/** Days after which an image that no tag names goes. */
const UNTAGGED_DAYS = 7;
const KEPT_IMAGES = 50;

export interface ContainerRepositoryProps {
  readonly provider: TerraformProvider;
  /** 2 to 256 characters in lower case; the same in every Region, as replication keeps it. */
  readonly repositoryName: string;
  /** Key in the repository's own Region; another one would replace the repository. ECR works with it by grants of its own. */
  readonly keyArn: string;
  /** What must exist before the key can be used. @default - nothing */
  readonly keyDependencies?: readonly ITerraformDependable[];
  /**
   * Images that are kept, newest first. What runs is not looked at: with more pushes than this since, a task that is started anew finds its image gone.
   * @default 50
   */
  readonly keptImages?: number;
  /** To be given up with all images. @default false */
  readonly released?: boolean;
}

/**
 * One Region's repository of the service's image. A Region starts its tasks from its own registry: with every other one dead it scales and heals all the
 * same. A tag is never moved, so that all Regions that name it run the same bytes. It is retained on destroy.
 */
export class ContainerRepository extends Construct {
  readonly repositoryArn: string;
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  readonly repositoryUrl: string;
  /** For what must not begin before the repository is there, such as replication into it. */
  readonly repository: EcrRepository;

  constructor(scope: Construct, id: string, props: ContainerRepositoryProps) {
    super(scope, id);
    const { provider, repositoryName, keyArn, keyDependencies, released = false } = props;
    const { keptImages = KEPT_IMAGES } = props;
    if (!Number.isInteger(keptImages) || keptImages < 1)
      throw new Error(`${this.node.path}: keptImages is ${keptImages}; allowed is a whole number of at least 1.`);

    this.repository = new EcrRepository(this, 'repository', {
      provider,
      name: repositoryName,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: keyArn }],
      forceDelete: released,
      lifecycle: { preventDestroy: !released },
      ...(keyDependencies?.length && { dependsOn: [...keyDependencies] }),
    });
    new EcrLifecyclePolicy(this, 'lifecycle', {
      provider,
      repository: this.repository.name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: 'Images that no tag names',
            selection: {
              tagStatus: 'untagged',
              countType: 'sinceImagePushed',
              countUnit: 'days',
              countNumber: UNTAGGED_DAYS,
            },
            action: { type: 'expire' },
          },
          {
            rulePriority: 2,
            description: 'All but the newest',
            selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: keptImages },
            action: { type: 'expire' },
          },
        ],
      }),
    });
    this.repositoryArn = this.repository.arn;
    this.repositoryUrl = this.repository.repositoryUrl;
  }
}
