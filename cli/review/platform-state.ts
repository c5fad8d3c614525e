import { type EdgeNames, edgesOf, makesEdges } from './edges';
import { compare } from './json';
import type { Change, DatabaseInstance, Edge, PlatformState, StackPlan, SynthesizedPlatform, Values } from './model';

/** Which side of the run. */
export type Side = 'before' | 'after';

/**
 * The whole platform before or after the run. A stack that was planned tells what is there, no-ops included; of one that was
 * not, what is declared is believed.
 * @param declared base for `before` (head where there is none), head for `after`
 */
export function platformState(
  side: Side,
  stacks: readonly StackPlan[],
  declared: SynthesizedPlatform,
  names: EdgeNames,
): PlatformState {
  const { manifest } = declared;
  const seen = new Set(
    stacks.filter(({ status }) => status !== 'absent' && status !== 'log').map(({ stack }) => stack),
  );
  const databases: DatabaseInstance[] = [];
  const edges: Edge[] = [];
  for (const { stack, changes } of stacks) {
    if (!seen.has(stack)) continue;
    for (const change of changes) {
      if (!isRead(change.type)) continue;
      const values = valuesOn(side, change);
      if (!values) continue;
      const forgotten = side === 'after' && change.kind === 'forget' ? { forgotten: true as const } : {};
      const instance = instanceOf(change, values, side, declared, names);
      if (instance) databases.push({ ...instance, ...forgotten });
      for (const edge of edgesOf(change, values, names)) edges.push({ ...edge, ...forgotten });
    }
  }
  for (const edge of manifest.edges)
    if (!seen.has(edge.stack)) edges.push({ ...edge, enabled: true, guarantees: {}, known: 'manifest' });
  for (const [database, { roles }] of Object.entries(manifest.databases))
    for (const [region, role] of Object.entries(roles)) {
      const stack = manifest.stacks.find((each) => each.region === region)?.name;
      if (stack === undefined || seen.has(stack)) continue;
      databases.push({
        database,
        region,
        stack,
        address: names.addressOfDatabase(database) ?? '',
        role: role === 'writer' || role === 'replica' ? role : 'unknown',
        known: 'manifest',
        declared: role,
      });
    }
  return { databases: databases.sort(byName), edges: edges.sort(byEnds) };
}

/** Values of an object that is there. What a plan forgets stays as it is. */
function valuesOn(side: Side, { mode, kind, deposed, before, after }: Change): Values | null {
  if (mode !== 'managed' || deposed !== undefined) return null;
  return side === 'before' || kind === 'forget' ? before : after;
}

const INSTANCES: Readonly<Record<string, string>> = {
  aws_db_instance: 'replicate_source_db',
  aws_rds_cluster: 'replication_source_identifier',
};

/** Whether a type is a database or makes a copy. */
const isRead = (type: string): boolean => Object.hasOwn(INSTANCES, type) || makesEdges(type);

function instanceOf(
  change: Change,
  values: Values,
  side: Side,
  { manifest }: SynthesizedPlatform,
  names: EdgeNames,
): DatabaseInstance | undefined {
  const attribute = Object.hasOwn(INSTANCES, change.type) ? INSTANCES[change.type] : undefined;
  if (attribute === undefined) return undefined;
  const { stack, address, region } = change;
  const source = values[attribute];
  const copies = typeof source === 'string' && source !== '';
  const isUnknown = side === 'after' && change.afterUnknown.includes(attribute);
  const database = names.databaseAt(address);
  const roles = Object.hasOwn(manifest.databases, database) ? manifest.databases[database]?.roles : undefined;
  const declared = roles && Object.hasOwn(roles, region) ? roles[region] : undefined;
  return {
    database,
    region,
    stack,
    address,
    role: copies ? 'replica' : isUnknown || isHidden(change, attribute) ? 'unknown' : 'writer',
    ...(copies && { source }),
    known: 'plan',
    ...(declared !== undefined && { declared }),
  };
}

/** A sensitive source is left out, which is not the same as none. */
const isHidden = ({ changed }: Change, attribute: string): boolean =>
  changed.some((path) => path.attribute === attribute && path.hidden !== undefined);

const byName = (a: DatabaseInstance, b: DatabaseInstance): number =>
  compare(a.database, b.database) ||
  compare(a.region, b.region) ||
  compare(a.stack, b.stack) ||
  compare(a.address, b.address);

const byEnds = (a: Edge, b: Edge): number =>
  compare(a.kind, b.kind) ||
  compare(a.name, b.name) ||
  compare(a.from, b.from) ||
  compare(a.to, b.to) ||
  compare(a.stack, b.stack) ||
  compare(a.address, b.address);
