import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { applyProfile } from '../../../lambdas/profile-apply/apply';
import { cognitoPool } from '../../../lambdas/profile-apply/cognito-pool';
import { announceKeys, fetchJwks } from '../../../lambdas/profile-apply/keys';
import { Pace } from '../../../lambdas/profile-apply/pace';
import { PoolError, type UserPool } from '../../../lambdas/profile-apply/user-pool';
import { changed } from '../../../lambdas/shared/users';
import { MemoryPools } from '../authorizer/tokens';
import { ManualClock } from '../photos-api/memory';
import { ANA, BEN, START_MS } from '../photos-api/world';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'PLANTED-SECRET' };
const poolAt = (endpoint: string, poolId: string): UserPool =>
  cognitoPool({ region: 'us-east-1', poolId, endpoint, credentials: () => credentials, nowMs: () => Date.now() });

describe('over an emulator of Cognito', () => {
  let dir: string;
  let child: ChildProcess;
  let endpoint: string;
  let poolId: string;

  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'meridian-cognito-'));
    // Its pools take e-mails for usernames unless they are told otherwise.
    mkdirSync(path.join(dir, '.cognito'));
    writeFileSync(
      path.join(dir, '.cognito/config.json'),
      JSON.stringify({ UserPoolDefaults: { UsernameAttributes: null } }),
    );
    const script = path.resolve(__dirname, '../../../node_modules/cognito-local/lib/bin/start.js');
    const port = await freePort();
    child = spawn(process.execPath, [script], {
      cwd: dir,
      env: { PATH: process.env.PATH ?? '', PORT: String(port), HOST: '127.0.0.1' },
    });
    endpoint = `http://127.0.0.1:${port}`;
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => String(chunk).includes('running on') && resolve());
      child.once('exit', (code) => reject(new Error(`the emulator ended: ${code}`)));
    });
    const { UserPool: made } = await ask('CreateUserPool', {
      PoolName: 'users',
      AliasAttributes: ['email'],
      UsernameAttributes: [],
    });
    poolId = made.Id;
    for (const GroupName of ['readers', 'admins']) await ask('CreateGroup', { UserPoolId: poolId, GroupName });
  }, 20_000);

  afterAll(() => {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });

  /** A call that the product does not make. */
  async function ask(action: string, input: object): Promise<ReturnType<typeof JSON.parse>> {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
      authorization: 'AWS4-HMAC-SHA256 Credential=x/20261120/us-east-1/cognito-idp/aws4_request',
    };
    const answer = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  }

  test('a profile is created, changed, disabled and put into groups; what is there is listed', async () => {
    const pool = poolAt(endpoint, poolId);
    const pace = new Pace(new ManualClock(START_MS), 25);
    const context = { nowMs: START_MS, entropy: Buffer.from('0123456789') };
    const attributes = { email: 'ana@example.com', email_verified: 'true', name: 'Ana "Ö"\n' };
    const first = changed(ANA, undefined, { attributes, groups: ['readers'] }, context);
    if (first === undefined) throw new Error('no profile');
    const applied = await applyProfile(pool, pace, first, undefined);
    const { users } = await pool.users(undefined);
    expect(users).toEqual([{ username: ANA, attributes: expect.objectContaining(attributes), enabled: true }]);
    expect([...(await pool.groups(undefined)).groups].sort()).toEqual(['admins', 'readers']);
    expect((await pool.usersOf('readers', undefined)).users).toEqual([ANA]);

    const second = changed(
      ANA,
      first,
      { attributes: { ...attributes, name: 'New' }, enabled: false, groups: ['admins'] },
      context,
    );
    if (second === undefined) throw new Error('no change');
    await applyProfile(pool, pace, second, applied);
    expect((await pool.users(undefined)).users).toMatchObject([{ attributes: { name: 'New' }, enabled: false }]);
    expect((await pool.usersOf('readers', undefined)).users).toEqual([]);
    expect((await pool.usersOf('admins', undefined)).users).toEqual([ANA]);
    // Lost memory: everything is applied once more, and ends the same.
    await applyProfile(pool, pace, second, undefined);
    expect((await pool.users(undefined)).users).toMatchObject([{ attributes: { name: 'New' }, enabled: false }]);
  });

  test('an error has Cognito’s own name, and is no reason to end a run', async () => {
    const pool = poolAt(endpoint, poolId);
    await pool.create(BEN, { email: 'ben@example.com' });
    await expect(pool.create(BEN, { email: 'ben@example.com' })).rejects.toMatchObject({
      code: 'UsernameExistsException',
      transient: false,
    });
    await expect(pool.setEnabled('nobody', false)).rejects.toMatchObject({
      code: 'UserNotFoundException',
      transient: false,
    });
  });

  test('the pool’s keys are announced', async () => {
    const pools = new MemoryPools();
    await announceKeys({
      region: 'us-east-1',
      poolId: 'us-east-1_AbC',
      clientIds: ['client'],
      zone: undefined,
      pools,
      fetchKeys: () => fetchJwks(endpoint, poolId),
      nowMs: () => START_MS,
    });
    expect(await pools.of('us-east-1')).toEqual({
      region: 'us-east-1',
      issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC',
      clientIds: ['client'],
      keys: [expect.objectContaining({ kty: 'RSA', alg: 'RS256', kid: expect.any(String) })],
      fetchedAt: START_MS,
    });
  });
});

