import { type Draft, type Edge, GLOBAL, type Review, type Rule } from '../model';
import { inRegion, isActive, listed, unlessExpected } from './draft';

const keyOf = ({ kind, name, from, to }: Edge): string => `${kind} ${name} ${from} ${to}`;

/** How people call a kind of copy. */
const KINDS: Readonly<Record<string, string>> = {
  's3-replication': 'The replication of the bucket',
  'state-replication': 'The replication of the state bucket',
  'dynamodb-replica': 'The replication of the table',
  'rds-replica': 'The replica of the database',
  'kms-replica': 'The replica of the key',
  'secret-replica': 'The replica of the secret',
  'gateway-peering': 'The peering of',
  'vpc-peering': 'The peering of',
};
const titleOf = ({ kind, name }: Edge): string => `${KINDS[kind] ?? `The ${kind}`} ${name}`;

/** Carries what services say to each other, and copies nothing. */
const isPeering = ({ kind }: Edge): boolean => kind.endsWith('-peering');

/** Edges by the resource that makes them: one finding each, whatever their number. */
function byResource(edges: readonly Edge[]): Edge[][] {
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) {
    const key = `${edge.stack} ${edge.address} ${edge.kind} ${edge.name} ${edge.from}`;
    const known = groups.get(key);
    if (known) known.push(edge);
    else groups.set(key, [edge]);
  }
  return [...groups.values()];
}

/** The intent that asks for what happens to an edge: that of its resource, or a writer that moves with all its copies. */
function expectationOf(review: Review, { kind, stack, address }: Edge): string | undefined {
  const own = review.changeAt(stack, address)?.expected;
  if (own !== undefined || kind !== 'rds-replica') return own;
  return review.intents.find((intent) => intent.kind === 'writer-moved')?.label;
}

const bothActive = (review: Review, { from, to }: Edge): boolean => isActive(review, from) && isActive(review, to);

/** Where a copy is made: in the Region that it comes from, but for replicas that are objects of their own. */
const placeOf = (review: Review, { stack, address }: Edge): string =>
  review.changeAt(stack, address)?.region ?? review.stack(stack)?.region ?? GLOBAL;

/** Of a plan that failed only a part is known: that an edge is not in it says nothing. */
const isWhole = (review: Review, { stack }: Pick<Edge, 'stack'>): boolean => review.stack(stack)?.status !== 'errored';

export const edgeRemoved: Rule = {
  id: 'edge-removed',
  severity: 'critical',
  title: 'A copy or a peering between two active Regions ends',
  suppressible: true,
  doc: {
    what: 'A replication rule, a replica of a table, database, key or secret, or a peering is gone after the run, and the Regions at both ends stay active. Expected, and a note, where the writer moves.',
    why: 'What is written from then on is in one Region less: losing it loses data. Without their peering, Regions do not reach each other.',
    fix: 'Put it back, or take the Region out of use first (`evacuated`, `leaving`).',
    example:
      "The rule to ap-southeast-2 is taken out of the bucket's replication in us-east-1. The same while ap-southeast-2 is being evacuated is no finding.",
  },
  run: (review) => {
    const after = new Set(review.after.edges.map(keyOf));
    const gone = review.before.edges.filter(
      (edge) => !after.has(keyOf(edge)) && bothActive(review, edge) && isWhole(review, edge),
    );
    return byResource(gone).map((edges) => removed(review, edges));
  },
};

function removed(review: Review, edges: readonly Edge[]): Draft {
  const [edge] = edges;
  if (!edge) throw new Error('edge-removed: a group without an edge');
  const ends = edges.map(({ to }) => to).sort();
  return unlessExpected(
    {
      stack: edge.stack,
      region: placeOf(review, edge),
      address: edge.address,
      what: isPeering(edge)
        ? `${titleOf(edge)} ${edge.from} with ${listed(ends)} ends.`
        : `${titleOf(edge)} from ${edge.from} to ${listed(ends)} ends.`,
      why: isPeering(edge)
        ? `Nothing in ${edge.from} reaches a private address in ${listed(ends)} any more, nor the other way round.`
        : `What is written in ${edge.from} from then on is not in ${listed(ends)}: the RPO there is no longer met.`,
      fix: 'Put it back. If the Region is to go, say so with its state: `evacuated` or `leaving`.',
      paths: ends,
    },
    expectationOf(review, edge),
  );
}

