import type { RegionName } from '../../../config/catalog';
import { stateBucketName } from '../../../config/names';
import { followsWriter } from './databases';
import { changeText, edgesAt, first, isCreated, isDestroyed, isForgotten, type Law, law, lawOfChanges } from './law';
import { CONTRACT_PARAMETER, difference, heldIn, placesOf } from './lives';
import { comesWithSecond, isMadeFor, learnsOfRegions } from './made-for';
import { comesOrGoes } from './plans';

/** Home's state bucket is replicated to that of every other Region, `foundation`'s state with it. */
export const stateIsCopied = (home: RegionName): Law =>
  law('state outlives its Region', ({ platform, after }) => {
    const bucket = stateBucketName(platform, home);
    const rules = after.objects
      .filter(({ type, state }) => type === 'aws_s3_bucket_replication_configuration' && state.bucket === bucket)
      .flatMap(({ state }) => rulesOf(state));
    const others = platform.activeRegions.filter((region) => region !== home);
    return first(others, (region) => {
      const destination = stateBucketName(platform, region);
      const exists = after.objects.some(({ type, state }) => type === 'aws_s3_bucket' && state.bucket === destination);
      const isCopied = rules.some(({ status, to }) => status === 'Enabled' && to.endsWith(`:${destination}`));
      return exists && isCopied
        ? undefined
        : `bootstrap copies nothing from ${bucket} in ${home} to ${destination} in ${region}`;
    });
  });

interface Rule {
  readonly status?: string;
  readonly destination?: readonly { readonly bucket?: string }[];
}

const rulesOf = ({ rule }: Readonly<Record<string, unknown>>) =>
  (Array.isArray(rule) ? (rule as readonly Rule[]) : []).map(({ status, destination }) => ({
    status,
    to: destination?.[0]?.bucket ?? '',
  }));

/** What stood in the old home is forgotten, but for roles: they stand in no Region, and stay under their address. */
export const forgetsOldHome = (home: RegionName): Law =>
  law(`forgets what stood in ${home}`, (seen) =>
    difference(
      heldIn(home, seen).filter(({ address }) => !address.startsWith('aws_iam_')),
      placesOf(seen, isForgotten),
      ({ stack, address }, is) =>
        is === 'missing'
          ? `${stack} did not forget ${address}`
          : `${stack} forgot ${address}, which did not stand in ${home}`,
    ),
  );

/**
 * Besides: secrets are adopted in the new home, outputs are made there, edges go, and the writer takes the new password. Where
 * no writer is named it is home, so the contract of the new one says that it is active.
 */
export const movesHome = (from: RegionName, to: RegionName): Law =>
  lawOfChanges(`home moves to ${to}`, (change, stack, seen) => {
    const { address, type, actions, importId, region, changed } = change;
    const isShared = !stack.startsWith('region-');
    if (isForgotten(change)) return undefined;
    // The front door loses the old home, as with any Region that is evacuated.
    const isFront = isDestroyed(change) && (isMadeFor(from, change) || comesWithSecond(change, seen));
    if (stack === 'global' && (isFront || learnsOfRegions(change) || followsWriter(change, stack))) return undefined;
    if (isShared && (importId !== undefined || isCreated(change)))
      return region === to ? undefined : `${stack} would ${changeText(change)}, not in ${to}`;
    const isUpdate = actions.join() === 'update';
    const isEdge = edgesAt(from, seen).some((edge) => edge.stack === stack && edge.address === address);
    const isPassword = type === 'aws_db_instance' && changed.join() === 'password_wo_version';
    const isRole = region === to && address === CONTRACT_PARAMETER;
    if ((isUpdate && (isEdge || isPassword || isRole)) || (isEdge && comesOrGoes(change, stack, seen)))
      return undefined;
    return `${stack} would ${changeText(change)}`;
  });
