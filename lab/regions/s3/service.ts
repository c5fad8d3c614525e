import { crc32 } from 'node:zlib';
import type { HttpRequest } from '../../engine/aws-request';
import { escaped, S3Error } from './errors';
import { listing } from './listing';
import { type Buckets, objectOf, type StoredObject } from './objects';
import { checkPresigned } from './presigned';

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** A request that has been taken apart. Checksums may stand in the query of a presigned one instead of its headers. */
interface Asked {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** S3's API as far as the functions use it: put, get, head, copy, delete, list. Path style. */
export class S3Service {
  constructor(
    readonly buckets: Buckets,
    /** The secret of an access key; nothing where there is no such key. */
    private readonly secretOf: (keyId: string) => string | undefined,
  ) {}

  answer(region: string, request: HttpRequest): S3Answer {
    const asked = askedIn(request);
    try {
      if (asked.query.has('X-Amz-Signature')) checkPresigned(request, this.secretOf);
      const home = this.buckets.regionOf(asked.bucket);
      if (home === undefined) throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
      if (home !== region) throw new S3Error(301, 'PermanentRedirect', `The bucket is in ${home}. Send it there.`);
      return this.#done(asked);
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      const { status, code, message } = error;
      // A HEAD has no body, so it has no code either.
      const body = `<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
      return { status, headers: XML, body: asked.method === 'HEAD' ? '' : body };
    }
  }

  #done(asked: Asked): S3Answer {
    const { method, bucket, key } = asked;
    if (key === '' && method === 'GET')
      return { status: 200, headers: XML, body: listing(bucket, asked.query, this.buckets) };
    if (key === '' && method === 'HEAD') return { status: 200, headers: {}, body: '' };
    if (method === 'GET' || method === 'HEAD') {
      const object = this.#found(bucket, key);
      const headers = { ...headersOf(object, asked), 'content-length': String(object.body.length) };
      return { status: 200, headers, body: method === 'HEAD' ? '' : object.body };
    }
    if (method === 'PUT') return asked.header('x-amz-copy-source') === undefined ? this.#put(asked) : this.#copy(asked);
    if (method === 'DELETE') {
      this.buckets.change({ bucket, key });
      return { status: 204, headers: {}, body: '' };
    }
    throw new S3Error(501, 'NotImplemented', `The lab's S3 has no ${method} of this.`);
  }

  #put(asked: Asked): S3Answer {
    const { bucket, key, body, header } = asked;
    if (header('content-encoding')?.includes('aws-chunked'))
      throw new S3Error(501, 'NotImplemented', "The lab's S3 takes no chunked uploads.");
    this.#mayWrite(asked);
    const sha256 = header('x-amz-checksum-sha256');
    const object = objectOf(
      body,
      header('content-type') ?? 'binary/octet-stream',
      asked.metadata,
      sha256 !== undefined,
    );
    const sum = header('x-amz-checksum-crc32');
    if (sha256 !== undefined && sha256 !== object.sha256) throw badDigest('sha256');
    if (sum !== undefined && sum !== crc32Text(body)) throw badDigest('crc32');
    this.buckets.change({ bucket, key, object });
    return { status: 200, headers: headersOf(object, asked), body: '' };
  }

  #copy(asked: Asked): S3Answer {
    const { bucket, key, header } = asked;
    const [from = '', ...parts] = decodeURIComponent(header('x-amz-copy-source') ?? '')
      .replace(/^\//, '')
      .split('/');
    const source = this.#found(from, parts.join('/').replace(/\?versionId=.*/, ''));
    const wanted = header('x-amz-copy-source-if-match');
    if (wanted !== undefined && wanted !== source.etag)
      throw new S3Error(412, 'PreconditionFailed', 'The copy source has changed');
    this.#mayWrite(asked);
    const replace = header('x-amz-metadata-directive') === 'REPLACE';
    const object = objectOf(
      source.body,
      (replace ? header('content-type') : undefined) ?? source.contentType,
      replace ? asked.metadata : source.metadata,
      source.keepsSha256 || header('x-amz-checksum-algorithm') === 'SHA256',
    );
    this.buckets.change({ bucket, key, object });
    const sum = object.keepsSha256 ? `<ChecksumSHA256>${object.sha256}</ChecksumSHA256>` : '';
    const body = `<CopyObjectResult><ETag>${escaped(object.etag)}</ETag><LastModified>${new Date(object.modified).toISOString()}</LastModified>${sum}</CopyObjectResult>`;
    return { status: 200, headers: XML, body };
  }

  /** "Conditional writes": `If-None-Match: *` refuses what is there already. */
  #mayWrite({ bucket, key, header }: Asked): void {
    if (header('if-none-match') === '*' && this.buckets.get(bucket, key))
      throw new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }

  #found(bucket: string, key: string): StoredObject {
    const object = this.buckets.get(bucket, key);
    if (!object) throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
    return object;
  }
}

const XML = { 'content-type': 'application/xml' };

function askedIn({ method, url, headers, body }: HttpRequest): Asked {
  const { pathname, searchParams: query } = new URL(url, 'http://s3');
  const [, bucket = '', ...parts] = pathname.split('/');
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return (typeof value === 'string' ? value : value?.[0]) ?? query.get(name) ?? undefined;
  };
  const metadata = metadataIn(headers, query);
  return { method, bucket, key: decodeURIComponent(parts.join('/')), query, header, metadata, body };
}

/** Big-endian, base64 ("Checking object integrity"). */
function crc32Text(body: Buffer): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return sum.toString('base64');
}

const badDigest = (name: string): S3Error =>
  new S3Error(400, 'BadDigest', `The ${name} you specified did not match the calculated checksum.`);

/** What `x-amz-meta-` says, in the headers or, where a presigned URL holds it, in the query. */
function metadataIn(headers: HttpRequest['headers'], query: URLSearchParams): Record<string, string> {
  const all = [...query, ...Object.entries(headers)].map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  return Object.fromEntries(
    all.filter(([name]) => name.startsWith(META)).map(([name, value]) => [name.slice(META.length), value]),
  );
}
const META = 'x-amz-meta-';

function headersOf(object: StoredObject, { header }: Asked): Record<string, string> {
  const sum = object.keepsSha256 && header('x-amz-checksum-mode') === 'ENABLED';
  return {
    'content-type': object.contentType,
    etag: object.etag,
    'last-modified': new Date(object.modified).toUTCString(),
    ...(sum && { 'x-amz-checksum-sha256': object.sha256, 'x-amz-checksum-type': 'FULL_OBJECT' }),
    ...Object.fromEntries(Object.entries(object.metadata).map(([name, value]) => [`${META}${name}`, value])),
  };
}
