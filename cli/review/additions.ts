import type { Change, Intent, ManifestFacts, ObjectIntent } from './model';
import { NeededGrants, type Remainder } from './needed-grants';
import { newGrants, type Statement, statementsOf } from './rules/grants';

/** What is made for an object of a kind: the first part of the resources' names. */
const PARTS: Readonly<Record<string, (name: string, region: string) => readonly string[]>> = {
  bucket: (name, region) => [`bucket-${name}-${region}`, `replication-${name}`, 'replication-role'],
  table: (name, region) => [`table-${name}-${region}`],
  database: (name, region) => [`credentials-${name}-${region}`, `database-${name}`, 'monitoring-role'],
  routing: () => ['routing'],
  identity: () => ['routing'],
  ci: () => ['deploy-roles'],
  ingress: () => ['front', 'entry', 'names', 'service'],
  backbone: () => ['backbone'],
  'private-zone': () => ['private-zone'],
};

/** Gives something to whoever is named: what it is given is judged by itself. */
const ATTACHMENT = /^aws_iam_(role|user|group)_policy(_attachment)?$/;

const isAddition = (intent: Intent): intent is ObjectIntent => intent.kind === 'object-added';

/** What belongs to the objects that a change of the config adds. */
export class Additions {
  private readonly grants: NeededGrants;
  private readonly labels = new Map<string, string>();

  private constructor(
    private readonly added: readonly ObjectIntent[],
    base: ManifestFacts,
    head: ManifestFacts,
  ) {
    this.grants = new NeededGrants(added, base, head);
    for (const { object, name, label } of added)
      for (const { name: region } of head.regions)
        for (const part of PARTS[object]?.(name, region) ?? [])
          if (!this.labels.has(part)) this.labels.set(part, label);
  }

  /** Nothing where nothing is added. */
  static of(intents: readonly Intent[], base: ManifestFacts, head: ManifestFacts): Additions | undefined {
    const added = intents.filter(isAddition);
    return added.length === 0 ? undefined : new Additions(added, base, head);
  }

  /** The label of the objects that ask for a change: it makes a part of one, or a policy that is there lets it in, and no more. */
  labelOf(change: Change): string | undefined {
    if (change.kind === 'create') return this.labelOfPart(change);
    if (change.kind !== 'update') return undefined;
    return this.labelOfPolicy(change) ?? this.labelOfBoundary(change);
  }

  /** What of a policy none of the objects needs. */
  remainder(change: Change, before: readonly Statement[], after: readonly Statement[]): Remainder {
    return this.grants.remainder(change, before, after);
  }

  private labelOfPart({ type, name, after }: Change): string | undefined {
    const subject = after?.role ?? after?.user ?? after?.group;
    // The name of one that is made in the same run is not known yet.
    if (ATTACHMENT.test(type) && typeof subject === 'string') return undefined;
    return this.labels.get(name.split('_', 1)[0] ?? '') ?? this.labelOfHub(type);
  }

  /** A transit gateway is of the network's part, as its addresses are, and is there for the backbone. */
  private labelOfHub(type: string): string | undefined {
    const isHub = /^aws_ec2_transit_gateway(_route_table)?$/.test(type);
    return isHub ? this.added.find(({ object }) => object === 'backbone')?.label : undefined;
  }

  private labelOfPolicy(change: Change): string | undefined {
    if (!isOnly(change, 'policy') || change.afterUnknown.some((path) => /^policy(\.|$)/.test(path))) return undefined;
    const [before, after] = [statementsOf(change.before?.policy), statementsOf(change.after?.policy)];
    if (!before || !after || newGrants(after, before)?.length !== 0) return undefined;
    const denials = (statements: readonly Statement[]): string =>
      JSON.stringify(
        statements
          .filter(({ effect }) => effect === 'Deny')
          .map((each) => ({ ...each, conditions: [...each.conditions] })),
      );
    if (denials(before) !== denials(after)) return undefined;
    const { beyond, labels } = this.remainder(
      change,
      before,
      after.filter(({ effect }) => effect === 'Allow'),
    );
    return beyond.length > 0 || labels.length === 0 ? undefined : some(labels);
  }

  /** Pipelines' roles bring a boundary for every other role: one that had none may do no more than before. */
  private labelOfBoundary(change: Change): string | undefined {
    const { type, changed, before } = change;
    const isBounded =
      type === 'aws_iam_role' &&
      !before?.permissions_boundary &&
      changed.some(({ attribute }) => attribute === 'permissions_boundary') &&
      isOnly(change, 'permissions_boundary');
    return isBounded ? this.added.find(({ object }) => object === 'ci')?.label : undefined;
  }
}

/** Whether nothing else changes than one attribute, but for what is known after the apply, and tags. */
const isOnly = ({ changed }: Change, wanted: string): boolean =>
  changed.some(({ attribute, hidden }) => isIn(wanted, attribute) && hidden === undefined) &&
  changed.every(
    ({ attribute, kind }) => isIn(wanted, attribute) || kind === 'unknown' || attribute.startsWith('tags_all'),
  );

const isIn = (wanted: string, attribute: string): boolean => attribute === wanted || attribute.startsWith(`${wanted}.`);

/** As many as a reader takes in. */
const SHOWN = 3;
const some = (labels: readonly string[]): string =>
  labels.length <= SHOWN
    ? labels.join(' and ')
    : `${labels.slice(0, SHOWN).join(', ')} and ${labels.length - SHOWN} more`;
