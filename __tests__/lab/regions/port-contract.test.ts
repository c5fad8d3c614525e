import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DynamoService } from '../../../lab/regions/dynamodb/service';
import { AwsGateway, accessKeyOf, SECRET, secretOf } from '../../../lab/regions/gateway';
import { Links } from '../../../lab/regions/links';
import { Buckets } from '../../../lab/regions/s3/objects';
import { S3Service } from '../../../lab/regions/s3/service';
import { routingTables } from '../../../lab/regions/tables';
import { ContentTable } from '../../../lambdas/shared/dynamo/content-table';
import { DynamoFenceTable } from '../../../lambdas/shared/dynamo/fence-table';
import { RegisterTable } from '../../../lambdas/shared/dynamo/register-table';
import { ORIGIN_INDEX } from '../../../lambdas/shared/fenced-write';
import { describePorts } from '../../lambdas/contract/port-contract';

const OWN = 'eu-west-1';
const SET = ['eu-west-1', 'eu-central-1', 'eu-west-3'];
const NAMES = { control: 'control', fence: 'fence', content: 'content', directory: 'directory' };

const links = new Links({ leastMs: 1, mostMs: 2 });
const { strong, ...tables } = routingTables(NAMES);
const dynamodb = new DynamoService({ ...tables, regions: [OWN], links, strong: { regions: SET, tables: strong } });
const gateway = new AwsGateway({
  regions: SET,
  links,
  dynamodb,
  s3: new S3Service(new Buckets(), secretOf),
  functionsIn: () => undefined,
});
const clients = new Map<string, DynamoDBDocumentClient>();

afterAll(async () => {
  for (const client of clients.values()) client.destroy();
  await gateway.close();
  dynamodb.close();
});

describePorts('over DynamoDB, by HTTP', async () => {
  await dynamodb.start();
  const endpoint = await gateway.start();
  const clientIn = (region: string): DynamoDBDocumentClient => {
    const credentials = { accessKeyId: accessKeyOf(OWN), secretAccessKey: SECRET };
    const made =
      clients.get(region) ?? DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region, credentials }));
    clients.set(region, made);
    return made;
  };
  return {
    register: new RegisterTable({ table: NAMES.control, clientIn }),
    endpoints: SET,
    fence: new DynamoFenceTable({ table: NAMES.fence, client: clientIn(OWN) }),
    content: new ContentTable({ table: NAMES.content, fenceTable: NAMES.fence, client: clientIn(OWN) }),
    index: ORIGIN_INDEX,
  };
});
