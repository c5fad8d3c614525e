import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DynamoService } from '../../../lab/regions/dynamodb/service';
import { AwsGateway, accessKeyOf, SECRET, secretOf } from '../../../lab/regions/gateway';
import { Links } from '../../../lab/regions/links';
import { Buckets } from '../../../lab/regions/s3/objects';
import { S3Service } from '../../../lab/regions/s3/service';
import { routingTables } from '../../../lab/regions/tables';
import { PoolMemoryTable } from '../../../lambdas/profile-apply/pool-memory-table';
import { DirectoryTable } from '../../../lambdas/shared/directory-table';
import { createReservations } from '../../../lambdas/shared/reservations';
import { issuerOf } from '../../../lambdas/shared/trusted-pools';

const REGIONS = ['us-east-1', 'eu-west-1'];
const NAMES = { control: 'control', fence: 'fence', content: 'content', directory: 'directory' };

let service: DynamoService;
let gateway: AwsGateway;
const clients = new Map<string, DynamoDBDocumentClient>();

beforeAll(async () => {
  const links = new Links({ leastMs: 0, mostMs: 1 });
  const { plain, replicated, transactionsOnly } = routingTables(NAMES);
  service = new DynamoService({
    regions: REGIONS,
    links,
    plain,
    replicated,
    strong: { regions: [], tables: [] },
    delay: { leastMs: 1, mostMs: 5 },
    transactionsOnly,
  });
  await service.start();
  gateway = new AwsGateway({
    regions: REGIONS,
    links,
    dynamodb: service,
    s3: new S3Service(new Buckets(), secretOf),
    functionsIn: () => undefined,
  });
  const endpoint = await gateway.start();
  for (const region of REGIONS) {
    const credentials = { accessKeyId: accessKeyOf(region), secretAccessKey: SECRET };
    clients.set(region, DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region, credentials })));
  }
});

afterAll(async () => {
  for (const client of clients.values()) client.destroy();
  await gateway.close();
  await service.close();
});

function clientOf(region: string): DynamoDBDocumentClient {
  const client = clients.get(region);
  if (client === undefined) throw new Error(`no client for ${region}`);
  return client;
}

const directoryIn = (region: string): DirectoryTable =>
  new DirectoryTable({ table: NAMES.directory, client: clientOf(region) });

test('a pool that one Region announces is trusted in the other, a moment later', async () => {
  const pool = {
    region: 'us-east-1',
    issuer: issuerOf('us-east-1', 'us-east-1_AbC'),
    clientIds: ['client'],
    keys: [{ kid: 'k', kty: 'RSA', alg: 'RS256', use: 'sig', n: 'n', e: 'AQAB' }],
    fetchedAt: 1_760_000_000_000,
  };
  expect(await directoryIn('eu-west-1').of('us-east-1')).toBeUndefined();
  await directoryIn('us-east-1').announce(pool);
  let seen = await directoryIn('eu-west-1').of('us-east-1');
  for (let tries = 0; seen === undefined && tries < 100; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen = await directoryIn('eu-west-1').of('us-east-1');
  }
  expect(seen).toEqual(pool);
});

test('an e-mail belongs to the zone that claimed it first, and its item says nothing but that', async () => {
  const directory = directoryIn('us-east-1');
  const [us, eu] = ['us', 'eu'].map((zone) => createReservations(zone, directory, async () => 'key'));
  expect(await us?.claim('ana@example.com')).toBe('us');
  expect(await eu?.claim('ANA@example.com')).toBe('us');
  expect(await directory.create('hash', 'eu')).toBe(true);
  expect(await directory.create('hash', 'us')).toBe(false);
  expect(await directory.read('hash')).toBe('eu');
});

test('a Region’s memory of its pool is kept, and is no other Region’s', async () => {
  const [here, there] = REGIONS.map((region) => new PoolMemoryTable({ table: NAMES.fence, client: clientOf(region) }));
  const applied = { rev: 'r', print: 'p', enabled: false, groups: ['a', 'b'] };
  await here?.setApplied('gid', applied);
  await here?.setProgress({ watermark: '2026-11-20T12:00:00.000Z', fullAt: 7 });
  await here?.setPass({ startedAt: 8, next: 'mark' });
  expect([await here?.applied('gid'), await here?.applied('other')]).toEqual([applied, undefined]);
  expect(await here?.progress()).toEqual({ watermark: '2026-11-20T12:00:00.000Z', fullAt: 7 });
  expect(await here?.pass()).toEqual({ startedAt: 8, next: 'mark' });
  await here?.setPass({ startedAt: 9 });
  expect(await here?.pass()).toEqual({ startedAt: 9 });
  expect([await there?.applied('gid'), await there?.progress(), await there?.pass()]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
