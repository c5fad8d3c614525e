import * as z from 'zod/mini';
import {
  base64OfHex,
  CONTENT_TYPES,
  incomingKey,
  MAX_PHOTO_BYTES,
  type Photo,
  pendingItem,
  pendingUntil,
  photoFrom,
  photoItemKey,
  SHA256_PATTERN,
} from '../shared/content';
import { ConditionFailed } from '../shared/failures';
import type { ApiRequest, ApiResponse, Route } from '../shared/http';
import { idempotencyKey, onceRequest } from '../shared/idempotency';
import { timeOfUlid } from '../shared/ids';
import { Problem } from '../shared/problem';
import { parse } from '../shared/validation';
import { callerOf } from './caller';
import { complete } from './complete';
import type { PhotosDependencies } from './dependencies';
import { limitOf, noPhoto, photoIdOf, wellFormed } from './inputs';
import { once } from './once';
import { feedPage } from './photo-feed';

/** Seconds for which an upload may begin. It cannot be recalled, so it is short; what it leaves behind counts for nothing. */
const UPLOAD_SECONDS = 120;
/** Seconds for which a photo may be fetched. */
const DOWNLOAD_SECONDS = 300;
const MOST_PHOTOS = 50;

const TERMS = z.strictObject({
  contentType: z.enum(CONTENT_TYPES),
  size: z.int().check(z.minimum(1), z.maximum(MAX_PHOTO_BYTES)),
  sha256: z.string().check(z.regex(SHA256_PATTERN, { error: '64 lower-case hexadecimal digits' })),
  alt: z.optional(wellFormed(0, 300)),
});

/** Photos: announced, uploaded to the bucket, and accepted only when `complete` has checked the upload. */
export function photoRoutes(dependencies: PhotosDependencies): readonly Route[] {
  return [
    { method: 'GET', path: '/photos', run: (request) => list(dependencies, request) },
    { method: 'POST', path: '/photos', run: (request) => announce(dependencies, request) },
    {
      method: 'POST',
      path: '/photos/{id}/complete',
      run: async (request) => {
        const { gid } = callerOf(request, dependencies.nowMs());
        const { photo, epoch, replay } = await complete(dependencies, gid, photoIdOf(request));
        return {
          status: 200,
          body: await shown(dependencies, photo),
          ...(epoch === undefined ? {} : { epoch }),
          headers: replay ? { 'idempotent-replay': 'true' } : {},
        };
      },
    },
    { method: 'GET', path: '/photos/{id}', run: (request) => show(dependencies, request) },
    { method: 'DELETE', path: '/photos/{id}', run: (request) => remove(dependencies, request) },
  ];
}

async function list(dependencies: PhotosDependencies, request: ApiRequest): Promise<ApiResponse> {
  const { content, nowMs } = dependencies;
  callerOf(request, nowMs());
  const limit = limitOf(request.query, MOST_PHOTOS);
  const { photos, next } = await feedPage(content, limit, request.query.cursor, nowMs());
  const items = await Promise.all(photos.map((photo) => shown(dependencies, photo)));
  return { status: 200, body: { items, ...(next === undefined ? {} : { next }) } };
}

async function announce(dependencies: PhotosDependencies, request: ApiRequest): Promise<ApiResponse> {
  const { content, nowMs } = dependencies;
  const { gid } = callerOf(request, nowMs());
  const key = idempotencyKey(request.header('idempotency-key'));
  const { alt = '', ...terms } = parse(TERMS, request.json(), 'body');

  const { thing, epoch, replay } = await once<Photo>(dependencies, {
    request: onceRequest(gid, 'POST /photos', key, { ...terms, alt }),
    make: (id) => ({
      ...terms,
      alt,
      id,
      status: 'pending',
      ownerId: gid,
      objectKey: incomingKey(id),
      createdAt: new Date(timeOfUlid(id)).toISOString(),
    }),
    item: (photo) => pendingItem(photo, nowMs()),
    read: async (id) => photoFrom(await content.get(photoItemKey(id), { strong: true })),
  });
  if (!replay) return { status: 201, body: await announced(dependencies, thing), ...withEpoch(epoch) };

  const headers = { 'idempotent-replay': 'true' };
  if (thing.status === 'deleted') throw noPhoto();
  if (thing.status === 'ready') return { status: 200, body: await shown(dependencies, thing), headers };
  // The former URL may have ended, or be of a Region that no longer takes uploads.
  const renewed = epoch ?? (await renew(dependencies, thing));
  return { status: 201, body: await announced(dependencies, thing), ...withEpoch(renewed), headers };
}

