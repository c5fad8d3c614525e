import { escaped, S3Error } from './errors';
import type { Buckets } from './objects';

/** "ListObjectsV2": keys a page, at most. */
const PAGE = 1_000;

/** A page of a bucket's keys, as ListObjectsV2 has it. No delimiter. */
export function listing(bucket: string, query: URLSearchParams, buckets: Buckets): string {
  if (query.get('list-type') !== '2')
    throw new S3Error(501, 'NotImplemented', "The lab's S3 lists with ListObjectsV2 only.");
  const prefix = query.get('prefix') ?? '';
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const most = Math.min(Number(query.get('max-keys') ?? PAGE), PAGE);

  const all = buckets.keys(bucket).filter((key) => key.startsWith(prefix) && (after === '' || key > after));
  const page = all.slice(0, most);
  const last = page.at(-1);
  const next =
    all.length > page.length && last !== undefined
      ? `<NextContinuationToken>${Buffer.from(last).toString('base64url')}</NextContinuationToken>`
      : '';
  const contents = page.map((key) => {
    const object = buckets.get(bucket, key);
    return object === undefined
      ? ''
      : `<Contents><Key>${escaped(key)}</Key><LastModified>${new Date(object.modified).toISOString()}</LastModified><ETag>${escaped(object.etag)}</ETag><Size>${object.body.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
  });
  return `<ListBucketResult><Name>${bucket}</Name><Prefix>${escaped(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${next !== ''}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
}
