import type { Change, ChangedPath, DatabaseInstance, Draft, Review, Rule } from '../model';
import { about, causeOf, fateOf, inRegion, isActive, isLost, listed, nameOf, unlessExpected } from './draft';

/** Arguments that make an instance or a cluster a copy of another one. */
const SOURCES = new Set(['replicate_source_db', 'replication_source_identifier']);

const isSet = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** The argument that makes it a copy, where the run clears it. */
const cleared = ({ kind, changed }: Change): ChangedPath | undefined =>
  kind !== 'update'
    ? undefined
    : changed.find(
        ({ attribute, before, after, hidden, kind: how }) =>
          SOURCES.has(attribute) && isSet(before) && !isSet(after) && hidden === undefined && how !== 'unknown',
      );

export const writerPromoted: Rule = {
  id: 'writer-promoted',
  severity: 'critical',
  title: 'A replica becomes a writer',
  suppressible: true,
  doc: {
    what: 'A replica stops copying from its source, and takes writes from then on. A note where the config moves `writer` there.',
    why: 'There is no way back: what it did not have yet is missing for good, and it becomes a replica again only by being made anew.',
    fix: 'Move the writer by the config (`writer`), with a word on the former one (`former`).',
    example:
      '`replicate_source_db` of the instance in eu-west-1 is cleared, and the config does not say `writer: eu-west-1`. A replica that gets another source is no finding.',
  },
  run: (review) =>
    review.changes.flatMap((change) => {
      const path = cleared(change);
      if (!path) return [];
      const moved = review.intents.find((intent) => intent.kind === 'writer-moved' && intent.to === change.region);
      // Without a base, head's own word is all there is.
      const declared =
        review.head.manifest.writer === change.region && !review.base ? 'the config has its writer here' : undefined;
      return [
        unlessExpected(
          about(
            change,
            {
              what: `${nameOf(change)}${inRegion(change.region)} is promoted: it stops copying and takes writes.`,
              why: 'What had not reached it yet is missing from then on, and it becomes a replica again only by being made anew.',
              fix: `Set \`writer: '${change.region}'\` if this is meant; else take the change out.`,
            },
            { paths: [path] },
          ),
          moved?.label ?? declared,
        ),
      ];
    }),
};

function byDatabase(instances: readonly DatabaseInstance[]): Map<string, DatabaseInstance[]> {
  const found = new Map<string, DatabaseInstance[]>();
  for (const instance of instances) {
    const known = found.get(instance.database);
    if (known) known.push(instance);
    else found.set(instance.database, [instance]);
  }
  return found;
}

/** Whether it takes the platform's writes: a former writer that is kept or released copies from nothing either. */
const isWriter = ({ role, declared }: DatabaseInstance): boolean =>
  role === 'writer' && declared !== 'kept' && declared !== 'released';

const inUse = (review: Review, { region, forgotten }: DatabaseInstance): boolean =>
  isActive(review, region) && forgotten === undefined;

export const writerNone: Rule = {
  id: 'writer-none',
  severity: 'critical',
  title: 'A database has no writer',
  suppressible: false,
  doc: {
    what: 'After the run no instance of a database takes writes in an active Region. It cannot be suppressed.',
    why: 'Every write fails from then on.',
    fix: 'Let `writer` name an active Region, and apply its stack.',
    example:
      'The writer is destroyed and all others are replicas. A database whose stacks were not planned is judged by what the config declares.',
  },
  run: (review) =>
    [...byDatabase(review.after.databases)].flatMap(([database, instances]) => {
      const used = instances.filter((instance) => inUse(review, instance));
      if (!Object.hasOwn(review.head.manifest.databases, database)) return [];
      if (used.some((instance) => isWriter(instance) || instance.role === 'unknown')) return [];
      const [first] = instances;
      return [
        {
          stack: first?.stack ?? '',
          region: review.head.manifest.writer,
          address: first?.address ?? '',
          what: `After the run the database ${database} has no writer: ${used.length === 0 ? 'no active Region has an instance' : `${listed(used.map(({ region }) => region))} only copy`}.`,
          why: 'Every write fails.',
          fix: 'Let `writer` name an active Region whose stack is applied in this run.',
          paths: [database],
        },
      ];
    }),
};

export const writerTwo: Rule = {
  id: 'writer-two',
  severity: 'critical',
  title: 'A database has two writers',
  suppressible: false,
  doc: {
    what: 'After the run more than one instance of a database takes writes in active Regions. Medium for a former writer that the config keeps, in the run that promotes another one. It cannot be suppressed.',
    why: 'Writes go to both, and neither has those of the other: somebody has to merge them by hand.',
    fix: 'Promote one only. Fence the former writer before: stop what writes to it.',
    example:
      'The instances in us-east-1 and eu-west-1 both copy from nothing. A former writer that is kept, with nothing being promoted, is no finding.',
  },
  run: (review) =>
    [...byDatabase(review.after.databases)].flatMap(([database, instances]) => [
      ...twoWriters(review, database, instances),
      ...formerWriters(review, database, instances),
    ]),
};

