import type { Json } from '../../../../../cli/review/json';
import { edgeOneWay, edgeRemoved, edgeWeakened } from '../../../../../cli/review/rules/edges';
import { bucketArn, manifest, planJson, raw, type Setting, THREE } from '../../plans';
import { at, type RuleCase } from '../case';

const ADDRESS = 'aws_s3_bucket_replication_configuration.r';

/** A rule as the mesh writes it. */
const rule = (to: string, { status = 'Enabled', time = 'Enabled', markers = 'Enabled', priority = 1 } = {}): Json => ({
  id: to,
  priority,
  status,
  delete_marker_replication: [{ status: markers }],
  destination: [{ bucket: bucketArn(to), replication_time: [{ status: time }] }],
});

const rulesIn = (region: string, rules: readonly Json[]): Json => ({ region, bucket: `b-${region}`, rule: rules });

/** Replication of two Regions to each other, as it was and as it will be. */
function mesh(
  after: Readonly<Record<string, readonly Json[]>>,
  states: Readonly<Record<string, string>> = { 'us-east-1': 'active', 'eu-west-1': 'active' },
): Setting {
  const before: Record<string, Json[]> = { 'us-east-1': [rule('eu-west-1')], 'eu-west-1': [rule('us-east-1')] };
  const regions = ['us-east-1', 'eu-west-1'];
  return {
    head: manifest(states, {
      edges: regions.map((from) => ({
        kind: 's3-replication',
        name: 'objects',
        from,
        to: from === 'us-east-1' ? 'eu-west-1' : 'us-east-1',
        stack: `region-${from}`,
        address: ADDRESS,
      })),
    }),
    plans: Object.fromEntries(
      regions.flatMap((region) => {
        const now = after[region] ?? before[region] ?? [];
        const same = after[region] === undefined;
        return [
          [
            `region-${region}`,
            planJson([
              raw(ADDRESS, [same ? 'no-op' : 'update'], rulesIn(region, before[region] ?? []), rulesIn(region, now)),
            ]),
          ],
        ];
      }),
    ),
  };
}

const US = 'region-us-east-1';

export const EDGE_CASES: readonly RuleCase[] = [
  {
    rule: edgeRemoved,
    fires: mesh({ 'us-east-1': [] }),
    finds: [
      {
        ...at(ADDRESS, US, 'us-east-1'),
        what: 'The replication of the bucket objects from us-east-1 to eu-west-1 ends.',
        why: 'What is written in us-east-1 from then on is not in eu-west-1: the RPO there is no longer met.',
        fix: 'Put it back. If the Region is to go, say so with its state: `evacuated` or `leaving`.',
        paths: ['eu-west-1'],
      },
    ],
    near: mesh({ 'us-east-1': [] }, { 'us-east-1': 'active', 'eu-west-1': 'evacuated' }),
  },
  {
    rule: edgeWeakened,
    fires: mesh({ 'us-east-1': [rule('eu-west-1', { time: 'Disabled', markers: 'Disabled' })] }),
    finds: [
      {
        ...at(ADDRESS, US, 'us-east-1'),
        what: 'The replication of the bucket objects from us-east-1 to eu-west-1 has no time limit any more (replication time control) and does not copy deletions any more.',
        why: 'The copy looks the same and promises less: no RPO can be held by it.',
        fix: 'Take the change out; if the bound is given up on purpose, lower the objective first.',
        paths: [
          'eu-west-1',
          'has no time limit any more (replication time control)',
          'does not copy deletions any more',
        ],
      },
    ],
    near: mesh({ 'us-east-1': [rule('eu-west-1', { priority: 7 })] }),
  },
  {
    rule: edgeWeakened,
    about: 'a rule that is switched off',
    fires: mesh({ 'us-east-1': [rule('eu-west-1', { status: 'Disabled' })] }),
    finds: [
      {
        ...at(ADDRESS, US, 'us-east-1'),
        what: 'The replication of the bucket objects from us-east-1 to eu-west-1 is switched off.',
        why: 'The copy looks the same and promises less: no RPO can be held by it.',
        fix: 'Take the change out; if the bound is given up on purpose, lower the objective first.',
        paths: ['eu-west-1', 'is switched off'],
      },
    ],
    near: mesh({}),
  },
  {
    rule: edgeOneWay,
    fires: mesh({ 'us-east-1': [] }),
    finds: [
      {
        ...at(ADDRESS),
        what: 'The replication of the bucket objects goes from eu-west-1 to us-east-1 after the run, and not back.',
        why: 'After a failover to us-east-1 what is written in us-east-1 never reaches eu-west-1.',
        fix: 'Add the rule from us-east-1 to eu-west-1.',
        paths: ['us-east-1'],
      },
    ],
    // A Region that returns copies out first, and is copied to once it is active.
    near: mesh({ 'us-east-1': [] }, { ...THREE, 'eu-west-1': 'returning' }),
  },
];
