import type { Change, ChangedPath, Draft, Review, Severity, Value } from '../model';

/** Objects that are no more afterwards: destroyed, or replaced by another one. */
export const isLost = ({ kind }: Change): boolean => kind === 'destroy' || kind === 'replace';

/** Whether something happens to an object that is there already. */
export const touchesExisting = ({ kind, noise }: Change): boolean =>
  noise === undefined && kind !== 'no-op' && kind !== 'read' && kind !== 'create';

/** A finding about one change. */
export function about(
  change: Change,
  texts: Pick<Draft, 'what' | 'why' | 'fix'>,
  { severity, paths = [] }: { readonly severity?: Severity; readonly paths?: readonly ChangedPath[] } = {},
): Draft {
  const { stack, region, address, deposed } = change;
  return {
    stack,
    region,
    address,
    ...(deposed !== undefined && { deposed }),
    ...texts,
    ...(severity !== undefined && { severity }),
    ...(paths.length > 0 && { paths: paths.map(({ text }) => text) }),
  };
}

/** A finding that is only worth knowing where the config's change asks for it. */
export const unlessExpected = (draft: Draft, expected: string | undefined): Draft =>
  expected === undefined
    ? draft
    : { ...draft, severity: 'info', fix: `Nothing, as it belongs to what is done: ${expected}.`, expected };

/** The finding of a change, told at its rule's severity unless the config's change asks for it. */
export const aboutUnlessExpected = (
  change: Change,
  ...rest: Parameters<typeof about> extends [unknown, ...infer R] ? R : never
): Draft => unlessExpected(about(change, ...rest), change.expected);

/** Whether a Region is in use, or the place is none. A Region that head does not list is not in use. */
export const isActive = (review: Review, place: string): boolean => review.regionState(place) === 'active';

/** `replaced`, as a sentence has it. */
export const fateOf = ({ kind }: Change): string => FATES[kind] ?? 'changed';
const FATES: Readonly<Partial<Record<Change['kind'], string>>> = {
  create: 'created',
  update: 'changed',
  replace: 'destroyed and made anew',
  'replace-forget': 'made anew, and the old one left alone',
  destroy: 'destroyed',
  forget: 'forgotten',
};

/** ` because of rule.0.id, as -replace asks`: what makes it a replacement. */
export function causeOf({ kind, replacePaths, reason }: Change): string {
  if (kind !== 'replace' && kind !== 'replace-forget') return '';
  if (replacePaths.length > 0) return `, because ${listed(replacePaths)} cannot change in place`;
  return reason === undefined ? '' : `, ${REASONS[reason] ?? `Terraform says ${reason}`}`;
}

/** Terraform's `action_reason` ("JSON Output Format"). */
const REASONS: Readonly<Record<string, string>> = {
  replace_by_request: 'as -replace asks for it',
  replace_because_tainted: 'as it is tainted',
  replace_by_triggers: 'as something that it is tied to changes (replace_triggered_by)',
};

/** `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** A parameter that tells others a value, and gets another one: what it tells of is what counts. */
export const isPublishedValue = ({ type, kind, before, changed }: Change): boolean =>
  type === 'aws_ssm_parameter' &&
  kind === 'update' &&
  before?.type !== 'SecureString' &&
  changed.every(({ attribute }) => PARAMETER_VALUES.has(attribute));

const PARAMETER_VALUES = new Set(['value', 'insecure_value', 'version', 'has_value_wo']);

/** The Region that leaves for good and that a change is all about: its own object, or its element in a list. */
export function leavingWith(
  { head, regionState }: Review,
  { region, address, kind, changed }: Change,
): string | undefined {
  if (regionState(region) === 'leaving') return region;
  const others = head.manifest.regions.filter(({ state }) => state === 'leaving');
  return others.find(
    ({ name }) =>
      address.includes(name) ||
      (kind === 'update' && changed.length > 0 && changed.every(({ text }) => text.includes(`[${name}]`))),
  )?.name;
}

/** What an address is called in a sentence. */
export const nameOf = ({ address, deposed }: { readonly address: string; readonly deposed?: string }): string =>
  deposed === undefined ? address : `${address} (deposed ${deposed})`;

/** ` in eu-west-1`, or nothing. */
export const inRegion = (region: string): string =>
  region === 'global' || region === 'unknown' ? '' : ` in ${region}`;

/** A value in a sentence. */
export function shown(value: Value | undefined): string {
  if (value === undefined) return 'a value that is not shown';
  return value === null || value === '' ? 'nothing' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** ` from 7 to 1`, as far as it may be shown. */
export const fromTo = ({ before, after }: ChangedPath): string => ` from ${shown(before)} to ${shown(after)}`;
