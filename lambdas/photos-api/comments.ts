import * as z from 'zod/mini';
import {
  COMMENT_PREFIX,
  type Comment,
  commentFrom,
  commentItem,
  commentItemKey,
  photoFrom,
  photoItemKey,
} from '../shared/content';
import { cursorOf, positionIn } from '../shared/cursor';
import type { ApiRequest, ApiResponse, Route } from '../shared/http';
import { idempotencyKey, onceRequest } from '../shared/idempotency';
import { timeOfUlid } from '../shared/ids';
import { profileFrom, profileKey } from '../shared/users';
import { parse } from '../shared/validation';
import { callerOf } from './caller';
import type { PhotosDependencies } from './dependencies';
import { limitOf, noPhoto, photoIdOf, wellFormed } from './inputs';
import { once } from './once';

const MESSAGE = z.object({ message: wellFormed(1, 2000) });
const ORDER = z.object({ order: z.optional(z.enum(['oldest', 'newest'])) });

/** Comments of a photo: readable in every Region, written by the writer only. */
export function commentRoutes(dependencies: PhotosDependencies): readonly Route[] {
  return [
    { method: 'GET', path: '/photos/{id}/comments', run: (request) => list(dependencies, request) },
    { method: 'POST', path: '/photos/{id}/comments', run: (request) => add(dependencies, request) },
  ];
}

async function list({ content, nowMs }: PhotosDependencies, request: ApiRequest): Promise<ApiResponse> {
  callerOf(request, nowMs());
  const photoId = photoIdOf(request);
  const limit = limitOf(request.query, 100);
  const { order = 'oldest' } = parse(ORDER, pick(request.query, 'order'), 'query');
  const listName = `comments/${photoId}/${order}`;
  const position = positionIn(request.query.cursor, listName);
  await readyPhoto(content, photoId, false);

  const page = await content.query({
    partition: photoItemKey(photoId).pk,
    prefix: COMMENT_PREFIX,
    order: order === 'oldest' ? 'ascending' : 'descending',
    limit,
    ...(position === undefined ? {} : { after: { ...commentItemKey(photoId, position) } }),
  });
  const items = page.items.flatMap((item) => commentFrom(item) ?? []);
  // One page of the table holds 1 MB at most, so it may end before the limit: only its own word says whether more follows.
  const last = typeof page.next?.sk === 'string' ? page.next.sk.slice(COMMENT_PREFIX.length) : undefined;
  return {
    status: 200,
    body: { items: items.map(shown), ...(last === undefined ? {} : { next: cursorOf(listName, last) }) },
  };
}

async function add(dependencies: PhotosDependencies, request: ApiRequest): Promise<ApiResponse> {
  const { content, nowMs } = dependencies;
  const caller = callerOf(request, nowMs());
  const photoId = photoIdOf(request);
  const key = idempotencyKey(request.header('idempotency-key'));
  const { message } = parse(MESSAGE, request.json(), 'body');
  const [, profile] = await Promise.all([readyPhoto(content, photoId, true), content.get(profileKey(caller.gid))]);
  const author = profileFrom(profile)?.attributes.name ?? caller.name ?? '';

  const { thing, epoch, replay } = await once<Comment>(dependencies, {
    request: onceRequest(caller.gid, `POST /photos/${photoId}/comments`, key, { message }),
    make: (id) => ({
      id,
      photoId,
      authorId: caller.gid,
      author,
      message,
      createdAt: new Date(timeOfUlid(id)).toISOString(),
    }),
    item: commentItem,
    read: async (id) => commentFrom(await content.get(commentItemKey(photoId, id), { strong: true })),
  });
  return {
    status: 201,
    body: shown(thing),
    ...(epoch === undefined ? {} : { epoch }),
    headers: replay ? { 'idempotent-replay': 'true' } : {},
  };
}

const shown = ({ id, authorId, author, message, createdAt }: Comment): Omit<Comment, 'photoId'> => ({
  id,
  authorId,
  author,
  message,
  createdAt,
});

/** A photo that anyone may see, or `not-found`. */
async function readyPhoto(content: PhotosDependencies['content'], id: string, strong: boolean): Promise<void> {
  const photo = photoFrom(await content.get(photoItemKey(id), { strong }));
  if (photo?.status !== 'ready') throw noPhoto();
}

/** One name of a query, as the schemas refuse keys that they do not know. */
function pick(query: Readonly<Record<string, string>>, name: string): Record<string, string> {
  const value = query[name];
  return value === undefined ? {} : { [name]: value };
}
