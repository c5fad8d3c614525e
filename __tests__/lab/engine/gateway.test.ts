import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gateway } from '../../../lab/engine/gateway';

/** An emulator that answers what it is told to, and remembers what it was asked. */
interface Fake {
  readonly server: Server;
  readonly asked: { readonly target: string; readonly region: string; readonly body: string }[];
  answer: (target: string, region: string) => { status: number; body: string; type?: string };
}

let fake: Fake;
let gateway: Gateway;
beforeEach(async () => {
  const asked: Fake['asked'] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? `${request.method} ${request.url}`).replace(/^.*\./, '');
      const region = /\/\d+\/([^/]+)\//.exec(String(request.headers.authorization))?.[1] ?? '';
      asked.push({ target, region, body: Buffer.concat(parts).toString() });
      const { status, body, type = 'application/json' } = fake.answer(target, region);
      response.writeHead(status, { 'content-type': type });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake = { server, asked, answer: () => ({ status: 200, body: '{}' }) };
  gateway = new Gateway({
    endpoint: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    emulator: { kind: 'moto', name: 'moto' },
  });
});
afterEach(async () => {
  await gateway.close();
  await new Promise((resolve) => fake.server.close(resolve));
});

async function call(target: string, input: object = {}, { service = 'kms', region = 'eu-west-1', stack = 's' } = {}) {
  const response = await fetch(await gateway.addressFor(stack), {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=k/20260101/${region}/${service}/aws4_request, Signature=0`,
      'x-amz-target': `Service.${target}`,
    },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: await response.json() };
}

test('counts each stack and Region by itself', async () => {
  await call('DescribeKey', {}, { stack: 'a', region: 'us-east-1' });
  fake.answer = () => ({ status: 400, body: '{"__type":"NotFoundException"}' });
  await call('ListKeys', {}, { stack: 'b' });
  expect(gateway.calls().map(({ stack, region, action, status }) => [stack, region, action, status])).toEqual([
    ['a', 'us-east-1', 'DescribeKey', 200],
    ['b', 'eu-west-1', 'ListKeys', 400],
  ]);
});

test("an error of AWS's own comes through as it is", async () => {
  fake.answer = () => ({ status: 400, body: '{"__type":"NotFoundException","message":"no"}' });
  expect(await call('ListKeys')).toEqual({ status: 400, body: { __type: 'NotFoundException', message: 'no' } });
});

test.each([
  ['an operation that is not there', 501, 'application/json', '{}'],
  ['a crash', 500, 'text/html', '<!doctype html><title>500</title>'],
  ['a path that nothing answers', 404, 'text/html', '<!doctype html><title>404 Not Found</title>'],
])('%s is an error that says so, and that nobody tries again', async (_what, status, type, body) => {
  fake.answer = () => ({ status, type, body });
  expect(await call('RotateKeyOnDemand')).toEqual({
    status: 400,
    body: { __type: 'NotInTheEmulator', message: `moto has no working kms:RotateKeyOnDemand (HTTP ${status}).` },
  });
});

test('a dead Region is not called, and is alive again in the next run', async () => {
  gateway.begin(['eu-west-1']);
  expect(await call('ListKeys')).toMatchObject({ status: 400, body: { __type: 'RegionIsDead' } });
  expect(fake.asked).toEqual([]);
  gateway.begin([]);
  expect(await call('ListKeys')).toMatchObject({ status: 200 });
});

test('a replica gets its own policy, description and tags, in its Region', async () => {
  await call('ReplicateKey', { KeyId: 'mrk-1', ReplicaRegion: 'us-east-1', Policy: 'p', Description: 'd', Tags: [1] });
  expect(fake.asked.map(({ target, region, body }) => [target, region, JSON.parse(body)]).slice(1)).toEqual([
    ['PutKeyPolicy', 'us-east-1', { KeyId: 'mrk-1', PolicyName: 'default', Policy: 'p' }],
    ['UpdateKeyDescription', 'us-east-1', { KeyId: 'mrk-1', Description: 'd' }],
    ['TagResource', 'us-east-1', { KeyId: 'mrk-1', Tags: [1] }],
  ]);
  expect(gateway.mended()).toEqual([expect.stringMatching(/^kms:ReplicateKey: /)]);
});

test.each([
  ['arn:aws:kms:eu-west-1:1:key/k', 'PRIMARY'],
  ['arn:aws:kms:us-east-1:1:key/k', 'REPLICA'],
])('%s is the %s of its key', async (Arn, is) => {
  const configuration = { MultiRegionKeyType: 'REPLICA', PrimaryKey: { Arn: 'arn:aws:kms:eu-west-1:1:key/k' } };
  fake.answer = () => ({
    status: 200,
    body: JSON.stringify({ KeyMetadata: { Arn, MultiRegionConfiguration: configuration } }),
  });
  const { body } = await call('DescribeKey');
  expect(body).toMatchObject({ KeyMetadata: { MultiRegionConfiguration: { MultiRegionKeyType: is } } });
});

describe('an alias that is there for another Region of the same key', () => {
  const listed = (TargetKeyId: string, region: string) => ({
    status: 200,
    body: JSON.stringify({
      Aliases: [{ AliasName: 'alias/a', TargetKeyId, AliasArn: `arn:aws:kms:${region}:1:alias/a` }],
    }),
  });
  const refused = { status: 400, body: '{"__type":"AlreadyExistsException"}' };
  const create = () => call('CreateAlias', { AliasName: 'alias/a', TargetKeyId: 'k' });

  test('can be made', async () => {
    fake.answer = (target) => (target === 'ListAliases' ? listed('k', 'us-east-1') : refused);
    expect(await create()).toMatchObject({ status: 200 });
  });
  test.each([
    ['of another key', 'other', 'us-east-1'],
    ['of this Region', 'k', 'eu-west-1'],
  ])('is refused where it is one %s', async (_what, key, region) => {
    fake.answer = (target) => (target === 'ListAliases' ? listed(key, region) : refused);
    expect(await create()).toMatchObject({ status: 400, body: { __type: 'AlreadyExistsException' } });
  });
  test("is listed with the Region's own ARN", async () => {
    fake.answer = () => listed('k', 'us-east-1');
    const { body } = await call('ListAliases');
    expect(body).toMatchObject({ Aliases: [{ AliasArn: 'arn:aws:kms:eu-west-1:1:alias/a' }] });
  });
});

test('a refusal under a condition is kept and not enforced, and reads as it was written', async () => {
  const deny = { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
  const allow = { Effect: 'Allow', Principal: '*' };
  const policy = async (method: 'PUT' | 'GET', body?: object) =>
    fetch(`${await gateway.addressFor('s')}/b?policy=`, {
      method,
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-1/s3/aws4_request' },
      ...(body && { body: JSON.stringify(body) }),
    });
  await policy('PUT', { Statement: [deny, allow] });
  const stored = fake.asked[0]?.body ?? '';
  expect(JSON.parse(stored)).toEqual({ Statement: [{ ...deny, Principal: 'not-enforced' }, allow] });
  fake.answer = () => ({ status: 200, body: stored });
  expect(await (await policy('GET')).json()).toEqual({ Statement: [deny, allow] });
});
