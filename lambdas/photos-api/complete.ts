import {
  base64OfHex,
  feedOf,
  incomingKey,
  monthItemKey,
  monthOf,
  type Photo,
  photoFrom,
  photoItemKey,
  photoKey,
} from '../shared/content';
import { ConditionFailed } from '../shared/failures';
import type { ObjectFacts, WriteOperation } from '../shared/ports';
import { Problem } from '../shared/problem';
import type { PhotosDependencies } from './dependencies';
import { noPhoto } from './inputs';

type Needs = Pick<PhotosDependencies, 'content' | 'objects' | 'writes'>;

/** A photo that was accepted, now or before. */
export interface Completed {
  readonly photo: Photo;
  readonly epoch: number | undefined;
  readonly replay: boolean;
}

/**
 * Accepts an upload: what was sent is compared with what was announced, copied to where it stays, looked at again there,
 * and only then the photo is `ready`, in one fenced transaction. So a `ready` photo has its object in the Region that
 * said so, and an upload that ends after the Region was fenced is accepted by nobody.
 */
export async function complete(needs: Needs, gid: string, id: string): Promise<Completed> {
  const { content, objects, writes } = needs;
  const photo = photoFrom(await content.get(photoItemKey(id), { strong: true }));
  if (photo === undefined || photo.status === 'deleted') throw noPhoto();
  if (photo.ownerId !== gid) {
    // Whether somebody else's upload is under way is not to be learnt here.
    throw photo.status === 'pending' ? noPhoto() : new Problem('forbidden', 'Only its owner may complete a photo.');
  }
  if (photo.status === 'ready') return { photo, epoch: undefined, replay: true };

  // Asked before the bucket is: where this Region does not write, that is the answer, and nothing is copied.
  await writes.admit();
  const kept = photoKey(id);
  const incoming = await objects.head(incomingKey(id));
  if (incoming !== undefined) {
    assertAsAnnounced(photo, incoming);
    await objects.copy(incomingKey(id), kept);
  }
  const stored = await objects.head(kept);
  if (stored === undefined)
    throw new Problem('object-missing', 'Nothing was uploaded yet. Send the photo to `upload.url`, then complete it.');
  assertAsAnnounced(photo, stored);

  const ready: Photo = { ...photo, status: 'ready', objectKey: kept };
  try {
    return { photo: ready, epoch: await writes.write(await flip(needs, ready)), replay: false };
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    const now = photoFrom(await content.get(photoItemKey(id), { strong: true }));
    if (now?.status === 'ready') return { photo: now, epoch: undefined, replay: true };
    throw noPhoto();
  }
}

/** The change from `pending` to `ready`, and the month's marker where it is the first photo of its month. */
async function flip({ content }: Needs, { id, ownerId, objectKey }: Photo): Promise<readonly WriteOperation[]> {
  const month = monthOf(id);
  const update: WriteOperation = {
    kind: 'update',
    key: photoItemKey(id),
    set: { status: 'ready', objectKey, feed: feedOf(month) },
    remove: ['expiresAt'],
    condition: { equals: { status: 'pending', ownerId } },
  };
  // Read first: a marker that every photo wrote would be one item for all of them to queue at.
  const marked = await content.get(monthItemKey(month));
  return marked === undefined ? [update, { kind: 'put', item: { ...monthItemKey(month), month } }] : [update];
}

function assertAsAnnounced(photo: Photo, object: ObjectFacts): void {
  const wrong = [
    ...(object.sizeBytes === photo.size ? [] : [`${object.sizeBytes} bytes instead of ${photo.size}`]),
    // An object without a checksum was not sent through the signed address.
    ...(object.sha256 === base64OfHex(photo.sha256) ? [] : ['another SHA-256']),
    ...(object.contentType === photo.contentType ? [] : [`another type than ${photo.contentType}`]),
  ];
  if (wrong.length > 0)
    throw new Problem(
      'checksum-mismatch',
      `The upload is not the photo that was announced: ${wrong.join(', ')}. Announce it anew.`,
    );
}
