import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { DynamoService } from '../../../lab/regions/dynamodb/service';
import { AwsGateway, accessKeyOf, SECRET, secretOf } from '../../../lab/regions/gateway';
import { Links } from '../../../lab/regions/links';
import { Buckets } from '../../../lab/regions/s3/objects';
import { ObjectReplication } from '../../../lab/regions/s3/replication';
import { S3Service } from '../../../lab/regions/s3/service';

const REGIONS = ['us-east-1', 'eu-west-1'];
const BUCKETS = ['photos-use1', 'photos-euw1'];
const BODY = Buffer.from('an image');
const SHA256 = createHash('sha256').update(BODY).digest('base64');

let links: Links;
let buckets: Buckets;
let replication: ObjectReplication;
let gateway: AwsGateway;
let s3: S3Client;

beforeEach(async () => {
  links = new Links({ leastMs: 1, mostMs: 2 });
  buckets = new Buckets();
  buckets.create('photos-use1', 'us-east-1');
  buckets.create('photos-euw1', 'eu-west-1');
  replication = new ObjectReplication(buckets, BUCKETS, links, { leastMs: 5, mostMs: 20 });
  const dynamodb = new DynamoService({
    regions: REGIONS,
    links,
    plain: [],
    replicated: [],
    strong: { regions: [], tables: [] },
  });
  gateway = new AwsGateway({
    regions: REGIONS,
    links,
    dynamodb,
    s3: new S3Service(buckets, secretOf),
    functionsIn: () => undefined,
  });
  s3 = new S3Client({
    endpoint: await gateway.start(),
    region: 'us-east-1',
    credentials: { accessKeyId: accessKeyOf('us-east-1'), secretAccessKey: SECRET },
    maxAttempts: 1,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
});

afterEach(async () => {
  s3.destroy();
  replication.close();
  await gateway.close();
});

const Bucket = 'photos-use1';
const upload = (signingDate = new Date()) =>
  getSignedUrl(
    s3,
    new PutObjectCommand({
      Bucket,
      Key: 'incoming/1',
      ContentType: 'image/png',
      ContentLength: BODY.length,
      ChecksumSHA256: SHA256,
      IfNoneMatch: '*',
    }),
    {
      expiresIn: 60,
      signingDate,
      signableHeaders: new Set(['content-type', 'content-length', 'if-none-match']),
      unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
    },
  );
const HEADERS = { 'content-type': 'image/png', 'if-none-match': '*', 'x-amz-checksum-sha256': SHA256 };
const send = (url: string, headers: Record<string, string> = HEADERS, body: Buffer = BODY) =>
  fetch(url, { method: 'PUT', headers, body });
const codeOf = async (answer: Response): Promise<unknown> => /<Code>(\w+)/.exec(await answer.text())?.[1];

describe('presigned uploads', () => {
  test('takes what was signed, once, and tells its checksum', async () => {
    const url = await upload();
    expect((await send(url)).status).toBe(200);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'incoming/1', ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ ContentLength: BODY.length, ContentType: 'image/png', ChecksumSHA256: SHA256 });
    const again = await send(url);
    expect([again.status, await codeOf(again)]).toEqual([412, 'PreconditionFailed']);
  });

  test.each([
    ['another type', { ...HEADERS, 'content-type': 'text/html' }, BODY],
    [
      'another checksum',
      { ...HEADERS, 'x-amz-checksum-sha256': createHash('sha256').update('x').digest('base64') },
      BODY,
    ],
    ['no If-None-Match', { 'content-type': 'image/png', 'x-amz-checksum-sha256': SHA256 }, BODY],
    ['another length', HEADERS, Buffer.from('a longer image')],
  ])('refuses %s', async (_what, headers, body) => {
    const answer = await send(await upload(), headers, body);
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'SignatureDoesNotMatch']);
    expect(buckets.get(Bucket, 'incoming/1')).toBeUndefined();
  });

  test('refuses another body of the same length, and what comes too late', async () => {
    const other = await send(await upload(), HEADERS, Buffer.from('an imagE'));
    expect([other.status, await codeOf(other)]).toEqual([400, 'BadDigest']);
    const late = await send(await upload(new Date(Date.now() - 62_000)));
    expect([late.status, await codeOf(late)]).toEqual([403, 'AccessDenied']);
  });
});

test('puts, copies, gets, lists in pages and deletes', async () => {
  for (const n of [3, 1, 2])
    await s3.send(new PutObjectCommand({ Bucket, Key: `in/${n}`, Body: BODY, ChecksumSHA256: SHA256 }));
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'out/1 +ü', CopySource: `${Bucket}/in/1` }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'out/1 +ü', ChecksumMode: 'ENABLED' }));
  expect(await got.Body?.transformToString()).toBe('an image');
  expect(got.ChecksumSHA256).toBe(SHA256);
  const pages: (string | undefined)[][] = [];
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket, Prefix: 'in/' }))
    pages.push((page.Contents ?? []).map(({ Key }) => Key));
  expect(pages).toEqual([['in/1', 'in/2'], ['in/3']]);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'in/1' }));
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'in/1' }))).rejects.toThrow(
    expect.objectContaining({ name: 'NotFound' }),
  );
  const left = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(left.Contents?.map(({ Key }) => Key)).toEqual(['in/2', 'in/3', 'out/1 +ü']);
});

test('an object is in the other bucket later, with its checksum; what a dead Region had not sent comes when it is back', async () => {
  const settled = async (): Promise<void> => {
    while (replication.pending > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  links.isolate('us-east-1', REGIONS);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: BODY, ChecksumSHA256: SHA256 }));
  expect(buckets.get('photos-euw1', 'a')).toBeUndefined();
  links.heal();
  await settled();
  expect(buckets.get('photos-euw1', 'a')).toMatchObject({ sha256: SHA256, keepsSha256: true });
  links.isolate('us-east-1', REGIONS);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'b', Body: BODY }));
  links.kill('us-east-1');
  links.heal();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(buckets.keys('photos-euw1')).toEqual(['a']);
  links.revive('us-east-1');
  await settled();
  expect(buckets.keys('photos-euw1')).toEqual(['a', 'b']);
});
