import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Unavailable, Unclear } from './failures';
import type { ObjectFacts, ObjectStore, UploadTerms } from './ports';

export interface ObjectBucketProps {
  readonly bucket: string;
  /** A client of the bucket's own Region. */
  readonly client: S3Client;
}

/** Headers of an upload that are signed as headers: what the client sends must equal them. The presigner would move some to the address, and leave the type out. */
const SIGNED_HEADERS = ['content-type', 'content-length', 'x-amz-checksum-sha256', 'if-none-match'];
const LONGEST_UPLOAD_SECONDS = 120;

/** One Region's bucket over S3. */
export class ObjectBucket implements ObjectStore {
  constructor(private readonly props: ObjectBucketProps) {}

  async presignPut(
    terms: UploadTerms,
  ): Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }> {
    const { bucket, client } = this.props;
    const { key, contentType, sizeBytes, sha256, expiresSeconds } = terms;
    if (expiresSeconds > LONGEST_UPLOAD_SECONDS)
      throw new RangeError(`An upload may begin for ${LONGEST_UPLOAD_SECONDS} s at most; found ${expiresSeconds}.`);
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      ContentType: contentType,
      ContentLength: sizeBytes,
      ChecksumSHA256: sha256,
      // Nobody replaces what was uploaded, not even its owner within the time of the address ("Conditional writes").
      IfNoneMatch: '*',
    });
    const names = new Set(SIGNED_HEADERS);
    const url = await getSignedUrl(client, command, {
      expiresIn: expiresSeconds,
      signableHeaders: new Set([...names, 'host']),
      unhoistableHeaders: names,
    });
    // The length is not among them: every client sets it by itself, and browsers let nobody else do it.
    return { url, headers: { 'content-type': contentType, 'x-amz-checksum-sha256': sha256, 'if-none-match': '*' } };
  }

  presignGet(key: string, expiresSeconds: number): Promise<string> {
    const { bucket, client } = this.props;
    return getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: expiresSeconds });
  }

  async head(key: string): Promise<ObjectFacts | undefined> {
    const { bucket, client } = this.props;
    try {
      const { ContentLength, ContentType, ChecksumSHA256 } = await client.send(
        new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }),
      );
      return {
        sizeBytes: ContentLength ?? 0,
        ...(ContentType === undefined ? {} : { contentType: ContentType }),
        ...(ChecksumSHA256 === undefined ? {} : { sha256: ChecksumSHA256 }),
      };
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) return undefined;
      // Without `s3:ListBucket` S3 says 403 of what does not exist ("HeadObject"): that must not pass for an answer.
      throw new Unavailable(`HEAD ${prefixOf(key)}: ${status ?? nameOf(error)}`, { cause: error });
    }
  }

  async copy(from: string, to: string): Promise<void> {
    const { bucket, client } = this.props;
    const source = `${bucket}/${from.split('/').map(encodeURIComponent).join('/')}`;
    try {
      await client.send(
        new CopyObjectCommand({ Bucket: bucket, Key: to, CopySource: source, ChecksumAlgorithm: 'SHA256' }),
      );
    } catch (error) {
      const status = statusOf(error);
      const text = `COPY ${prefixOf(from)} to ${prefixOf(to)}: ${status ?? nameOf(error)}`;
      if (status !== undefined && status >= 400 && status < 500) throw new Unavailable(text, { cause: error });
      throw new Unclear(text, { cause: error });
    }
  }

  async list(prefix: string, after?: string): Promise<{ readonly keys: readonly string[]; readonly next?: string }> {
    const { bucket, client } = this.props;
    try {
      const { Contents = [], IsTruncated } = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(after === undefined ? {} : { StartAfter: after }),
        }),
      );
      const keys = Contents.flatMap(({ Key }) => Key ?? []);
      const last = keys.at(-1);
      return IsTruncated === true && last !== undefined ? { keys, next: last } : { keys };
    } catch (error) {
      throw new Unavailable(`LIST ${prefix}: ${statusOf(error) ?? nameOf(error)}`, { cause: error });
    }
  }
}

/** Only the first part of a key: the rest is a photo's id, which stands for what a user did. */
const prefixOf = (key: string): string => key.split('/')[0] ?? '';

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const { $metadata } = error;
  if (typeof $metadata !== 'object' || $metadata === null || !('httpStatusCode' in $metadata)) return undefined;
  return typeof $metadata.httpStatusCode === 'number' ? $metadata.httpStatusCode : undefined;
}