function twoWriters(review: Review, database: string, instances: readonly DatabaseInstance[]): Draft[] {
  const writers = instances.filter((instance) => inUse(review, instance) && isWriter(instance));
  const odd = writers.find(({ region }) => region !== review.head.manifest.writer);
  if (writers.length < 2 || !odd) return [];
  return [
    {
      stack: odd.stack,
      region: odd.region,
      address: odd.address,
      what: `After the run the database ${database} has ${writers.length} writers: ${listed(writers.map(({ region }) => region))}.`,
      why: 'Writes go to both, and neither has those of the other.',
      fix: `Only ${review.head.manifest.writer} is to write. Make the others replicas, or keep them out of reach with \`former\`.`,
      paths: [database],
    },
  ];
}

/** In the run that promotes: afterwards it is known, and a finding of every run would be read by nobody. */
function formerWriters(review: Review, database: string, instances: readonly DatabaseInstance[]): Draft[] {
  const promoted = instances.find(({ stack, address }) => {
    const change = review.changeAt(stack, address);
    return change !== undefined && cleared(change) !== undefined;
  });
  if (!promoted) return [];
  return instances
    .filter((instance) => inUse(review, instance) && instance.role === 'writer' && !isWriter(instance))
    .map(({ stack, region, address }) => ({
      severity: 'medium' as const,
      stack,
      region,
      address,
      what: `The former writer of the database ${database}${inRegion(region)} still takes writes while ${promoted.region} is promoted.`,
      why: 'What still reaches it is not in the new writer.',
      fix: 'Stop what writes to it before this is applied, and keep its clients away until it is a replica again.',
      paths: [database],
    }));
}

export const oldWriterDestroyed: Rule = {
  id: 'old-writer-destroyed',
  severity: 'critical',
  title: 'The present writer is destroyed',
  suppressible: true,
  doc: {
    what: 'The instance that takes the writes now is replaced or destroyed, and the config has not released it, or its stack is applied before another one is promoted.',
    why: 'It may hold writes that no replica has. In the wrong order it is the only writer that is destroyed.',
    fix: "Keep it in the move (`former: { 'us-east-1': 'keep' }`), release it in a change of its own, and let it become a replica in a third.",
    example:
      'The writer moves to eu-west-1 with us-east-1 alive and no word in `former`: the instance in us-east-1 is replaced. A former writer that was released before is no finding.',
  },
  run: (review) =>
    [...byDatabase(review.before.databases)].flatMap(([database, instances]) => {
      if (!Object.hasOwn(review.head.manifest.databases, database)) return [];
      return instances
        .filter(({ role }) => role === 'writer')
        .flatMap((instance) => {
          const change = review.changeAt(instance.stack, instance.address);
          if (!change || !(isLost(change) || change.kind === 'replace-forget')) return [];
          const early = promotedLater(review, database, change);
          if (wasReleased(review, database, instance, instances) && early === undefined) return [];
          return [lostWriter(change, database, early)];
        });
    }),
};

const lostWriter = (change: Change, database: string, later: string | undefined): Draft =>
  about(change, {
    what: `${nameOf(change)}${inRegion(change.region)}, the writer of the database ${database}, is ${fateOf(change)}${causeOf(change)}${later === undefined ? '' : `, before ${later} is promoted`}.`,
    why: 'It may hold writes that never reached a replica, and until another one is promoted it is the only one that takes any.',
    fix: `Add \`former: { '${change.region}': 'keep' }\` to the database: the writer moves and this instance is left as it is. Release it later, in a change of its own.`,
  });

/** A former writer that the base had released, beside the one that took over before. */
function wasReleased(
  review: Review,
  database: string,
  { region, stack, address }: DatabaseInstance,
  instances: readonly DatabaseInstance[],
): boolean {
  const other = instances.some((instance) => instance.region !== region && instance.role === 'writer');
  if (!other) return false;
  if (review.base) return review.base.manifest.databases[database]?.roles[region] === 'released';
  const before = review.changeAt(stack, address)?.before;
  return before?.deletion_protection === false && isSet(before.final_snapshot_identifier);
}

/** The Region that this run promotes, where its stack goes after the old writer's. */
function promotedLater(review: Review, database: string, old: Change): string | undefined {
  const own = review.stack(old.stack)?.order ?? 0;
  return review.after.databases.find((instance) => {
    if (instance.database !== database || (instance.region === old.region && instance.stack === old.stack))
      return false;
    const change = review.changeAt(instance.stack, instance.address);
    return change !== undefined && cleared(change) !== undefined && (review.stack(instance.stack)?.order ?? 0) >= own;
  })?.region;
}

export const homeMoved: Rule = {
  id: 'home-moved',
  severity: 'critical',
  title: 'Home moves',
  suppressible: true,
  needsBase: true,
  doc: {
    what: '`home` differs from the base.',
    why: 'Tables, roles and the state of `foundation` stand in home. It moves only when its Region is gone for good, by the steps of a runbook.',
    fix: 'Leave `home` where it was. A failover moves the writer, never home.',
    example: '`home` goes from us-east-1 to eu-west-1. `writer` doing so is no finding of this rule.',
  },
  run: (review) =>
    review.intents.flatMap((intent) =>
      intent.kind !== 'home-moved'
        ? []
        : [
            {
              stack: 'foundation',
              region: intent.to,
              address: '',
              what: `Home moves from ${intent.from} to ${intent.to}.`,
              why: 'What stands in home is forgotten, and adopted or made anew in the new one. No failover needs it.',
              fix: `Set \`home: '${intent.from}'\` again, unless that Region is gone for good (docs/runbooks/home-loss.md).`,
              paths: [intent.from, intent.to],
            },
          ],
    ),
};
