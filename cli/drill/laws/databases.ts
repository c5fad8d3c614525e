import type { RegionName } from '../../../config/catalog';
import { databaseArn } from '../../../config/names';
import { regionStackName } from '../../../config/platform';
import type { Change } from '../../../lab/runner';
import { changeText, first, isReplaced, type Law, law, lawOfChanges, type Seen } from './law';
import { gist } from './plans';

/** Arguments that change when a replica becomes the writer; none of them replaces it. */
const PROMOTION: readonly string[] = [
  'delete_automated_backups',
  'deletion_protection',
  'final_snapshot_identifier',
  'password_wo_version',
  'replicate_source_db',
  'skip_final_snapshot',
];

const instanceAddress = (database: string): string => `aws_db_instance.database-${database}_instance`;

const instanceChange = ({ stacks }: Seen, database: string, region: RegionName): Change | undefined =>
  stacks
    .find(({ stack }) => stack === regionStackName(region))
    ?.changes.find(({ address }) => address === instanceAddress(database));

/** Of each database exactly one instance, the new writer's, stops following another; in place, and nothing else about it changes. */
export const promotesOne = (to: RegionName): Law =>
  law(
    'promotes one instance in place',
    (seen) =>
      first(seen.platform.databases.keys(), (database) => {
        const stack = regionStackName(to);
        const change = instanceChange(seen, database, to);
        if (!change) return `${stack} does not promote ${database} in ${to}`;
        if (change.actions.join() !== 'update') return `${stack} would ${changeText(change)}`;
        if (!change.before?.replicate_source_db || change.after?.replicate_source_db)
          return `${stack} leaves replicate_source_db of ${change.address} in ${to} as it was`;
        const other = change.changed.find((argument) => !PROMOTION.includes(argument));
        return other && `${stack} also changes ${other} of ${change.address} in ${to}`;
      }) ??
      first(seen.stacks, ({ stack, changes }) => {
        const second = changes.find(
          ({ type, before, after }) =>
            stack !== regionStackName(to) &&
            type === 'aws_db_instance' &&
            before?.replicate_source_db &&
            after &&
            !after.replicate_source_db,
        );
        return second && `${stack} would promote ${second.address} in ${second.region ?? stack} too`;
      }),
  );

/** The replicas in these Regions are rebuilt from the new writer: RDS gives none another source. */
export const rebuildsReplicas = (regions: readonly RegionName[]): Law =>
  law('rebuilds the other replicas', (seen) =>
    first(regions, (region) =>
      first(seen.platform.databases.keys(), (database) => {
        const { platform } = seen;
        const source = databaseArn(platform, database, platform.writer);
        const change = instanceChange(seen, database, region);
        const stack = regionStackName(region);
        if (!change || !isReplaced(change)) return `${stack} does not rebuild ${database} in ${region}`;
        return change.after?.replicate_source_db === source
          ? undefined
          : `${stack} rebuilds ${database} in ${region} from ${String(change.after?.replicate_source_db)}, not from ${source}`;
      }),
    ),
  );

/** Nothing happens to the Region's instances. */
export const leavesInstances = (region: RegionName): Law =>
  law(`instances in ${region} left as they are`, (seen) =>
    first(seen.platform.databases.keys(), (database) => {
      const change = instanceChange(seen, database, region);
      return change && `${regionStackName(region)} would ${changeText(change)}`;
    }),
  );

/** The former writer's protection is lifted, and that is all. */
export const releasesOnly = (region: RegionName): Law =>
  law('lifts the protection only', (seen) =>
    first(seen.platform.databases.keys(), (database) => {
      const stack = regionStackName(region);
      const change = instanceChange(seen, database, region);
      if (!change) return `${stack} does not release ${database} in ${region}`;
      if (change.actions.join() !== 'update') return `${stack} would ${changeText(change)}`;
      const other = change.changed.find((argument) => argument !== 'deletion_protection');
      if (other) return `${stack} also changes ${other} of ${change.address} in ${region}`;
      return change.after?.final_snapshot_identifier
        ? undefined
        : `${stack} names no final snapshot of ${database} in ${region}`;
    }),
  );

/** Terraform stops at what AWS protects, and nothing was taken down before it got there. */
export const stopsAtProtection = (region: RegionName): Law =>
  law('stops at the protected instance', ({ stacks }) => {
    const stack = regionStackName(region);
    const run = stacks.find((each) => each.stack === stack);
    if (!run || run.outcome === 'passed') return `${stack} rebuilt the former writer in ${region}`;
    return run.error?.includes('Cannot delete protected DB Instance')
      ? undefined
      : `${stack} failed for another reason in ${region}: ${gist(run.error ?? '')}`;
  });

/** What belongs to a move of the writer: the instances, what they follow, and the outputs that say so, the Region's role in the contract too. */
export const isDatabaseChange = ({ address }: Change, stack: string): boolean =>
  stack.startsWith('region-') &&
  /^(aws_db_instance\.database-.*_instance|terraform_data\.database-.*_source|aws_ssm_parameter\.outputs[\w-]*_parameter-(contract-json|database-.*))$/.test(
    address,
  );

/** Which Region the front door prefers: with it go the weights of two records, and what CloudFront reads first. */
const PREFERENCES: Readonly<Record<string, readonly string[]>> = {
  aws_route53_record: ['weighted_routing_policy', 'failover_routing_policy'],
  aws_cloudfront_distribution: ['origin_group', 'etag'],
  aws_cloudfront_function: ['code', 'etag', 'live_stage_etag'],
};

/** The front door follows the writer, in place; no recovery waits for it. */
export const followsWriter = ({ type, actions, changed }: Change, stack: string): boolean =>
  stack === 'global' &&
  actions.join() === 'update' &&
  changed.length > 0 &&
  changed.every((argument) => PREFERENCES[type]?.includes(argument) === true);

/** Nothing but that changes, and only in these Regions; the front door follows. */
export const onlyDatabases = (regions: readonly RegionName[]): Law =>
  lawOfChanges('nothing else in the plan', (change, stack) =>
    followsWriter(change, stack) ||
    (isDatabaseChange(change, stack) && regions.some((region) => stack === regionStackName(region)))
      ? undefined
      : `${stack} would ${changeText(change)}`,
  );