describe('over the wire', () => {
  let server: Server;
  let endpoint: string;
  let answer: { status: number; body: string };
  const seen: { headers: NodeJS.Dict<string | string[]>; body: ReturnType<typeof JSON.parse> }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        seen.push({ headers: request.headers, body: body === '' ? undefined : JSON.parse(body) });
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${portOf(server)}`;
  });
  beforeEach(() => {
    seen.length = 0;
    answer = { status: 200, body: '{}' };
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  test('a copy is made without an invitation, and says that it is one', async () => {
    await poolAt(endpoint, 'us-east-1_AbC').create(ANA, { email: 'ana@example.com' });
    expect(seen[0]?.headers).toMatchObject({
      'x-amz-target': 'AWSCognitoIdentityProviderService.AdminCreateUser',
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/cognito-idp\/aws4_request, /,
      ),
    });
    expect(seen[0]?.body).toEqual({
      UserPoolId: 'us-east-1_AbC',
      Username: ANA,
      UserAttributes: [{ Name: 'email', Value: 'ana@example.com' }],
      MessageAction: 'SUPPRESS',
      ClientMetadata: { meridian: 'profile-copy' },
    });
  });

  test('nothing ever asks for one user: that would count them as active', async () => {
    const pool = poolAt(endpoint, 'us-east-1_AbC');
    await pool.create(ANA, {});
    await pool.update(ANA, {});
    await pool.setEnabled(ANA, true);
    await pool.setEnabled(ANA, false);
    await pool.addToGroup(ANA, 'g');
    await pool.removeFromGroup(ANA, 'g');
    await pool.users('mark');
    await pool.groups(undefined);
    await pool.usersOf('g', undefined);
    expect(seen.map(({ headers }) => String(headers['x-amz-target']).split('.')[1])).toEqual([
      'AdminCreateUser',
      'AdminUpdateUserAttributes',
      'AdminEnableUser',
      'AdminDisableUser',
      'AdminAddUserToGroup',
      'AdminRemoveUserFromGroup',
      'ListUsers',
      'ListGroups',
      'ListUsersInGroup',
    ]);
  });

  test.each([
    [
      400,
      '{"__type":"com.amazonaws.cognito#AliasExistsException","message":"ana@example.com"}',
      'AliasExistsException',
      false,
    ],
    [400, '{"__type":"TooManyRequestsException"}', 'TooManyRequestsException', true],
    [429, '{}', 'HTTP 429', true],
    [500, '{"__type":"InternalErrorException"}', 'InternalErrorException', true],
    [502, '<html>', 'NoAnswer', true],
    [400, '[]', 'HTTP 400', false],
  ])('HTTP %s %s is %s, transient: %s', async (status, body, code, transient) => {
    answer = { status, body };
    const error = await poolAt(endpoint, 'us-east-1_AbC')
      .update(ANA, {})
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PoolError);
    expect(error).toMatchObject({ code, transient });
    expect(String(error)).not.toContain('ana@example.com');
  });

  test('a line that is cut is no answer', async () => {
    await expect(poolAt('http://127.0.0.1:1', 'p').update(ANA, {})).rejects.toMatchObject({
      code: 'NoAnswer',
      transient: true,
    });
  });

  test.each([
    [200, '{"keys":[]}', 'holds no keys'],
    [200, 'nonsense', 'holds no keys'],
    [404, '{}', 'HTTP 404'],
  ])('keys from HTTP %s %s are not announced', async (status, body, message) => {
    answer = { status, body };
    const pools = new MemoryPools();
    const keys = {
      region: 'us-east-1',
      poolId: 'us-east-1_A',
      clientIds: ['c'],
      zone: undefined,
      pools,
      nowMs: () => 0,
    };
    await expect(announceKeys({ ...keys, fetchKeys: () => fetchJwks(endpoint, 'us-east-1_A') })).rejects.toThrow(
      message,
    );
    expect(pools.pools.size).toBe(0);
  });
});

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
