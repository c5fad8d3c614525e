import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleFunctions } from '../../modules/compute/bundle';

/** Largest size of each function that users reach, in KB of 1000 bytes: minified, and packed. */
const BUDGETS: readonly (readonly [name: string, minified: number, packed: number])[] = [
  ['photos-api', 800, 240],
  ['authorizer', 450, 140],
  ['cognito-triggers', 450, 140],
  ['profile-apply', 450, 140],
];

/** All that they need; each needs some of it. */
const VARIABLES: Readonly<Record<string, string>> = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  PHOTOS_APP: 'orders',
  ROUTING_PATTERN: 'active-passive',
  ROUTING_PRIMARY: 'us-east-1',
  CONTROL_TABLE: 'control',
  CONTROL_REGIONS: 'us-east-1',
  FENCE_TABLE: 'fence',
  LEASE_SECONDS: '6',
  FENCE_SHARDS: '4',
  CONTENT_TABLE: 'content',
  DIRECTORY_TABLE: 'directory',
  PHOTOS_BUCKET: 'photos',
  USER_POOL_ID: 'eu-west-1_AbC',
  USER_POOL_CLIENT_ID: 'client',
  // Nothing listens there: what is called fails at once.
  AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
  AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'http://127.0.0.1:1',
};

let dir: string;
const bundles = bundleFunctions({
  entries: new Map(BUDGETS.map(([name]) => [name, `lambdas/${name}/handler.ts`])),
  root: path.resolve(__dirname, '../..'),
});

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'meridian-handlers-'));
  for (const [name, { code }] of bundles) writeFileSync(path.join(dir, `${name}.js`), code);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Calls a bundled handler once, as Lambda would, in a process of its own. */
function call(name: string, event: unknown, variables: Readonly<Record<string, string>> = VARIABLES) {
  const script = `require(${JSON.stringify(path.join(dir, `${name}.js`))}).handler(${JSON.stringify(event)}, {}).then(
    (value) => console.log('ANSWER' + JSON.stringify(value)),
    (error) => console.log('ERROR' + error.message),
  ).finally(() => process.exit(0))`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { env: { ...variables }, encoding: 'utf8' });
  const answer = /^ANSWER(.*)$/m.exec(stdout)?.[1];
  return {
    answer: answer === undefined ? undefined : JSON.parse(answer),
    error: /^ERROR(.*)$/m.exec(stdout)?.[1],
    stderr,
  };
}

test.each(BUDGETS)('%s is within its budget: %s KB minified, %s KB packed', (name, minified, packed) => {
  const code = bundles.get(name)?.code ?? new Uint8Array();
  expect(code.length).toBeGreaterThan(10_000);
  expect(code.length / 1000).toBeLessThanOrEqual(minified);
  expect(gzipSync(code, { level: 9 }).length / 1000).toBeLessThanOrEqual(packed);
});

test.each([
  ['photos-api', 'PHOTOS_BUCKET'],
  ['photos-api', 'CONTENT_TABLE'],
  ['authorizer', 'DIRECTORY_TABLE'],
  ['cognito-triggers', 'PHOTOS_APP'],
  ['profile-apply', 'USER_POOL_ID'],
])('%s does not start without %s, and says so', (name, variable) => {
  const { [variable]: _missing, ...rest } = VARIABLES;
  const { stderr } = call(name, {}, rest);
  expect(stderr).toContain(`Environment variable ${variable}: missing`);
});

test('photos-api answers where nothing that it needs does', () => {
  const requestContext = {
    requestId: 'r',
    http: { method: 'POST', path: '/v1/photos' },
    authorizer: { lambda: { gid: 'g', expiresAt: Date.now() / 1000 + 60 } },
  };
  const body = JSON.stringify({ contentType: 'image/png', size: 1, sha256: '0'.repeat(64) });
  const headers = { 'idempotency-key': 'k', 'content-type': 'application/json' };
  const { answer } = call('photos-api', { rawPath: '/v1/photos', headers, body, requestContext });
  expect(answer).toMatchObject({ statusCode: 503, headers: { 'x-meridian-region': 'eu-west-1', 'retry-after': '1' } });
  expect(JSON.parse(answer.body)).toMatchObject({ code: 'no-lease' });
});

test('authorizer refuses what is no token, without asking anyone', () =>
  expect(call('authorizer', { headers: {} }).answer).toEqual({ isAuthorized: false, context: {} }));

test('cognito-triggers let a user in where their profile cannot be written, and let none be created', () => {
  const event = { triggerSource: 'PostAuthentication_Authentication', userName: 'u', request: { userAttributes: {} } };
  expect(call('cognito-triggers', event).answer).toEqual(event);
  const created = {
    ...event,
    triggerSource: 'PreSignUp_AdminCreateUser',
    userName: '11111111-1111-4111-8111-111111111111',
  };
  expect(call('cognito-triggers', created).error).toBe(
    'eu-west-1 does not write at present (no-lease). Try again later.',
  );
});

test('profile-apply says what it could not do', () =>
  expect(call('profile-apply', {}).error).toBe('Not done: keys, profiles, pool. The log says why.'));
