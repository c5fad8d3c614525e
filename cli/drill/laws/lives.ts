import type { StackName } from '../../../config/platform';
import type { Change } from '../../../lab/runner';
import {
  changeText,
  edgesIn,
  first,
  isCreated,
  isForgotten,
  type Law,
  law,
  lawOfChanges,
  ownObjectsIn,
  regionOfObject,
  type Seen,
} from './law';
import { belongsTo, comesWithSecond, isMadeFor, learnsOfRegions } from './made-for';

/** The stacks with objects in every Region. */
const SHARED = ['bootstrap', 'foundation', 'global'] as const satisfies readonly StackName[];

/** Where an object is managed. */
export interface Place {
  readonly stack: string;
  readonly address: string;
}

/** What the shared stacks hold of a Region, and what cannot be read without it: tables with a replica there, its peerings and names. */
export function heldIn(region: string, { before: { states }, previous }: Pick<Seen, 'before' | 'previous'>): Place[] {
  const replicated = new Set(
    edgesIn(previous)
      .filter(({ kind, from, to }) => kind === 'dynamodb-replica' && (from === region || to === region))
      .map(({ address }) => address),
  );
  return SHARED.flatMap((stack) =>
    (states[stack] ?? [])
      .filter(
        (object) =>
          regionOfObject(object) === region || replicated.has(object.address) || belongsTo(region, stack, object),
      )
      .map(({ address }) => ({ stack, address })),
  );
}

export const placesOf = (seen: Pick<Seen, 'stacks'>, chosen: (change: Change) => boolean): Place[] =>
  seen.stacks.flatMap(({ stack, changes }) => changes.filter(chosen).map(({ address }) => ({ stack, address })));

/** The shared stacks forget all that stands in the Region and the frozen tables, and nothing else. */
export const forgetsExactly = (region: string): Law =>
  law(`forgets what is ${region}'s`, (seen) =>
    difference(heldIn(region, seen), placesOf(seen, isForgotten), (place, is) =>
      is === 'missing'
        ? `${place.stack} did not forget ${place.address}`
        : `${place.stack} forgot ${place.address}, which is not ${region}'s`,
    ),
  );

/** Has no import, and is nothing in AWS: creating it is waiting for the certificate that is there. */
const hasNoImport = (address: string): boolean => address.startsWith('aws_acm_certificate_validation.');

/** Everything that was forgotten is adopted under its old address, as it is. */
export const adoptsExactly = (region: string, forgotten: readonly Place[]): Law =>
  law(`adopts what is ${region}'s`, (seen) =>
    difference(
      forgotten,
      placesOf(seen, (change) => change.importId !== undefined || (isCreated(change) && hasNoImport(change.address))),
      (place, is) =>
        is === 'missing'
          ? `${place.stack} did not adopt ${place.address}`
          : `${place.stack} adopted ${place.address}, which was never forgotten`,
    ),
  );

/**
 * What is adopted is taken as it is: nothing else is created, changed or taken down in the shared stacks, but for what the
 * front door has of each Region that serves.
 */
export const adoptsUnchanged = (region: string): Law =>
  lawOfChanges('adopts without a change', (change, stack, seen) => {
    const { importId, actions, address } = change;
    if (!SHARED.some((shared) => shared === stack)) return undefined;
    if (importId !== undefined ? actions.join() === 'no-op' : isCreated(change) && hasNoImport(address))
      return undefined;
    const isFront = isCreated(change) && (isMadeFor(region, change) || comesWithSecond(change, seen));
    return importId === undefined && stack === 'global' && (isFront || learnsOfRegions(change))
      ? undefined
      : `${stack} would ${changeText(change)}`;
  });

/** Parameter of the contract of a Region's outputs. It also says whether the Region is active or passive. */
export const CONTRACT_PARAMETER = 'aws_ssm_parameter.outputs_parameter-contract-json';

/**
 * The Region's own stack, whose state never left its own bucket, has nothing to do.
 * @param losesRole the writer moved away meanwhile, which the Region's contract tells
 */
export const ownStackUnchanged = (region: string, losesRole = false): Law =>
  lawOfChanges('own stack unchanged', (change, stack) =>
    stack === `region-${region}` && !(losesRole && change.address === CONTRACT_PARAMETER)
      ? `${stack} would ${changeText(change)}`
      : undefined,
  );

/** Whatever stands in the Region is exactly as it was. */
export const untouched = (region: string): Law =>
  law(`${region} untouched`, ({ before, after }) => {
    const inRegion = (snapshot: Seen['before']) =>
      new Map(ownObjectsIn(region, snapshot).map((object) => [keyOf(object), object]));
    const [was, is] = [inRegion(before), inRegion(after)];
    return first(new Set([...was.keys(), ...is.keys()]), (key) => {
      if (!is.has(key)) return `${key} is gone from ${region}`;
      if (!was.has(key)) return `${key} is new in ${region}`;
      return JSON.stringify(was.get(key), plainNumbers) === JSON.stringify(is.get(key), plainNumbers)
        ? undefined
        : `${key} was changed in ${region}`;
    });
  });

/** Nothing is left in the Region, nor any copy of a table. */
export const nothingLeftIn = (region: string): Law =>
  law(
    `nothing left in ${region}`,
    ({ after }) =>
      first(
        ownObjectsIn(region, after),
        ({ type, state }) => `${type} ${String(state.arn ?? state.id)} still stands`,
      ) ??
      first(after.objects, ({ type, state }) => {
        const isCopied = replicasOf(state).includes(region);
        return isCopied ? `${type} ${String(state.arn ?? state.id)} still has a replica there` : undefined;
      }),
  );

/** The Regions of a table's or a secret's replicas. */
export const replicasOf = ({ replica }: Readonly<Record<string, unknown>>): string[] =>
  Array.isArray(replica)
    ? replica.map(
        (each: { readonly region_name?: string; readonly region?: string }) => each.region_name ?? each.region ?? '',
      )
    : [];

export const keyOf = ({ type, region, state }: Seen['before']['objects'][number]): string =>
  `${type} ${String(state.bucket ?? state.name ?? state.identifier ?? state.id)} (${region}, ${String(state.id ?? state.arn)})`;

/** The wire's whole numbers may be big. */
export const plainNumbers = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? Number(value) : value;

/** The first place that is in one list and not in the other. */
export function difference(
  expected: readonly Place[],
  found: readonly Place[],
  say: (place: Place, is: 'missing' | 'unexpected') => string,
): string | undefined {
  const text = ({ stack, address }: Place): string => `${stack} ${address}`;
  const [all, seen] = [new Set(expected.map(text)), new Set(found.map(text))];
  const missing = expected.find((place) => !seen.has(text(place)));
  const unexpected = found.find((place) => !all.has(text(place)));
  if (missing) return say(missing, 'missing');
  return unexpected && say(unexpected, 'unexpected');
}
