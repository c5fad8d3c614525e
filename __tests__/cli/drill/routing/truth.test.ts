import type { Attempt } from '../../../../cli/drill/routing/ledger';
import { absentIn, differingObjects } from '../../../../cli/drill/routing/truth';
import { Deployment, labPlatform } from '../../../../lab/regions/deployment';
import { DynamoService } from '../../../../lab/regions/dynamodb/service';
import { Links } from '../../../../lab/regions/links';
import { Buckets, objectOf } from '../../../../lab/regions/s3/objects';
import { routingTables } from '../../../../lab/regions/tables';

const HERE = 'us-east-1';
const THERE = 'eu-west-1';

async function stores() {
  const deployment = new Deployment(labPlatform([HERE, THERE], 6, HERE));
  const { strong, ...tables } = routingTables(deployment.tables);
  const { registerRegions } = deployment.routing;
  const dynamodb = new DynamoService({
    ...tables,
    regions: deployment.regions,
    links: new Links(),
    strong: { regions: registerRegions, tables: strong },
  });
  await dynamodb.start();
  const buckets = new Buckets();
  for (const region of [HERE, THERE] as const) buckets.create(deployment.bucketIn(region), region);
  const put = (region: string, pk: string, sk: string, status?: string): Promise<void> =>
    dynamodb.tablesIn(region).replicate(
      deployment.tables.content,
      {},
      {
        pk: { S: pk },
        sk: { S: sk },
        ...(status !== undefined && { status: { S: status } }),
      },
    );
  const store = (region: typeof HERE | typeof THERE, key: string, content = 'image'): void =>
    buckets.replicate({
      bucket: deployment.bucketIn(region),
      key,
      object: objectOf(Buffer.from(content), 'image/png', {}, true),
    });
  return { deployment, dynamodb, buckets, put, store };
}

const accepted = (pk: string, sk: string, object?: string): Attempt => ({
  region: HERE,
  sentMs: 0,
  answeredMs: 1,
  outcome: 'accepted',
  made: { pk, sk, ...(object !== undefined && { object }) },
});

test('exactly the planted losses are found: an item, a photo that is not ready, an object', async () => {
  const lab = await stores();
  await lab.put(THERE, 'PHOTO#1', 'C#1');
  await lab.put(THERE, 'PHOTO#2', 'META', 'ready');
  lab.store(THERE, 'photos/2');
  await lab.put(THERE, 'PHOTO#3', 'META', 'pending');
  lab.store(THERE, 'photos/3');
  await lab.put(THERE, 'PHOTO#4', 'META', 'ready');
  const there = [accepted('PHOTO#1', 'C#1'), accepted('PHOTO#2', 'META', 'photos/2')];
  const lost = [
    accepted('PHOTO#1', 'C#2'),
    accepted('PHOTO#3', 'META', 'photos/3'),
    accepted('PHOTO#4', 'META', 'photos/4'),
  ];
  expect(await absentIn(lab, THERE, [...there, ...lost])).toEqual(lost);
  expect(await absentIn(lab, HERE, there)).toEqual(there);
});

test('objects differ where a bucket lacks one or holds another content; what was never accepted does not count', async () => {
  const lab = await stores();
  for (const region of [HERE, THERE] as const) lab.store(region, 'photos/same');
  lab.store(HERE, 'photos/only-here');
  lab.store(HERE, 'photos/other', 'one');
  lab.store(THERE, 'photos/other', 'another');
  lab.store(THERE, 'incoming/only-there');
  expect(differingObjects(lab).sort()).toEqual(['photos/only-here', 'photos/other']);
});
