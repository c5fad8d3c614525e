import { Additions } from './additions';
import { regionOfArn, regionOfBucketName } from './attribution';
import { followsRegions, type ListChange } from './front-lists';
import { isObject } from './json';
import type { Change, ChangedPath, Intent, ManifestFacts, ObjectIntent, SynthesizedPlatform, Value } from './model';

/** What a change of the config asks for, by the two manifests. In the order of head's Regions. */
export function intentsOf(base: ManifestFacts, head: ManifestFacts): Intent[] {
  const was = new Map(base.regions.map(({ name, state }) => [name, state]));
  const is = new Map(head.regions.map(({ name, state }) => [name, state]));
  const regions = [...is].flatMap(([region, state]): Intent[] => {
    const before = was.get(region);
    if (before === state) return [];
    if (state === 'evacuated') return [{ kind: 'region-evacuated', region, label: `evacuating ${region}` }];
    if (state === 'returning') return [{ kind: 'region-returning', region, label: `bringing ${region} back` }];
    if (state === 'leaving') return [{ kind: 'region-leaving', region, label: `leaving ${region}` }];
    return before === undefined
      ? [{ kind: 'region-added', region, label: `adding ${region}` }]
      : [{ kind: 'region-active', region, label: `${region} is active again` }];
  });
  const gone = base.regions
    .filter(({ name }) => !is.has(name))
    .map(({ name }): Intent => ({ kind: 'region-removed', region: name, label: `removing ${name}` }));
  const moves: Intent[] = [];
  if (base.writer !== head.writer)
    moves.push({
      kind: 'writer-moved',
      from: base.writer,
      to: head.writer,
      label: `moving the writer to ${head.writer}`,
    });
  if (base.home !== head.home)
    moves.push({ kind: 'home-moved', from: base.home, to: head.home, label: `moving home to ${head.home}` });
  return [...regions, ...gone, ...moves, ...objectIntentsOf(base, head)];
}

/** What the config has besides Regions, now and before; nothing where one of the manifests does not list it. */
function objectIntentsOf(base: ManifestFacts, head: ManifestFacts): ObjectIntent[] {
  const [{ objects: was }, { objects: is }] = [base, head];
  if (!was || !is) return [];
  if (opens(base, head))
    return [{ kind: 'object-added', object: 'ingress', name: 'ingress', label: 'opening the front door' }];
  const missingIn = (others: typeof is) => {
    const known = new Set(others.map(keyOf));
    return (each: (typeof is)[number]): boolean => !known.has(keyOf(each));
  };
  return [
    ...is
      .filter(missingIn(was))
      .map(
        ({ kind, name }) =>
          ({ kind: 'object-added', object: kind, name, label: `adding ${titleOf(kind, name)}` }) as const,
      ),
    ...was
      .filter(missingIn(is))
      .map(
        ({ kind, name }) =>
          ({ kind: 'object-removed', object: kind, name, label: `removing ${titleOf(kind, name)}` }) as const,
      ),
  ];
}

/** A front door whose zone was delegated in the meantime: until then it is no more than the zone. */
const opens = (base: ManifestFacts, head: ManifestFacts): boolean => {
  const hasFront = ({ objects = [] }: ManifestFacts): boolean => objects.some(({ kind }) => kind === 'ingress');
  const isOpen = ({ servingPath }: ManifestFacts): boolean =>
    servingPath.some(({ address }) => /^\w+\.(front|entry)_/.test(address));
  return hasFront(base) && hasFront(head) && !isOpen(base) && isOpen(head);
};

const keyOf = ({ kind, name }: { readonly kind: string; readonly name: string }): string => `${kind} ${name}`;

/** What is there once has a name of its own. */
const TITLES: Readonly<Record<string, string>> = {
  routing: 'the routing layer',
  identity: 'the user pools',
  ci: "the pipelines' roles",
  backbone: 'the backbone',
  ingress: 'the front door',
};
const titleOf = (kind: string, name: string): string =>
  Object.hasOwn(TITLES, kind) ? (TITLES[kind] ?? kind) : `${kind} ${name}`;

/** Says of each change whether an intent asks for it. */
export class Expectation {
  private readonly stateful: ReadonlySet<string>;
  private readonly additions: Additions | undefined;

  constructor(
    private readonly intents: readonly Intent[],
    private readonly head: SynthesizedPlatform,
    private readonly base: ManifestFacts,
  ) {
    this.additions = Additions.of(intents, base, head.manifest);
    this.stateful = new Set(
      [...head.manifest.stateful, ...base.stateful].map(({ stack, address }) => `${stack} ${address}`),
    );
  }

  /** The intent's label. */
  of(change: Change): string | undefined {
    for (const intent of this.intents) if (this.asksFor(intent, change)) return intent.label;
    return this.additions?.labelOf(change);
  }

  private asksFor(intent: Intent, change: Change): boolean {
    switch (intent.kind) {
      case 'region-added':
        return this.isJoining(intent.region, change) || this.isListed('joining', change);
      case 'region-active':
      case 'region-returning':
        return (
          this.isAdopted(intent.region, change) ||
          this.isJoining(intent.region, change) ||
          this.isListed('joining', change) ||
          isPublished(change)
        );
      case 'region-evacuated':
        return (
          this.isForgotten(intent.region, change) ||
          this.isParting(intent.region, change) ||
          this.isListed('parting', change)
        );
      case 'region-leaving':
        return (
          this.isReleased(intent.region, change) ||
          this.isParting(intent.region, change) ||
          this.isListed('parting', change)
        );
      case 'region-removed':
        return (
          this.isEmptied(intent.region, change) ||
          this.isParting(intent.region, change) ||
          this.isListed('parting', change)
        );
      case 'writer-moved':
        return isPromotion(intent, change) || this.isListed('moving', change);
      case 'home-moved':
        return false;
      // By what is added, all together: two objects may need the same change.
      case 'object-added':
        return false;
      // What goes takes its data along: each loss is looked at.
      case 'object-removed':
        return false;
    }
  }

