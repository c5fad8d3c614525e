import type { Clock, FenceTables } from './ports';
import { initialRecord, type Region, type RoutingLayout, type Scope, type StateRecord } from './record';

interface Deps {
  readonly fences: FenceTables;
  readonly clock: Clock;
}

/**
 * What the Regions remember of a scope that the register has never heard of: the register was lost and is kept elsewhere now.
 * Their fences stand at the epochs of the old one, so whoever began at 0 again could open none. The newest record counts,
 * with the highest epoch of any fence, as one may have been closed for a later epoch than its Region has read; a Region that
 * does not answer in time is left out, as its leases are over.
 * @returns nothing where no Region has ever written: the scope is new
 */
export async function lastKnown(
  deps: Deps,
  scope: Scope,
  layout: RoutingLayout,
  limitMs: number,
): Promise<StateRecord | undefined> {
  const answers = await Promise.all(
    layout.regions.map((region) =>
      Promise.race([remembered(deps, scope, region), deps.clock.sleep(limitMs).then(() => undefined)]),
    ),
  );
  const known = answers.flatMap((answer) => (answer === undefined ? [] : [answer]));
  const epoch = Math.max(0, ...known.flatMap((answer) => [answer.epoch, answer.record?.epoch ?? 0]));
  if (epoch === 0) return undefined;
  const newest = known
    .flatMap(({ record }) => (record === undefined ? [] : [record]))
    .reduce((best, record) => (record.epoch > best.epoch ? record : best), initialRecord(layout));
  return { ...newest, epoch };
}

/** The Region's last record, and the epoch of its fence; all its shards are moved together. */
async function remembered({ fences }: Deps, scope: Scope, region: Region) {
  const table = fences.in(region);
  try {
    const [lease, shard] = await Promise.all([table.readLease(scope), table.readShard(scope, 0)]);
    return { record: lease?.record, epoch: shard?.epoch ?? 0 };
  } catch {
    return undefined;
  }
}
