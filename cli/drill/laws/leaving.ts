import type { Stored } from '../../../lab/provider';
import type { Change } from '../../../lab/runner';
import type { Snapshot } from '../snapshot';
import { DATA_TYPES } from './data';
import {
  changeText,
  first,
  isCreated,
  isDestroyed,
  isReplaced,
  type Law,
  law,
  lawOfChanges,
  ownObjectsIn,
  regionOfChange,
} from './law';
import { replicasOf } from './lives';
import { isMadeFor } from './made-for';
import { gist } from './plans';

/** What only protects: it may change where a Region gives its data up. */
const PROTECTION: readonly string[] = [
  'deletion_protection',
  'deletion_protection_enabled',
  'force_destroy',
  'force_delete',
  'policy',
  'replica',
  'force_overwrite_replica_secret',
  // Of a user pool: the functions that it calls go with the Region's own stack.
  'lambda_config',
];

/** The Region's own stack is emptied, and of what is shared only the protection of what stands there is lifted. */
export const liftsProtection = (region: string): Law =>
  lawOfChanges('lifts the protection only', (change, stack, seen) => {
    const { changed } = change;
    if (stack === `region-${region}`) return isDestroyed(change) ? undefined : `${stack} would ${changeText(change)}`;
    // What else goes was made for it; that is another law's.
    if (regionOfChange(change, stack, seen) !== region || isMadeFor(region, change)) return undefined;
    // What the Region itself copied to the others goes with its edges.
    if (change.type === 'aws_s3_bucket_replication_configuration' && isDestroyed(change)) return undefined;
    if (isDestroyed(change) || isReplaced(change) || isCreated(change)) return `${stack} would ${changeText(change)}`;
    const other = changed.find((argument) => !PROTECTION.includes(argument));
    return other && `${stack} also changes ${other} of ${change.address} in ${region}`;
  });

/** All that goes stood in the Region; what stays elsewhere is changed in place. */
export const destroysOnlyIn = (region: string): Law =>
  lawOfChanges(`destroys only in ${region}`, (change, stack, seen) =>
    (isDestroyed(change) && regionOfChange(change, stack, seen) !== region && !isMadeFor(region, change)) ||
    isReplaced(change) ||
    isCreated(change)
      ? `${stack} would ${changeText(change)}`
      : undefined,
  );

/** The Region's data is what is destroyed, or else the step proves nothing. */
export const givesDataUp = (region: string): Law =>
  law(
    `the data in ${region} goes`,
    ({ before, after }) =>
      first(
        [...dataIn(region, after), ...after.objects.filter(({ state }) => replicasOf(state).includes(region))],
        ({ type, state }) => `${type} ${String(state.arn ?? state.id)} still has it in ${region}`,
      ) ?? (dataIn(region, before).length > 0 ? undefined : `there was none in ${region}`),
  );

const dataIn = (region: string, snapshot: Snapshot): Stored[] =>
  ownObjectsIn(region, snapshot).filter(({ type }) => DATA_TYPES.includes(type));

/** Terraform or AWS stops: with these words, and nothing that holds data is gone (which is another law's). */
export const stopsWith = (stack: string, region: string, words: RegExp): Law =>
  law('stops, as it should', ({ stacks }) => {
    const run = stacks.find((each) => each.stack === stack);
    if (!run || run.outcome === 'passed') return `${stack} went through, in ${region}`;
    return words.test(run.error ?? '')
      ? undefined
      : `${stack} failed for another reason, in ${region}: ${gist(run.error ?? '')}`;
  });

/** What foundation keeps of a Region that was released, until it has left the list. */
export const isMark =
  (region: string) =>
  ({ address }: Change): boolean =>
    address === `aws_ssm_parameter.leaving-${region}`;

/** When the Region has left the list, only its mark goes. */
export const onlyMarkGoes = (region: string): Law =>
  lawOfChanges('nothing is left but a mark', (change, stack) =>
    isMark(region)(change) && isDestroyed(change) ? undefined : `${stack} would ${changeText(change)}`,
  );
