import { createHash, createHmac } from 'node:crypto';

/** What signs a request. Lambda gives a role's credentials as environment variables, and their values stay for the life of a container. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** One request to an AWS service. */
export interface AwsRequest {
  /** The name that signatures use, as in `lambda`. */
  readonly service: string;
  readonly region: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** Scheme and host, without a path. */
  readonly endpoint: string;
  /** Begins with a slash; letters, digits and `-._~/` only, so that no two parties can encode it differently. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/**
 * Sends one signed request ("AWS Signature Version 4 for API requests"). For the few calls of the control functions to Lambda, S3 and RDS: an SDK
 * client for each would add 70 to 130 KB to every bundle and its import to every cold start.
 */
export async function signedFetch(request: AwsRequest, credentials: Credentials, nowMs: number): Promise<Response> {
  return fetch(`${request.endpoint}${request.path}`, {
    method: request.method,
    headers: signedHeaders(request, credentials, nowMs),
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    redirect: 'error',
  });
}

/** Reads the credentials that Lambda gives. */
export function lambdaCredentials(variables: Readonly<Record<string, string | undefined>>): Credentials {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: token,
  } = variables;
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new Error(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are missing; Lambda sets both. Set them to run this elsewhere.',
    );
  return { accessKeyId, secretAccessKey, ...(token === undefined ? {} : { sessionToken: token }) };
}

/** All headers of the request but `host`, which `fetch` adds from the URL. */
export function signedHeaders(
  request: Omit<AwsRequest, 'signal'>,
  credentials: Credentials,
  nowMs: number,
): Record<string, string> {
  const { service, region, method, path, body = '' } = request;
  const [target = '', query = ''] = path.split('?', 2);
  if (!/^\/[\w.~/-]*$/.test(target)) throw new Error(`Path ${path}: letters, digits and -._~/ only.`);

  const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const date = time.slice(0, 8);
  const bodyHash = sha256(body);
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-date': time,
    ...(service === 's3' ? { 'x-amz-content-sha256': bodyHash } : {}),
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  };
  const signed = Object.entries({ ...headers, host: new URL(request.endpoint).host }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const names = signed.map(([name]) => name).join(';');
  const canonical = [
    method,
    target,
    query.split('&').sort().join('&'),
    ...signed.map(([name, value]) => `${name}:${value.trim()}`),
    '',
    names,
    bodyHash,
  ].join('\n');

  const scope = `${date}/${region}/${service}/aws4_request`;
  const key = [date, region, service, 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex');
  const credential = `${credentials.accessKeyId}/${scope}`;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
