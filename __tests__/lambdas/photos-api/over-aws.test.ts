import { createHash, randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DynamoService } from '../../../lab/regions/dynamodb/service';
import { AwsGateway, accessKeyOf, SECRET, secretOf } from '../../../lab/regions/gateway';
import { Links } from '../../../lab/regions/links';
import { Buckets } from '../../../lab/regions/s3/objects';
import { S3Service } from '../../../lab/regions/s3/service';
import { routingTables } from '../../../lab/regions/tables';
import { createPhotosApi } from '../../../lambdas/photos-api/api';
import { createWrites } from '../../../lambdas/photos-api/writes';
import { ContentTable } from '../../../lambdas/shared/dynamo/content-table';
import { DynamoFenceTable } from '../../../lambdas/shared/dynamo/fence-table';
import { RegisterTable } from '../../../lambdas/shared/dynamo/register-table';
import { ObjectBucket } from '../../../lambdas/shared/object-bucket';
import { SYSTEM_CLOCK } from '../../../lambdas/shared/system-clock';
import { createUserPlane } from '../../../lambdas/shared/user-plane';
import { SYSTEM_RANDOM } from '../../../lambdas/shared/user-ports';
import { type ApiEventOptions, apiEvent } from '../shared/api-event';
import { SILENT } from '../shared/captured-log';
import { ANA, type Answer, BEN, key, NO_METRICS, termsOf } from './world';

/** The shipped routes over the shipped adapters, by HTTP, against emulators of DynamoDB and S3. */
const REGION = 'us-east-1';
const SET = ['us-east-1', 'us-east-2', 'us-west-2'];
const NAMES = { control: 'control', fence: 'fence', content: 'content', directory: 'directory' };

let service: DynamoService;
let gateway: AwsGateway;
let tables: DynamoDBDocumentClient;
let s3: S3Client;
let nowMs: () => number;
let handler: ReturnType<typeof createPhotosApi>;

beforeAll(async () => {
  const links = new Links({ leastMs: 0, mostMs: 1 });
  const { strong, plain, replicated, transactionsOnly } = routingTables(NAMES);
  service = new DynamoService({
    regions: [REGION],
    links,
    plain,
    replicated,
    strong: { regions: SET, tables: strong },
    transactionsOnly,
  });
  await service.start();
  const buckets = new Buckets();
  buckets.create('photos', REGION);
  gateway = new AwsGateway({
    regions: SET,
    links,
    dynamodb: service,
    s3: new S3Service(buckets, secretOf),
    functionsIn: () => undefined,
  });
  const endpoint = await gateway.start();
  const credentials = { accessKeyId: accessKeyOf(REGION), secretAccessKey: SECRET };
  tables = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: REGION, credentials }), {
    marshallOptions: { removeUndefinedValues: true },
  });
  s3 = new S3Client({
    endpoint,
    region: REGION,
    credentials,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  const content = new ContentTable({ table: NAMES.content, fenceTable: NAMES.fence, client: tables });
  const { scope, lease, writer } = createUserPlane({
    environment: {
      ...{ region: REGION, app: 'orders', zone: undefined, pattern: 'active-passive', primary: REGION },
      ...{
        controlTable: NAMES.control,
        controlRegions: [REGION],
        fenceTable: NAMES.fence,
        contentTable: NAMES.content,
      },
      ...{ leaseSeconds: 60, fenceShards: 4 },
    },
    register: new RegisterTable({ table: NAMES.control, clientIn: () => tables }),
    fence: new DynamoFenceTable({ table: NAMES.fence, client: tables }),
    content,
    clock: SYSTEM_CLOCK,
    random: SYSTEM_RANDOM,
    log: SILENT,
    metrics: NO_METRICS,
  });
  const at = (): number => nowMs();
  handler = createPhotosApi({
    region: REGION,
    content,
    objects: new ObjectBucket({ bucket: 'photos', client: s3 }),
    writes: createWrites({ scope, lease, writer, metrics: NO_METRICS, nowMs: at }),
    nowMs: at,
    entropy: () => randomBytes(10),
    allowedOrigins: [],
    log: SILENT,
  });
});

beforeEach(() => {
  nowMs = () => Date.now();
});

afterAll(async () => {
  tables.destroy();
  s3.destroy();
  await gateway.close();
  await service.close();
});