  /** What of the front door lists the Regions follows from all of them together. */
  private isListed(how: ListChange, change: Change): boolean {
    const regions = this.intents.flatMap((intent) =>
      how === 'moving'
        ? intent.kind === 'writer-moved'
          ? [intent.from, intent.to]
          : []
        : 'region' in intent && isParting(intent.kind) === (how === 'parting')
          ? [intent.region]
          : [],
    );
    return followsRegions(change, how, regions, { base: this.base, head: this.head.manifest });
  }

  private isOf = (region: string, change: Change): boolean =>
    change.region === region || change.touchedRegions.includes(region);

  /** What a Region brings: its own objects, and one edge to it in each other (law: a change touches only its edges). */
  private isJoining(region: string, change: Change): boolean {
    if (change.kind === 'create') return this.isOf(region, change);
    return change.kind === 'update' && change.region !== region && this.namesOnly(region, change, ['added']);
  }

  /** An edge to a Region that goes: from a list, or as an object that is elsewhere and holds nothing. */
  private isParting(region: string, change: Change): boolean {
    if (change.region === region) return false;
    if (change.kind === 'update') return this.namesOnly(region, change, ['removed']);
    return change.kind === 'destroy' && this.isOf(region, change) && !this.isStateful(change);
  }

  private isForgotten(region: string, change: Change): boolean {
    const removed = this.head.stacks.get(change.stack)?.removed.get(change.address);
    return change.kind === 'forget' && removed?.destroy === false && this.isOf(region, change);
  }

  private isAdopted(region: string, change: Change): boolean {
    return change.importing && (change.kind === 'no-op' || change.kind === 'update') && this.isOf(region, change);
  }

  /** What stands in a Region goes, but for the data in it. */
  private isEmptied(region: string, change: Change): boolean {
    if (change.region !== region || this.isStateful(change)) return false;
    return change.kind === 'destroy' || change.kind === 'update';
  }

  /** The Region's own stack is emptied, data is released by an update, and a parameter says so. */
  private isReleased(region: string, change: Change): boolean {
    const { kind, type, address, column } = change;
    if (change.region === region)
      return kind === 'update' || (kind === 'destroy' && (column !== change.stack || !this.isStateful(change)));
    if (type === 'aws_ssm_parameter') return kind === 'create' && address.includes(region);
    return kind === 'update' && this.namesOnly(region, change, ['changed', 'removed']);
  }

  private isStateful(change: Change): boolean {
    return this.stateful.has(`${change.stack} ${change.address}`);
  }

  /** Whether all that changes is of one Region. What is known after the apply and tags come along with anything. */
  private namesOnly(region: string, { changed }: Change, kinds: readonly ChangedPath['kind'][]): boolean {
    const own = changed.filter(({ kind, attribute }) => kind !== 'unknown' && !attribute.startsWith('tags_all'));
    return own.length > 0 && own.every((path) => kinds.includes(kindOf(path)) && this.names(region, path));
  }

  private names(region: string, { path, before, after, named }: ChangedPath): boolean {
    if (named) return [...named.added, ...named.removed].every((each) => each === region);
    const buckets = this.head.manifest.bucketRegions;
    const isNamed = (value: Value | undefined): boolean => {
      if (typeof value === 'string')
        return value === region || regionOfArn(value) === region || regionOfBucketName(value, buckets) === region;
      return (Array.isArray(value) || isObject(value)) && Object.values(value).some(isNamed);
    };
    return (
      path.some((segment) => typeof segment === 'object' && isNamed(segment.key)) || isNamed(before) || isNamed(after)
    );
  }
}

const isParting = (kind: Intent['kind']): boolean =>
  kind === 'region-evacuated' || kind === 'region-leaving' || kind === 'region-removed';

/** A text that is left out and names one Region more has that Region added, whatever else it says. */
const kindOf = ({ kind, named }: ChangedPath): ChangedPath['kind'] => {
  if (kind !== 'changed' || !named) return kind;
  return named.removed.length === 0 ? 'added' : named.added.length === 0 ? 'removed' : kind;
};

/** What is published follows from what is done; nothing else reads it but consumers. */
const isPublished = ({ type, kind, changed }: Change): boolean =>
  type === 'aws_ssm_parameter' &&
  kind === 'update' &&
  changed.every(({ attribute, kind: how }) => how === 'unknown' || /^(insecure_)?value(_wo_version)?$/.test(attribute));

/**
 * The new writer is promoted in place, the other replicas are made anew from it. The old writer may change where the config
 * keeps or releases it, and is never made anew.
 */
function isPromotion({ from, to }: { readonly from: string; readonly to: string }, change: Change): boolean {
  const { type, kind, region } = change;
  if (isPublished(change)) return true;
  if (type === 'terraform_data') return kind === 'update' || kind === 'replace';
  if (type !== 'aws_db_instance' && type !== 'aws_rds_cluster') return false;
  if (region === to || region === from) return kind === 'update';
  return kind === 'replace';
}
