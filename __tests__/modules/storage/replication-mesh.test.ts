import fc from 'fast-check';
import { REGION_NAMES, type RegionName } from '../../../config/catalog';
import { ReplicationMesh, type ReplicationMeshProps } from '../../../modules/storage/replication-mesh';
import { synthConstruct } from '../../synth';

interface Rule {
  readonly id: string;
  readonly priority: number;
  readonly filter: unknown;
  readonly destination: { readonly bucket: string };
}

const mesh = (region: RegionName, to: readonly RegionName[], props: Partial<ReplicationMeshProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new ReplicationMesh(stack, 'objects', {
      provider: providerIn(region),
      region,
      bucketName: `objects-${region}`,
      destinations: new Map(
        to.map((name) => [name, { bucketArn: `arn:aws:s3:::objects-${name}`, keyArn: `key of ${name}` }]),
      ),
      roleArn: 'arn:aws:iam::111122223333:role/replication',
      ...props,
    });
  }).only<{ rule: Rule[] }>('aws_s3_bucket_replication_configuration');

const rules = (region: RegionName, to: readonly RegionName[]): Rule[] => mesh(region, to).rule;

const someRegions = fc.shuffledSubarray([...REGION_NAMES], { minLength: 2, maxLength: 12 });

test('copies to every other Region once and never to itself, whatever the list', () =>
  fc.assert(
    fc.property(someRegions, ([region, ...others]) => {
      const ids = rules(region as RegionName, others).map(({ id }) => id);
      expect(ids.sort()).toEqual([...others].sort());
    }),
    { numRuns: 30 },
  ));

test('the order of the list changes nothing', () =>
  fc.assert(
    fc.property(someRegions, ([region, ...others]) => {
      expect(rules(region as RegionName, others)).toEqual(rules(region as RegionName, [...others].sort()));
    }),
    { numRuns: 30 },
  ));

test('no two rules have one priority, and each has a filter, as S3 wants', () => {
  const all = rules(
    'us-east-1',
    REGION_NAMES.filter((name) => name !== 'us-east-1'),
  );
  expect(new Set(all.map(({ priority }) => priority)).size).toBe(all.length);
  expect(all.filter(({ filter }) => filter === undefined)).toEqual([]);
});

test('a Region that joins leaves the other rules as they were', () =>
  fc.assert(
    fc.property(someRegions, fc.constantFrom(...REGION_NAMES), ([region, ...others], joining) => {
      fc.pre(joining !== region && !others.includes(joining));
      const before = rules(region as RegionName, others);
      const after = rules(region as RegionName, [joining, ...others]);
      expect(after.filter(({ id }) => id !== joining)).toEqual(before);
    }),
    { numRuns: 30 },
  ));

test('copies objects, delete markers, metadata and encrypted objects within 15 minutes, and shows the lag', () =>
  expect(mesh('us-east-1', ['eu-west-1'])).toEqual({
    provider: 'aws.use1',
    bucket: 'objects-us-east-1',
    role: 'arn:aws:iam::111122223333:role/replication',
    rule: [
      {
        id: 'eu-west-1',
        priority: 10,
        status: 'Enabled',
        filter: { prefix: '' },
        delete_marker_replication: { status: 'Enabled' },
        source_selection_criteria: {
          replica_modifications: { status: 'Enabled' },
          sse_kms_encrypted_objects: { status: 'Enabled' },
        },
        destination: {
          bucket: 'arn:aws:s3:::objects-eu-west-1',
          encryption_configuration: { replica_kms_key_id: 'key of eu-west-1' },
          replication_time: { status: 'Enabled', time: { minutes: 15 } },
          metrics: { status: 'Enabled', event_threshold: { minutes: 15 } },
        },
      },
    ],
  }));

test('without replication time control there is no bound, and what fails is still counted', () =>
  expect(mesh('us-east-1', ['eu-west-1'], { replicationTimeControl: false }).rule[0]?.destination).toEqual({
    bucket: 'arn:aws:s3:::objects-eu-west-1',
    encryption_configuration: { replica_kms_key_id: 'key of eu-west-1' },
    metrics: { status: 'Enabled' },
  }));

test('refuses the source among the destinations', () =>
  expect(() => mesh('us-east-1', ['eu-west-1', 'us-east-1'])).toThrow(
    new Error('t/objects: destinations holds the source, us-east-1. Leave it out.'),
  ));

test('refuses to copy nowhere', () =>
  expect(() => mesh('us-east-1', [])).toThrow(
    new Error('t/objects: no destinations. S3 refuses a configuration without rules: leave the construct out.'),
  ));
