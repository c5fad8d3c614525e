import fc from 'fast-check';
import { REGION_NAMES, type RegionName } from '../../../config/catalog';
import { ContainerReplication, REPLICATION_DESTINATIONS } from '../../../modules/compute/container-replication';
import { ContainerRepository } from '../../../modules/compute/container-repository';
import { synthConstruct } from '../../synth';

interface Replication {
  readonly depends_on?: readonly string[];
  readonly replication_configuration: {
    readonly rule: readonly { destination: { region: string; registry_id: string }[]; repository_filter: object[] }[];
  };
}

const replication = (region: RegionName, destinations: readonly RegionName[]): Replication =>
  synthConstruct((stack, providerIn) => {
    const repositories = destinations.slice(0, 2).map(
      (to) =>
        new ContainerRepository(stack, `images-${to}`, {
          provider: providerIn(to),
          repositoryName: 'orders-prod-service',
          keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1',
        }).repository,
    );
    new ContainerReplication(stack, 'images', {
      provider: providerIn(region),
      account: '111122223333',
      region,
      destinations,
      repositoryPrefix: 'orders-prod-',
      repositories,
    });
  }).only<Replication>('aws_ecr_replication_configuration');

const anyRegions = fc
  .shuffledSubarray([...REGION_NAMES], { minLength: 2, maxLength: 6 })
  .map(([region, ...others]) => ({ region: region ?? 'us-east-1', others }));

test('one rule with each other Region of the account, whatever the order of the list', () =>
  fc.assert(
    fc.property(anyRegions, ({ region, others }) => {
      const { rule } = replication(region, others).replication_configuration;
      expect(rule).toEqual([
        {
          destination: [...others].sort().map((to) => ({ region: to, registry_id: '111122223333' })),
          repository_filter: [{ filter: 'orders-prod-', filter_type: 'PREFIX_MATCH' }],
        },
      ]);
    }),
    { numRuns: 20 },
  ));

test('begins once the repositories are there: ECR would make them itself', () =>
  expect(replication('us-east-1', ['eu-west-1', 'ap-southeast-2']).depends_on).toEqual([
    'aws_ecr_repository.images-eu-west-1_repository',
    'aws_ecr_repository.images-ap-southeast-2_repository',
  ]));

test('refuses the source, no destination, and more than a registry copies to', () => {
  expect(() => replication('us-east-1', ['us-east-1'])).toThrow(
    new Error('t/images: destinations holds the source, us-east-1. Leave it out.'),
  );
  expect(() => replication('us-east-1', [])).toThrow(
    new Error('t/images: 0 destinations; allowed are 1 to 25. Leave it out.'),
  );
  const others = REGION_NAMES.filter((name) => name !== 'us-east-1');
  expect(() => replication('us-east-1', others.slice(0, REPLICATION_DESTINATIONS + 1))).toThrow(
    new Error('t/images: 26 destinations; allowed are 1 to 25. Push to the other Regions from the pipeline.'),
  );
  expect(
    replication('us-east-1', others.slice(0, REPLICATION_DESTINATIONS)).replication_configuration.rule[0]?.destination,
  ).toHaveLength(25);
});
