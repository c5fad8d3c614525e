import { isUlid, timeOfUlid } from './ids';
import type { Item, ItemKey, Value } from './ports';

/** Image types that may be uploaded. Not SVG: it can carry scripts, which a browser would run under the bucket's name. */
export const CONTENT_TYPES = ['image/avif', 'image/gif', 'image/jpeg', 'image/png', 'image/webp'] as const;
export type ContentType = (typeof CONTENT_TYPES)[number];

/** Largest photo, in bytes: 10 MiB. */
export const MAX_PHOTO_BYTES = 10 * 1024 * 1024;

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const SHA256_PATTERN = /^[0-9a-f]{64}$/;

/** The same checksum as S3 writes it. */
export const base64OfHex = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

/**
 * `pending` until its upload was checked, then `ready`. A deleted photo stays, so that a late copy of it from another
 * Region cannot bring it back.
 */
export type PhotoStatus = 'pending' | 'ready' | 'deleted';

/** What was announced of a photo before its upload. */
export interface PhotoTerms {
  readonly contentType: ContentType;
  /** Bytes. */
  readonly size: number;
  /** @see SHA256_PATTERN */
  readonly sha256: string;
  /** What is to be seen, for those who do not see it. */
  readonly alt: string;
}

export interface Photo extends PhotoTerms {
  readonly id: string;
  readonly status: PhotoStatus;
  readonly ownerId: string;
  /** In the bucket of the Region that wrote this. */
  readonly objectKey: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export interface Comment {
  readonly id: string;
  readonly photoId: string;
  readonly authorId: string;
  /** The author's name at the time. */
  readonly author: string;
  readonly message: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** Milliseconds after which a photo that was never completed is forgotten. */
export const PENDING_MS = 86_400_000;

/** Where an upload goes. It counts for nothing until it was checked and copied. */
export const incomingKey = (id: string): string => `incoming/${id}`;
/** Where a photo is kept once it was checked. */
export const photoKey = (id: string): string => `photos/${id}`;

/** Names and attributes of the indexes of `content`. */
export const INDEXES = {
  /** Ready photos of one month, by id, which is by time. */
  feed: { name: 'feed', partition: 'feed', sort: 'id' },
  /** Profiles by the time of their change. */
  changed: { name: 'changed', partition: 'changed', sort: 'updatedAt' },
} as const;

export const photoItemKey = (id: string): ItemKey => ({ pk: `PHOTO#${id}`, sk: 'META' });
export const COMMENT_PREFIX = 'C#';
export const commentItemKey = (photoId: string, id: string): ItemKey => ({
  pk: `PHOTO#${photoId}`,
  sk: `${COMMENT_PREFIX}${id}`,
});

/** Month of an id, as in `2026-11`, in UTC. */
export const monthOf = (id: string): string => monthAt(timeOfUlid(id));
export const monthAt = (ms: number): string => new Date(ms).toISOString().slice(0, 7);
/** Partition of the index `feed`. */
export const feedOf = (month: string): string => `FEED#${month}`;
/** The months that have photos: one item each, so that reading back in time skips those without. */
export const FEED_MONTHS = 'FEED';
export const monthItemKey = (month: string): ItemKey => ({ pk: FEED_MONTHS, sk: month });

/** A new photo's item. It goes by itself unless it is completed in time. */
export function pendingItem(photo: Photo, nowMs: number): Item & ItemKey {
  const { id, status, ownerId, objectKey, size, sha256, contentType, alt, createdAt } = photo;
  return {
    ...photoItemKey(id),
    ...{ id, status, ownerId, objectKey, size, sha256, contentType, alt, createdAt },
    expiresAt: pendingUntil(nowMs),
  };
}

/** Seconds since 1970 at which a photo that is pending now is forgotten. */
export const pendingUntil = (nowMs: number): number => Math.ceil((nowMs + PENDING_MS) / 1000);

/** Reads a photo's item; nothing where it is none. */
export function photoFrom(item: Item | undefined): Photo | undefined {
  if (item === undefined) return undefined;
  const id = textOf(item.id);
  const [status, ownerId, objectKey] = [textOf(item.status), textOf(item.ownerId), textOf(item.objectKey)];
  const [sha256, createdAt] = [textOf(item.sha256), textOf(item.createdAt)];
  const contentType = CONTENT_TYPES.find((type) => type === item.contentType);
  const { size } = item;
  if (id === undefined || !isUlid(id) || !isStatus(status) || ownerId === undefined || objectKey === undefined) return;
  if (sha256 === undefined || createdAt === undefined || contentType === undefined || typeof size !== 'number') return;
  return { id, status, ownerId, objectKey, size, sha256, contentType, alt: textOf(item.alt) ?? '', createdAt };
}

export function commentItem(comment: Comment): Item & ItemKey {
  const { id, photoId, authorId, author, message, createdAt } = comment;
  return { ...commentItemKey(photoId, id), id, photoId, authorId, author, message, createdAt };
}

/** Reads a comment's item; nothing where it is none. */
export function commentFrom(item: Item | undefined): Comment | undefined {
  const [id, photoId, authorId] = [textOf(item?.id), textOf(item?.photoId), textOf(item?.authorId)];
  const [author, message, createdAt] = [textOf(item?.author), textOf(item?.message), textOf(item?.createdAt)];
  if (id === undefined || photoId === undefined || authorId === undefined) return undefined;
  if (author === undefined || message === undefined || createdAt === undefined) return undefined;
  return { id, photoId, authorId, author, message, createdAt };
}

export const textOf = (value: Value | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const isStatus = (text: string | undefined): text is PhotoStatus =>
  text === 'pending' || text === 'ready' || text === 'deleted';
