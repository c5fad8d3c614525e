import { ContainerRepository, type ContainerRepositoryProps } from '../../../modules/compute/container-repository';
import { synthConstruct } from '../../synth';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1';
const repository = (props: Partial<ContainerRepositoryProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new ContainerRepository(stack, 'images', {
      provider: providerIn('eu-west-1'),
      repositoryName: 'orders-prod-service',
      keyArn: KEY,
      ...props,
    });
  });
const rulesOf = (stack: ReturnType<typeof repository>): unknown[] =>
  JSON.parse(String(stack.only('aws_ecr_lifecycle_policy').policy)).rules;

test('holds images whose tags are never moved, scanned, under the Region’s key, and is retained', () =>
  expect(repository().only('aws_ecr_repository')).toEqual({
    provider: 'aws.euw1',
    name: 'orders-prod-service',
    image_tag_mutability: 'IMMUTABLE',
    image_scanning_configuration: { scan_on_push: true },
    encryption_configuration: [{ encryption_type: 'KMS', kms_key: KEY }],
    force_delete: false,
    lifecycle: { prevent_destroy: true },
  }));

test('drops what no tag names after a week, and all but the newest', () => {
  expect(rulesOf(repository())).toMatchObject([
    {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 },
      action: { type: 'expire' },
    },
    {
      // The rule for any tag must come last.
      rulePriority: 2,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 50 },
      action: { type: 'expire' },
    },
  ]);
  expect(rulesOf(repository({ keptImages: 200 }))[1]).toMatchObject({ selection: { countNumber: 200 } });
});

test('one that is released can be destroyed with its images', () =>
  expect(repository({ released: true }).only('aws_ecr_repository')).toMatchObject({
    force_delete: true,
    lifecycle: { prevent_destroy: false },
  }));

test.each([0, -1, 1.5])('refuses to keep %d images', (keptImages) =>
  expect(() => repository({ keptImages })).toThrow(
    new Error(`t/images: keptImages is ${keptImages}; allowed is a whole number of at least 1.`),
  ),
);
