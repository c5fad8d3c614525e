import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Region } from './record';
import { endpointOverride } from './service-endpoint';

/** The only file that makes SDK clients: here their timeouts are real, and there is one for each use and Region. */

/** What a client is for decides how long it waits and whether it asks twice. */
interface Patience {
  /** Milliseconds until a connection stands, or the attempt fails. Another Region is up to 300 ms of round trip away. */
  readonly connectMs: number;
  /** Milliseconds for one attempt. */
  readonly requestMs: number;
  readonly maxAttempts: number;
}

/**
 * `data`: the own Region's tables. `register`: `control`, asked once as `Register` itself repeats with what it has
 * learnt. `fence`: another Region's fence, far away.
 */
export type TableUse = 'data' | 'register' | 'fence';

const TABLE_PATIENCE: Readonly<Record<TableUse, Patience>> = {
  data: { connectMs: 200, requestMs: 400, maxAttempts: 2 },
  register: { connectMs: 800, requestMs: 800, maxAttempts: 1 },
  fence: { connectMs: 1000, requestMs: 800, maxAttempts: 2 },
};
const OBJECT_PATIENCE: Patience = { connectMs: 1000, requestMs: 2000, maxAttempts: 2 };

/**
 * Options that every client has in common. `requestTimeout` alone only logs a warning: without `throwOnRequestTimeout`
 * the call goes on (`NodeHttpHandlerOptions` of @smithy/types).
 * @param service whose endpoint something on this machine may stand in for
 */
export function clientOptions(service: string, region: Region, { connectMs, requestMs, maxAttempts }: Patience) {
  const endpoint = endpointOverride(service, region, process.env);
  return {
    region,
    maxAttempts,
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: requestMs,
      throwOnRequestTimeout: true,
      httpAgent: new HttpAgent({ keepAlive: true }),
      httpsAgent: new HttpsAgent({ keepAlive: true }),
    },
    ...(endpoint !== undefined && { endpoint }),
  };
}

const tables = new Map<string, DynamoDBDocumentClient>();
const objects = new Map<string, S3Client>();

/** DynamoDB in one Region, in document form. */
export const tableClient = (region: Region, use: TableUse): DynamoDBDocumentClient =>
  once(tables, `${use} ${region}`, () =>
    DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions('DYNAMODB', region, TABLE_PATIENCE[use])), {
      marshallOptions: { removeUndefinedValues: true },
    }),
  );

/** S3 in one Region. An emulator of it knows no host names made of a bucket's. */
export const objectClient = (region: Region): S3Client =>
  once(objects, region, () => {
    const options = clientOptions('S3', region, OBJECT_PATIENCE);
    // By default the SDK signs a checksum of its own into a presigned upload; ours names the client's.
    return new S3Client({
      ...options,
      forcePathStyle: 'endpoint' in options,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  });

function once<T>(made: Map<string, T>, key: string, make: () => T): T {
  const client = made.get(key) ?? make();
  made.set(key, client);
  return client;
}
