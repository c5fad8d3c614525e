import { createHash } from 'node:crypto';

/** An object of a bucket, as it is stored. */
export interface StoredObject {
  readonly body: Buffer;
  readonly contentType: string;
  /** Base64, as the checksum headers have it. */
  readonly sha256: string;
  /** Whether whoever stored it asked for that checksum: S3 tells none that it was not asked to keep. */
  readonly keepsSha256: boolean;
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** What `x-amz-meta-` headers said, by the rest of the name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** @param keepsSha256 - whether the checksum is told later */
export function objectOf(
  body: Buffer,
  contentType: string,
  metadata: Readonly<Record<string, string>>,
  keepsSha256: boolean,
): StoredObject {
  return {
    body,
    contentType,
    metadata,
    keepsSha256,
    sha256: createHash('sha256').update(body).digest('base64'),
    etag: `"${createHash('md5').update(body).digest('hex')}"`,
    modified: Date.now(),
  };
}

/** A change of a bucket that took effect. */
export interface ObjectChange {
  readonly bucket: string;
  readonly key: string;
  /** Nothing once it was deleted. */
  readonly object?: StoredObject;
}

/** Buckets, each in one Region, and what happens in them. */
export class Buckets {
  readonly #buckets = new Map<string, { readonly region: string; readonly objects: Map<string, StoredObject> }>();
  readonly #listeners: ((change: ObjectChange) => void)[] = [];

  create(bucket: string, region: string): void {
    this.#buckets.set(bucket, { region, objects: new Map() });
  }

  /** The Region that a bucket is in; nothing where there is none of the name. */
  regionOf(bucket: string): string | undefined {
    return this.#buckets.get(bucket)?.region;
  }

  get(bucket: string, key: string): StoredObject | undefined {
    return this.#buckets.get(bucket)?.objects.get(key);
  }

  /** Keys in the order of their bytes, as ListObjectsV2 has them. */
  keys(bucket: string): string[] {
    return [...(this.#buckets.get(bucket)?.objects.keys() ?? [])].sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
  }

  /** Puts or deletes, and tells of it. */
  change(change: ObjectChange): void {
    this.replicate(change);
    for (const listener of this.#listeners) listener(change);
  }

  /** Puts or deletes what another Region has done; nobody is told. */
  replicate({ bucket, key, object }: ObjectChange): void {
    const objects = this.#buckets.get(bucket)?.objects;
    if (object) objects?.set(key, object);
    else objects?.delete(key);
  }

  onChange(listener: (change: ObjectChange) => void): void {
    this.#listeners.push(listener);
  }
}
