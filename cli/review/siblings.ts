import { canonical, compare, isObject } from './json';
import type { Change, ChangedPath, ChangeGroup, ManifestFacts, Segment, SiblingSet, Value } from './model';
import { isRegion } from './project/visible';

/** Takes the Regions out of names, so that the same object has the same name in all of them. */
export class RegionNames {
  private readonly codes = new Map<string, string>();
  private readonly pattern: RegExp | undefined;
  private readonly known = new Map<string, string>();

  constructor(manifests: readonly ManifestFacts[]) {
    const regions = manifests.flatMap((manifest) => manifest.regions);
    for (const { name, code } of regions) this.codes.set(name, name).set(code, name);
    // The longest first, as one name may begin with another.
    const names = [...this.codes.keys()].sort((a, b) => b.length - a.length || compare(a, b));
    if (names.length > 0) this.pattern = new RegExp(`(?<![A-Za-z0-9])(${names.join('|')})(?![A-Za-z0-9])`, 'g');
  }

  /** With each Region's name or code replaced by what `by` says. */
  replaced(text: string, by: (region: string) => string): string {
    return this.pattern ? text.replace(this.pattern, (word) => by(this.codes.get(word) ?? word)) : text;
  }

  /** With `*` for every Region. */
  without(text: string): string {
    // An object has the same address in each Region's stack.
    const before = this.known.get(text);
    if (before !== undefined) return before;
    const without = this.replaced(text, () => '*');
    this.known.set(text, without);
    return without;
  }
}

/** The same object in several Regions, by column, type and address. */
export function siblingsOf(
  stacks: readonly { readonly changes: readonly Change[] }[],
  names: RegionNames,
): SiblingSet[] {
  const sets = new Map<string, { address: string; members: Change[] }>();
  for (const { changes } of stacks)
    for (const change of changes) {
      if (change.mode !== 'managed') continue;
      const address = names.without(change.address);
      const key = `${change.column} ${address}${change.deposed === undefined ? '' : ' deposed'}`;
      const set = sets.get(key);
      if (set) set.members.push(change);
      else sets.set(key, { address, members: [change] });
    }
  return [...sets]
    .sort(([a], [b]) => compare(a, b))
    .map(([key, { address, members }]) => {
      if (members.length > 1) members.sort(byRegion);
      const [{ column = '', type = '' } = {}] = members;
      return { key, column, type, address, members, groups: groupsOf(key, address, members, names) };
    });
}

const byRegion = (a: Change, b: Change): number =>
  compare(a.region, b.region) ||
  compare(a.stack, b.stack) ||
  compare(a.address, b.address) ||
  compare(a.deposed ?? '', b.deposed ?? '');

/** Whether something happens to an object. */
export const isChanging = ({ kind, importing }: Change): boolean => importing || (kind !== 'no-op' && kind !== 'read');

function groupsOf(key: string, address: string, members: readonly Change[], names: RegionNames): ChangeGroup[] {
  const changing = members.every(isChanging) ? members : members.filter(isChanging);
  const [only] = changing;
  if (!only) return [];
  if (changing.length === 1) return [groupOf(key, only.address, changing)];
  // Edges to one Region are alike if they name the same one; edges of a mesh, if each names all the others.
  const [byPeer, byMesh] = [false, true].map((mesh) => grouped(changing, (change) => signatureOf(change, names, mesh)));
  const best = byPeer && byMesh && byMesh.size < byPeer.size ? byMesh : byPeer;
  return [...(best ?? new Map<string, Change[]>())]
    .sort(([a, one], [b, other]) => other.length - one.length || compare(a, b))
    .map(([, alike], place) =>
      groupOf(
        place === 0 ? key : `${key} (${place + 1})`,
        alike.length > 1 ? address : (alike[0]?.address ?? ''),
        alike,
      ),
    );
}

function groupOf(key: string, address: string, members: readonly Change[]): ChangeGroup {
  const [{ kind = 'unknown', column = '', type = '' } = {}] = members;
  const [first] = members;
  const regions =
    members.length === 1 && first ? [first.region] : [...new Set(members.map(({ region }) => region))].sort(compare);
  return { key, kind, column, type, address, members, regions };
}

function grouped(changes: readonly Change[], keyOf: (change: Change) => string): Map<string, Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = keyOf(change);
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return groups;
}

/** What a change comes to, whatever its Region: equal for changes that are the same. */
function signatureOf(change: Change, names: RegionNames, mesh: boolean): string {
  const { region } = change;
  const peers = new Map<string, Set<string>>();
  for (const path of change.changed) {
    const named: string[] = [];
    const text = pathOf(path, region, names, named);
    const known = peers.get(text);
    for (const peer of [...named, ...(mesh && named.length > 0 ? [region] : [])]) known?.add(peer);
    if (!known) peers.set(text, new Set([...named, ...(mesh && named.length > 0 ? [region] : [])]));
  }
  const paths = [...peers].map(([text, set]) => `${text} ${[...set].sort(compare).join()}`).sort(compare);
  const { kind, actions, importing, noise = '', replacePaths } = change;
  return canonical([kind, [...actions], importing, noise, [...replacePaths], paths]);
}

/** One changed path with other Regions taken out, which are put into `named`. */
function pathOf({ path, kind, before, after }: ChangedPath, own: string, names: RegionNames, named: string[]): string {
  const regionless = (text: string): string =>
    names.replaced(text, (region) => {
      if (region === own) return '@own';
      named.push(region);
      return '@peer';
    });
  const segmentText = (segment: Segment): string =>
    typeof segment === 'object' ? `[${regionless(segment.key)}]` : typeof segment === 'number' ? '[]' : `.${segment}`;
  // In an element that comes or goes, its key says what it is; its values follow from the Region.
  const keyed = path.some((segment) => typeof segment === 'object');
  const valueText = (value: Value | undefined): string =>
    value === undefined || (keyed && typeof value === 'object') ? '' : canonical(comparable(value, regionless));
  return [path.map(segmentText).join(''), kind, valueText(before), valueText(after)].join(' ');
}

/** Ids, ARNs and private ranges differ from Region to Region by their nature. */
function comparable(value: unknown, regionless: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item, regionless));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, comparable(part, regionless)]));
  if (typeof value !== 'string') return value;
  if (isRegion(value)) return regionless(value);
  if (value.startsWith('arn:')) return regionless(value.split(':').slice(2, 4).join(':'));
  if (/^[a-z]+-[0-9a-f]{8,17}$/.test(value)) return '*';
  if (/^(10|172|192)\.\d/.test(value)) return '*';
  return regionless(value);
}
