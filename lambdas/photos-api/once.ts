import { ConditionFailed } from '../shared/failures';
import {
  assertSameRequest,
  type OnceRequest,
  type RequestRecord,
  requestItem,
  requestKey,
  requestRecordFrom,
} from '../shared/idempotency';
import { ulid } from '../shared/ids';
import type { Item, ItemKey } from '../shared/ports';
import { Problem } from '../shared/problem';
import type { PhotosDependencies } from './dependencies';

/** How one kind of thing is made. */
export interface Making<Thing> {
  readonly request: OnceRequest;
  make(id: string): Thing;
  item(thing: Thing): Item & ItemKey;
  /** What is stored under an id, strongly consistent in this Region. */
  read(id: string): Promise<Thing | undefined>;
}

/** What a request led to. */
export interface Made<Thing> {
  readonly thing: Thing;
  /** Epoch of the write; nothing where there was none. */
  readonly epoch: number | undefined;
  /** True where an earlier request had made it. */
  readonly replay: boolean;
}

/**
 * Makes a thing once, however often its request is sent. The id is a ULID whose random part is the request's hash; as its
 * time is that of the first attempt, a record of the request is put in the same transaction and holds the id.
 *
 * @throws Problem a refusal, and `idempotency-mismatch` for a key that was used with another body
 */
export async function once<Thing>(
  { content, writes, nowMs }: Pick<PhotosDependencies, 'content' | 'writes' | 'nowMs'>,
  making: Making<Thing>,
): Promise<Made<Thing>> {
  const { request } = making;
  const atMs = nowMs();
  const id = ulid(atMs, request.hash);
  const thing = making.make(id);
  try {
    const epoch = await writes.write([
      { kind: 'put', item: requestItem(request, id, atMs), condition: { exists: false } },
      { kind: 'put', item: making.item(thing), condition: { exists: false } },
    ]);
    return { thing, epoch, replay: false };
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
  const record = requestRecordFrom(await content.get(requestKey(request), { strong: true }));
  if (record === undefined) throw new Problem('conflict', 'The same request is being made right now. Repeat it.');
  assertSameRequest(request, record);
  return replay({ content, writes, nowMs }, making, record);
}

/**
 * Answers a repeat with what the first attempt made. The items of one transaction reach another Region one by one: where
 * the record came first, the thing is made again, under the id that it has.
 */
async function replay<Thing>(
  { writes }: Pick<PhotosDependencies, 'content' | 'writes' | 'nowMs'>,
  making: Making<Thing>,
  { target }: RequestRecord,
): Promise<Made<Thing>> {
  const earlier = await making.read(target);
  if (earlier !== undefined) return { thing: earlier, epoch: undefined, replay: true };
  const thing = making.make(target);
  try {
    const epoch = await writes.write([{ kind: 'put', item: making.item(thing), condition: { exists: false } }]);
    return { thing, epoch, replay: true };
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    const arrived = await making.read(target);
    if (arrived === undefined) throw new Problem('conflict', 'The item was changed meanwhile. Repeat the request.');
    return { thing: arrived, epoch: undefined, replay: true };
  }
}
