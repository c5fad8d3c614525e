import { randomBytes } from 'node:crypto';
import { nightlyPass } from '../../../lambdas/profile-apply/nightly';
import { type SyncResult, syncProfiles } from '../../../lambdas/profile-apply/sync';
import { changed, type Profile, profileFrom, writesOf } from '../../../lambdas/shared/users';
import { SCOPE, type TestRegion } from '../photos-api/world';
import { SILENT } from '../shared/captured-log';
import { MemoryMemory, MemoryPool } from './memory-pool';

/** A Region's pool, with what the Region remembers of it. */
export class Synced {
  public readonly pool = new MemoryPool();
  public readonly memory = new MemoryMemory();
  public readonly metrics: [string, number][] = [];

  constructor(
    public readonly region: TestRegion,
    private readonly limitMs = 240_000,
    private readonly log = SILENT,
  ) {}

  public run(): Promise<SyncResult> {
    const { pool, memory, region, limitMs, log } = this;
    const metrics = { add: (name: string, value: number) => void this.metrics.push([name, value]) };
    return syncProfiles({
      region: region.name,
      app: 'orders',
      content: region.content,
      pool,
      memory,
      clock: region.clock,
      log,
      metrics,
      limitMs,
    });
  }

  /** A day later. */
  public nightly(passLimitMs = 60_000): ReturnType<typeof nightlyPass> {
    const { pool, memory, region } = this;
    const { plane, content, clock } = region;
    return nightlyPass({
      region: region.name,
      scope: SCOPE,
      content,
      lease: plane.lease,
      writer: plane.writer,
      pool,
      memory,
      reservations: undefined,
      clock,
      limitMs: passLimitMs,
      entropy: () => randomBytes(10),
      log: SILENT,
      metrics: { add: (name, value) => void this.metrics.push([name, value]) },
    });
  }

  public get picture(): unknown {
    return [...this.pool.stored]
      .sort()
      .map(([gid, { attributes, enabled, groups }]) => [gid, attributes, enabled, [...groups].sort()]);
  }
}

/** Stores a revision as the writer did, in the Region's replica. */
export function revise(
  region: TestRegion,
  gid: string,
  change: Parameters<typeof changed>[2],
  pool?: string,
  atMs = region.clock.nowMs,
): Profile {
  const before = profileFrom(region.content.items.get(`USER#${gid}|PROFILE`));
  const context = { nowMs: atMs, entropy: randomBytes(10), ...(pool === undefined ? {} : { pool }) };
  const after = changed(gid, before, change, context);
  if (after === undefined) throw new Error('no change');
  for (const write of writesOf(after))
    if (write.kind === 'put') region.content.put({ ...write.item, ep: 0, wr: region.name });
  return after;
}

/** A user's attributes, as their pool has them. */
export const ana = { email: 'ana@example.com', email_verified: 'true', name: 'Ana' };
