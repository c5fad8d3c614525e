import { LabError } from '../runner';
import { START } from './emulators';
import { type Answer, forward } from './gateway';

/** An AWS API emulator that answers. */
export interface Emulator {
  /** Name in the tables of what each one does wrong; `unknown` where it is none that is known. */
  readonly kind: 'moto' | 'localstack' | 'unknown';
  /** What it is called where a person reads it. */
  readonly name: string;
  readonly endpoint: URL;
}

/**
 * Looks at what answers at an address.
 * @throws where nothing does, or where it is not the platform's account: the provider would stop at `allowed_account_ids`
 */
export async function findEmulator(address: string, account: string): Promise<Emulator> {
  const endpoint = endpointOf(address);
  const emulator = await identify(endpoint);
  const identity = await ask(endpoint, account, 'sts', 'us-east-1', {
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const found = /<Account>(\d{12})<\/Account>/.exec(identity.body.toString())?.[1];
  if (found === undefined)
    throw new LabError(
      `${address}: what answers there is no AWS: sts:GetCallerIdentity says ${identity.status}. ${howToStart()}`,
    );
  if (found !== account)
    throw new LabError(
      `${address}: ${emulator.name} is account ${found}, and the platform's is ${account}. Start it for that account. ${howToStart(account)}`,
    );
  return emulator;
}

function endpointOf(address: string): URL {
  let endpoint: URL;
  try {
    endpoint = new URL(address);
  } catch {
    throw new LabError(`--endpoint: "${address}" is not an address. Write http://127.0.0.1:5000.`);
  }
  if (endpoint.protocol !== 'http:')
    throw new LabError(`--endpoint: "${address}": emulators are called with http. Write http://${endpoint.host}.`);
  if (/(^|\.)(amazonaws\.com(\.cn)?|aws\.dev|api\.aws)$/.test(endpoint.hostname))
    throw new LabError(`--endpoint: ${endpoint.hostname} is AWS itself. The lab only calls emulators.`);
  return endpoint;
}

async function identify(endpoint: URL): Promise<Emulator> {
  const moto = await get(endpoint, '/moto-api/config');
  if (moto.status < 300) return { kind: 'moto', name: 'moto', endpoint };
  const localstack = await get(endpoint, '/_localstack/health');
  if (localstack.status === 200) {
    const { version } = JSON.parse(localstack.body.toString()) as { version?: string };
    return { kind: 'localstack', name: `LocalStack ${version ?? ''}`.trim(), endpoint };
  }
  return { kind: 'unknown', name: 'the emulator', endpoint };
}

async function get(endpoint: URL, path: string): Promise<Answer> {
  try {
    return await forward(endpoint, { method: 'GET', url: path, headers: {}, body: Buffer.alloc(0) });
  } catch (error) {
    throw new LabError(`${endpoint.origin}: nothing answers there (${(error as Error).message}). ${howToStart()}`);
  }
}

const howToStart = (account = '<account>'): string => `For example: ${START.moto?.replace('<account>', account)}`;

interface Question {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as a service gets it, but for the signature: emulators do not look at it. */
export function ask(
  endpoint: URL,
  account: string,
  service: string,
  region: string,
  { method = 'POST', url = '/', headers = {}, body = '' }: Question,
): Promise<Answer> {
  const scope = `${account}/20000101/${region}/${service}/aws4_request`;
  return forward(endpoint, {
    method,
    url,
    headers: {
      ...headers,
      host: endpoint.host,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: Buffer.from(body),
  });
}

/** Forgets all that exists, where the emulator can. @returns whether it has */
export async function forgetAll({ kind, endpoint }: Emulator): Promise<boolean> {
  const reset = { moto: '/moto-api/reset', localstack: '/_localstack/state/reset' };
  if (kind === 'unknown') return false;
  const { status } = await forward(endpoint, { method: 'POST', url: reset[kind], headers: {}, body: Buffer.alloc(0) });
  return status < 300;
}

export async function bucketExists(endpoint: URL, account: string, bucket: string, region: string): Promise<boolean> {
  return (await ask(endpoint, account, 's3', region, { method: 'HEAD', url: `/${bucket}` })).status < 300;
}

/** Makes a bucket: of those that a config says are there already, an emulator has none. */
export async function makeBucket(endpoint: URL, account: string, bucket: string, region: string): Promise<void> {
  const body =
    region === 'us-east-1'
      ? ''
      : `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  const { status, body: said } = await ask(endpoint, account, 's3', region, { method: 'PUT', url: `/${bucket}`, body });
  if (status >= 300)
    throw new LabError(`The bucket ${bucket} for the state cannot be made in the emulator: ${said.toString()}`);
}

/** Makes a public hosted zone, where there is none of that name: of those that stacks look up, an emulator has none. */
export async function makeZone(endpoint: URL, account: string, name: string): Promise<void> {
  const zones = '/2013-04-01/hostedzone';
  const listed = await ask(endpoint, account, 'route53', 'us-east-1', { method: 'GET', url: zones });
  if (listed.body.toString().includes(`<Name>${name}.</Name>`)) return;
  const namespace = 'https://route53.amazonaws.com/doc/2013-04-01/';
  const body = `<CreateHostedZoneRequest xmlns="${namespace}"><Name>${name}</Name><CallerReference>${name}</CallerReference></CreateHostedZoneRequest>`;
  const made = await ask(endpoint, account, 'route53', 'us-east-1', { method: 'POST', url: zones, body });
  if (made.status >= 300)
    throw new LabError(`The zone ${name}, which is looked up, cannot be made in the emulator: ${made.body.toString()}`);
}
