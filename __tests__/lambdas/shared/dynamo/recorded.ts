import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** One answer of a made-up DynamoDB: a body, an error with its status, or a connection that fails. */
export type Answer =
  | { readonly body: unknown }
  | { readonly error: string; readonly status?: number; readonly message?: string; readonly rest?: object }
  | { readonly broken: string };

export interface Sent {
  /** As in `UpdateItem`. */
  readonly action: string;
  readonly body: Record<string, unknown>;
}

/** A real SDK client whose requests are written down and answered from a list; an empty answer where that has ended. */
export function recordedClient(answers: readonly Answer[] = [], maxAttempts = 1) {
  const sent: Sent[] = [];
  const left = [...answers];
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: 'http://localhost:1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts,
    requestHandler: {
      handle: async (request: { headers: Record<string, string>; body: Uint8Array }) => {
        const target =
          Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1] ?? '';
        sent.push({ action: target.split('.')[1] ?? '', body: JSON.parse(new TextDecoder().decode(request.body)) });
        return { response: respond(left.shift() ?? { body: {} }) };
      },
    },
  });
  return { client: DynamoDBDocumentClient.from(client), sent };
}

function respond(answer: Answer) {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  if ('broken' in answer) throw Object.assign(new Error(answer.broken), { code: answer.broken });
  if ('body' in answer) return { statusCode: 200, headers, body: Readable.from([JSON.stringify(answer.body)]) };
  const { error, status = 400, message = '', rest = {} } = answer;
  const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${error}`, message, ...rest });
  return { statusCode: status, headers, body: Readable.from([body]) };
}

/** How a call ended: `resolved`, or the name of the failure. */
export const ending = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'resolved',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