async function call(
  method: string,
  path: string,
  options: ApiEventOptions & { readonly as?: string } = {},
): Promise<Answer> {
  const { as = ANA, ...rest } = options;
  const claims = { gid: as, expiresAt: nowMs() / 1000 + 3600 };
  for (let left = 5; ; left -= 1) {
    const { statusCode, headers, body } = await handler(apiEvent(method, path, { claims, ...rest }));
    // What a client does: on a busy machine a write may take longer than it may take to land.
    if (statusCode !== 503 || left === 0)
      return { status: statusCode, headers, text: body, body: body === '' ? undefined : JSON.parse(body) };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function photo(bytes: Buffer): Promise<string> {
  const { body } = await call('POST', '/v1/photos', { headers: key(), body: termsOf(bytes) });
  const sent = await fetch(body.upload.url, {
    method: 'PUT',
    headers: body.upload.headers,
    body: new Uint8Array(bytes),
  });
  expect(sent.status).toBe(200);
  const completed = await call('POST', `/v1/photos/${body.id}/complete`);
  expect(completed.body).toMatchObject({ id: body.id, status: 'ready' });
  return body.id;
}

/** Every item of a list, page by page. */
async function all(path: string, query: Record<string, string>): Promise<ReturnType<typeof JSON.parse>[]> {
  const items: unknown[] = [];
  let cursor: string | undefined;
  do {
    const { status, body } = await call('GET', path, {
      query: { ...query, ...(cursor === undefined ? {} : { cursor }) },
    });
    expect(status).toBe(200);
    items.push(...body.items);
    cursor = body.next;
  } while (cursor !== undefined);
  return items;
}

test('photos are uploaded, accepted, listed over the ends of months, fetched and deleted', async () => {
  const made: string[] = [];
  for (const at of [Date.UTC(2025, 1, 28), Date.UTC(2025, 6, 1), Date.UTC(2025, 6, 31), Date.now()]) {
    nowMs = () => at;
    made.push(await photo(Buffer.from(`picture ${at}`)));
  }
  for (const limit of ['1', '2', '50'])
    expect((await all('/v1/photos', { limit })).map(({ id }) => id)).toEqual([...made].reverse());

  const [oldest = ''] = made;
  const { body } = await call('GET', `/v1/photos/${oldest}`, { as: BEN });
  const bytes = Buffer.from(await (await fetch(body.url)).arrayBuffer());
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(body.sha256);

  expect((await call('DELETE', `/v1/photos/${oldest}`)).status).toBe(204);
  expect((await all('/v1/photos', { limit: '3' })).map(({ id }) => id)).toEqual(made.slice(1).reverse());
});

test('comments come back equal, in order, from both ends; a repeat is one comment', async () => {
  const id = await photo(Buffer.from('to comment on'));
  const path = `/v1/photos/${id}/comments`;
  const messages = [
    '"quotes"',
    'line\nline\r\n',
    '\u0000\u0001\u001f',
    '👩‍👩‍👧',
    "'); DROP TABLE x; --",
    'x'.repeat(2000),
  ];
  for (const message of messages) {
    const headers = key();
    const first = await call('POST', path, { as: BEN, headers, body: { message } });
    expect([first.status, first.body.message]).toEqual([201, message]);
    const again = await call('POST', path, { as: BEN, headers, body: { message } });
    expect([again.body, again.headers['idempotent-replay']]).toEqual([first.body, 'true']);
    expect((await call('POST', path, { as: BEN, headers, body: { message: 'another' } })).status).toBe(422);
  }
  expect((await all(path, { limit: '2' })).map(({ message }) => message)).toEqual(messages);
  expect((await all(path, { limit: '4', order: 'newest' })).map(({ message }) => message)).toEqual(
    [...messages].reverse(),
  );
});

test('a profile is changed from the revision that was read, and from no other', async () => {
  const put = (rev: string, name: string): Promise<Answer> =>
    call('PUT', '/v1/me', { headers: { 'if-match': rev }, body: { name } });
  const first = await put('0', 'Ana');
  expect(first.body).toMatchObject({ id: ANA, name: 'Ana', groups: [] });
  await Promise.all([put(first.body.rev, 'A'), put(first.body.rev, 'B')]);
  const { body } = await call('GET', '/v1/me');
  expect(['A', 'B']).toContain(body.name);
  expect((await put(first.body.rev, 'C')).status).toBe(412);
  expect((await call('GET', '/v1/me')).body).toEqual(body);
  expect((await put(body.rev, 'C')).body.name).toBe('C');
});
