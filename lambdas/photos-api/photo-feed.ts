import {
  FEED_MONTHS,
  feedOf,
  INDEXES,
  monthAt,
  monthItemKey,
  type Photo,
  photoFrom,
  photoItemKey,
} from '../shared/content';
import { cursorOf, positionIn } from '../shared/cursor';
import { isUlid } from '../shared/ids';
import type { ContentStore } from '../shared/ports';

/** One page of ready photos, newest first. */
export interface FeedPage {
  readonly photos: readonly Photo[];
  readonly next: string | undefined;
}

const LIST = 'photos/newest';
/** Queries for one page: a month that is nearly empty costs one, and the page may then be short of its limit. */
const MOST_QUERIES = 8;

/** Where a page begins: in which month, and after which of its photos. */
interface Position {
  readonly month: string;
  readonly after: string | undefined;
}

/** Reads a page: the index has one partition a month, so a page may go over the end of one. */
export async function feedPage(
  content: ContentStore,
  limit: number,
  cursor: string | undefined,
  nowMs: number,
): Promise<FeedPage> {
  const photos: Photo[] = [];
  let at: Position | undefined = positionOf(positionIn(cursor, LIST)) ?? { month: monthAt(nowMs), after: undefined };
  for (let queries = 0; at !== undefined && queries < MOST_QUERIES && photos.length < limit; queries += 1) {
    const { month, after }: Position = at;
    const page = await content.query({
      index: INDEXES.feed,
      partition: feedOf(month),
      order: 'descending',
      limit: limit - photos.length,
      ...(after === undefined ? {} : { after: { ...photoItemKey(after), feed: feedOf(month), id: after } }),
    });
    photos.push(...page.items.flatMap((item) => photoFrom(item) ?? []));
    const last = page.next?.id;
    at = typeof last === 'string' ? { month, after: last } : await monthBefore(content, month);
  }
  return { photos, next: at === undefined ? undefined : cursorOf(LIST, `${at.month} ${at.after ?? ''}`) };
}

function positionOf(text: string | undefined): Position | undefined {
  if (text === undefined) return undefined;
  const [month = '', after = ''] = text.split(' ');
  return { month, after: isUlid(after) ? after : undefined };
}

/** The latest month before this one that has photos. */
async function monthBefore(content: ContentStore, month: string): Promise<Position | undefined> {
  const { items } = await content.query({
    partition: FEED_MONTHS,
    order: 'descending',
    limit: 1,
    after: { ...monthItemKey(month) },
  });
  const before = items[0]?.sk;
  return typeof before === 'string' ? { month: before, after: undefined } : undefined;
}
