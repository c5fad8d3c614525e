import { INDEXES } from '../shared/content';
import type { ContentStore, Item } from '../shared/ports';
import { CHANGED_SHARDS, changedPartition, type Profile, profileFrom } from '../shared/users';

const PAGE = 200;

/**
 * Profiles that changed at or after a time, the oldest change first, from the own Region's replica. They are read as they
 * are asked for: after a long absence there may be more than one run can take, or memory hold.
 *
 * @param since ISO 8601, UTC; empty for all there are
 */
export async function* changesSince(content: ContentStore, since: string): AsyncGenerator<Profile> {
  const shards = Array.from(
    { length: CHANGED_SHARDS },
    (_, shard) => new ShardReader(content, changedPartition(shard), since),
  );
  const heads = new Map<ShardReader, Profile>();
  const advance = async (shard: ShardReader): Promise<void> => {
    const head = await shard.next();
    if (head === undefined) heads.delete(shard);
    else heads.set(shard, head);
  };
  await Promise.all(shards.map(advance));
  while (heads.size > 0) {
    const [[shard, profile] = []] = [...heads].sort(([, a], [, b]) => order(a, b));
    if (shard === undefined || profile === undefined) return;
    yield profile;
    await advance(shard);
  }
}

/** One partition of the index, profile by profile. */
class ShardReader {
  private page: readonly Profile[] = [];
  private index = 0;
  private after: Item | undefined;
  private ended = false;

  constructor(
    private readonly content: ContentStore,
    private readonly partition: string,
    private readonly since: string,
  ) {}

  public async next(): Promise<Profile | undefined> {
    while (this.index === this.page.length) {
      if (this.ended) return undefined;
      await this.turn();
    }
    const profile = this.page[this.index];
    this.index += 1;
    return profile;
  }

  private async turn(): Promise<void> {
    const page = await this.content.query({
      index: INDEXES.changed,
      partition: this.partition,
      ...(this.since === '' ? {} : { from: this.since }),
      limit: PAGE,
      ...(this.after === undefined ? {} : { after: this.after }),
    });
    this.page = page.items.flatMap((item) => profileFrom(item) ?? []);
    this.index = 0;
    this.after = page.next;
    this.ended = page.next === undefined;
  }
}

function order(a: Profile, b: Profile): number {
  const [one, other] = a.updatedAt === b.updatedAt ? [a.gid, b.gid] : [a.updatedAt, b.updatedAt];
  return one < other ? -1 : 1;
}
