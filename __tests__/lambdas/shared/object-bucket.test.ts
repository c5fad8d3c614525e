import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoService } from '../../../lab/regions/dynamodb/service';
import { AwsGateway, accessKeyOf, SECRET, secretOf } from '../../../lab/regions/gateway';
import { Links } from '../../../lab/regions/links';
import { Buckets } from '../../../lab/regions/s3/objects';
import { S3Service } from '../../../lab/regions/s3/service';
import { Unavailable, Unclear } from '../../../lambdas/shared/failures';
import { ObjectBucket } from '../../../lambdas/shared/object-bucket';

const REGION = 'us-east-1';
const BODY = Buffer.from('a picture');
const SHA256 = createHash('sha256').update(BODY).digest('base64');
const TERMS = {
  key: 'incoming/1',
  contentType: 'image/png',
  sizeBytes: BODY.length,
  sha256: SHA256,
  expiresSeconds: 120,
};

let gateway: AwsGateway;
let client: S3Client;
let bucket: ObjectBucket;

beforeEach(async () => {
  const links = new Links({ leastMs: 0, mostMs: 1 });
  const buckets = new Buckets();
  buckets.create('photos', REGION);
  gateway = new AwsGateway({
    regions: [REGION],
    links,
    dynamodb: new DynamoService({ regions: [], links, plain: [], replicated: [], strong: { regions: [], tables: [] } }),
    s3: new S3Service(buckets, secretOf),
    functionsIn: () => undefined,
  });
  client = new S3Client({
    endpoint: await gateway.start(),
    region: REGION,
    credentials: { accessKeyId: accessKeyOf(REGION), secretAccessKey: SECRET },
    maxAttempts: 1,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  bucket = new ObjectBucket({ bucket: 'photos', client });
});

afterEach(async () => {
  client.destroy();
  await gateway.close();
});

/** What a browser does with a signed address: it adds the length by itself. */
const send = (url: string, headers: Readonly<Record<string, string>>, body: Buffer = BODY): Promise<Response> =>
  fetch(url, { method: 'PUT', headers: { ...headers }, body: new Uint8Array(body) });

test('an upload is taken as it was signed, once, and looked at with its checksum', async () => {
  const { url, headers } = await bucket.presignPut(TERMS);
  const { searchParams } = new URL(url);
  expect(searchParams.get('X-Amz-SignedHeaders')).toBe(
    'content-length;content-type;host;if-none-match;x-amz-checksum-sha256',
  );
  expect(searchParams.get('X-Amz-Expires')).toBe('120');
  expect([...searchParams.keys()].filter((name) => /checksum|crc/i.test(name))).toEqual([]);

  expect((await send(url, headers)).status).toBe(200);
  expect(await bucket.head('incoming/1')).toEqual({ sizeBytes: 9, contentType: 'image/png', sha256: SHA256 });
  expect((await send(url, headers)).status).toBe(412);
});

test.each([
  ['another length', { body: Buffer.from('another picture') }],
  ['another type', { headers: { 'content-type': 'text/html' } }],
  ['another checksum', { headers: { 'x-amz-checksum-sha256': createHash('sha256').update('x').digest('base64') } }],
  ['another body of that length', { body: Buffer.from('A picture') }],
  ['leave to replace', { headers: { 'if-none-match': '"x"' } }],
])('an upload of %s is refused', async (_, wrong: { body?: Buffer; headers?: Record<string, string> }) => {
  const { url, headers } = await bucket.presignPut(TERMS);
  expect((await send(url, { ...headers, ...wrong.headers }, wrong.body)).status).toBeGreaterThanOrEqual(400);
  expect(await bucket.head('incoming/1')).toBeUndefined();
});

test('no upload may begin later than two minutes from now', async () => {
  await expect(bucket.presignPut({ ...TERMS, expiresSeconds: 121 })).rejects.toThrow(
    'An upload may begin for 120 s at most; found 121.',
  );
});

test('a copy has the same bytes, type and checksum, and can be fetched by its address', async () => {
  const { url, headers } = await bucket.presignPut(TERMS);
  await send(url, headers);
  await bucket.copy('incoming/1', 'photos/1');
  expect(await bucket.head('photos/1')).toEqual(await bucket.head('incoming/1'));
  const fetched = await fetch(await bucket.presignGet('photos/1', 300));
  expect(Buffer.from(await fetched.arrayBuffer())).toEqual(BODY);
});

test('what is not there is nothing, and cannot be copied', async () => {
  expect(await bucket.head('incoming/none')).toBeUndefined();
  await expect(bucket.copy('incoming/none', 'photos/none')).rejects.toThrow(Unavailable);
});

test('a bucket that does not answer is said to be so, without the key', async () => {
  await gateway.close();
  await expect(bucket.head('incoming/secret-id')).rejects.toThrow(Unavailable);
  await expect(bucket.copy('incoming/secret-id', 'photos/secret-id')).rejects.toThrow(Unclear);
  await expect(bucket.list('photos/')).rejects.toThrow(Unavailable);
  const error = await bucket.head('incoming/secret-id').catch((reason: unknown) => reason);
  expect(String(error)).not.toContain('secret-id');
});

test('lists the keys of a prefix, in order', async () => {
  for (const name of ['incoming/2', 'incoming/1', 'photos/3']) {
    const { url, headers } = await bucket.presignPut({ ...TERMS, key: name });
    await send(url, headers);
  }
  expect(await bucket.list('incoming/')).toEqual({ keys: ['incoming/1', 'incoming/2'] });
  expect(await bucket.list('incoming/', 'incoming/1')).toEqual({ keys: ['incoming/2'] });
});