/** Guarantees whose loss weakens a copy without ending it, as a sentence has them. */
const GUARANTEES: Readonly<Record<string, string>> = {
  replicationTime: 'has no time limit any more (replication time control)',
  deleteMarkers: 'does not copy deletions any more',
  replicaModifications: 'does not copy changes of replicas back any more',
  kmsObjects: 'leaves encrypted objects out',
  deletionProtection: 'is not protected from deletion any more',
};

export const edgeWeakened: Rule = {
  id: 'edge-weakened',
  severity: 'high',
  title: 'A copy between Regions promises less',
  suppressible: true,
  doc: {
    what: 'A replication rule is disabled, or loses its time limit (RTC), its delete markers, the changes of replicas, or encrypted objects.',
    why: 'The copy is still there and looks the same; what it promised in a disaster is not.',
    fix: 'Keep the rule as the module writes it.',
    example: '`replication_time` of a rule is switched off. A rule whose priority changes is no finding.',
  },
  run: (review) => {
    const before = new Map(review.before.edges.map((edge) => [keyOf(edge), edge]));
    const weaker = review.after.edges.flatMap((edge) => {
      const was = before.get(keyOf(edge));
      const losses = was && bothActive(review, edge) ? lossesOf(was, edge) : [];
      return losses.length > 0 ? [{ edge, losses }] : [];
    });
    const losses = new Map(weaker.map((each) => [each.edge, each.losses]));
    return byResource(weaker.map(({ edge }) => edge)).map((edges) => weakened(review, edges, losses));
  },
};

function lossesOf(was: Edge, is: Edge): string[] {
  const disabled = was.enabled && !is.enabled ? ['is switched off'] : [];
  const lost = Object.entries(GUARANTEES).flatMap(([name, text]) =>
    was.guarantees[name] === true && is.guarantees[name] === false ? [text] : [],
  );
  return [...disabled, ...lost];
}

function weakened(review: Review, edges: readonly Edge[], losses: ReadonlyMap<Edge, readonly string[]>): Draft {
  const [edge] = edges;
  if (!edge) throw new Error('edge-weakened: a group without an edge');
  const ends = edges.map(({ to }) => to).sort();
  const what = [...new Set(edges.flatMap((each) => losses.get(each) ?? []))];
  return unlessExpected(
    {
      stack: edge.stack,
      region: placeOf(review, edge),
      address: edge.address,
      what: `${titleOf(edge)} from ${edge.from} to ${listed(ends)} ${listed(what)}.`,
      why: 'The copy looks the same and promises less: no RPO can be held by it.',
      fix: 'Take the change out; if the bound is given up on purpose, lower the objective first.',
      paths: [...ends, ...what],
    },
    expectationOf(review, edge),
  );
}

/** Kinds that go both ways in a mesh. */
const MESH = new Set(['s3-replication', 'state-replication']);

export const edgeOneWay: Rule = {
  id: 'edge-one-way',
  severity: 'high',
  title: 'A bucket is copied one way only',
  suppressible: true,
  doc: {
    what: 'After the run a bucket is copied from A to B and not from B to A, both active.',
    why: 'After failing over to B, what is written there never reaches A: failing back loses it.',
    fix: 'Replicate both ways, as the mesh does.',
    example:
      'eu-west-1 stops copying to us-east-1, which goes on copying to eu-west-1. A Region that is returning is copied to once it is active, and no finding.',
  },
  run: (review) => {
    const active = review.after.edges.filter(
      (edge) => MESH.has(edge.kind) && edge.enabled && edge.forgotten === undefined && bothActive(review, edge),
    );
    const present = new Set(active.map(keyOf));
    const partial = new Set(review.stacks.filter((plan) => !isWhole(review, plan)).map(({ region }) => region));
    return active
      .filter((edge) => !present.has(keyOf({ ...edge, from: edge.to, to: edge.from })) && !partial.has(edge.to))
      .map((edge) => ({
        stack: edge.stack,
        region: placeOf(review, edge),
        address: edge.address,
        what: `${titleOf(edge)} goes from ${edge.from} to ${edge.to} after the run, and not back.`,
        why: `After a failover to ${edge.to} what is written${inRegion(edge.to)} never reaches ${edge.from}.`,
        fix: `Add the rule from ${edge.to} to ${edge.from}.`,
        paths: [edge.to],
      }));
  },
};