/** Gives a pending photo its full time again; refuses where this Region may not write. */
async function renew({ writes, nowMs }: PhotosDependencies, { id }: Photo): Promise<number> {
  try {
    return await writes.write([
      {
        kind: 'update',
        key: photoItemKey(id),
        set: { expiresAt: pendingUntil(nowMs()) },
        condition: { equals: { status: 'pending' } },
      },
    ]);
  } catch (error) {
    if (error instanceof ConditionFailed)
      throw new Problem('conflict', 'The photo was changed meanwhile. Repeat the request.');
    throw error;
  }
}

/** A pending photo, with where to send its bytes. */
async function announced({ objects, nowMs }: PhotosDependencies, photo: Photo): Promise<unknown> {
  const { id, status, contentType, size, sha256 } = photo;
  const expiresAt = new Date(nowMs() + UPLOAD_SECONDS * 1000).toISOString();
  const { url, headers } = await objects.presignPut({
    key: incomingKey(id),
    contentType,
    sizeBytes: size,
    sha256: base64OfHex(sha256),
    expiresSeconds: UPLOAD_SECONDS,
  });
  return { id, status, upload: { url, headers, expiresAt } };
}

async function show(dependencies: PhotosDependencies, request: ApiRequest): Promise<ApiResponse> {
  const { content, nowMs } = dependencies;
  const { gid } = callerOf(request, nowMs());
  const photo = photoFrom(await content.get(photoItemKey(photoIdOf(request))));
  // A photo that was never completed is nobody's business but its owner's.
  if (photo === undefined || photo.status === 'deleted' || (photo.status === 'pending' && photo.ownerId !== gid))
    throw noPhoto();
  return { status: 200, body: await shown(dependencies, photo) };
}

async function remove({ content, writes, nowMs }: PhotosDependencies, request: ApiRequest): Promise<ApiResponse> {
  const { gid } = callerOf(request, nowMs());
  const key = photoItemKey(photoIdOf(request));
  const photo = photoFrom(await content.get(key, { strong: true }));
  if (photo === undefined || photo.status === 'deleted' || (photo.status === 'pending' && photo.ownerId !== gid))
    throw noPhoto();
  if (photo.ownerId !== gid) throw new Problem('forbidden', 'Only its owner may delete a photo.');
  try {
    const epoch = await writes.write([
      {
        kind: 'update',
        key,
        set: { status: 'deleted' },
        // Without an end it stays: a late copy from another Region must find it deleted.
        remove: ['feed', 'expiresAt'],
        condition: { equals: { status: photo.status, ownerId: gid } },
      },
    ]);
    return { status: 204, epoch };
  } catch (error) {
    if (error instanceof ConditionFailed)
      throw new Problem('conflict', 'The photo was changed meanwhile. Repeat the request.');
    throw error;
  }
}

/** A photo as clients see it: what is ready comes with a signed address in the own Region's bucket. */
async function shown({ objects }: Pick<PhotosDependencies, 'objects'>, photo: Photo): Promise<unknown> {
  const { id, status, ownerId, contentType, size, sha256, alt, createdAt, objectKey } = photo;
  const facts = { id, status, ownerId, contentType, size, sha256, alt, createdAt };
  return status === 'ready' ? { ...facts, url: await objects.presignGet(objectKey, DOWNLOAD_SECONDS) } : facts;
}

const withEpoch = (epoch: number | undefined): { epoch?: number } => (epoch === undefined ? {} : { epoch });
