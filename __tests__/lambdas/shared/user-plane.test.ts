import { createServer, type Server } from 'node:http';
import { Environment } from '../../../lambdas/shared/environment';
import { secretText } from '../../../lambdas/shared/secret';
import { endpointOf } from '../../../lambdas/shared/service-endpoint';
import { userEnvironment } from '../../../lambdas/shared/user-plane';
import { SCOPE, twoRegions } from '../photos-api/world';

const VARIABLES: Readonly<Record<string, string>> = {
  AWS_REGION: 'eu-west-1',
  PHOTOS_APP: 'orders',
  ROUTING_PATTERN: 'data-residency',
  ROUTING_ZONE: 'eu',
  ROUTING_PRIMARY: 'eu-west-1',
  CONTROL_TABLE: 'control',
  CONTROL_REGIONS: 'eu-west-1,eu-west-2,eu-west-3',
  FENCE_TABLE: 'fence',
  LEASE_SECONDS: '6',
  FENCE_SHARDS: '16',
  CONTENT_TABLE: 'content',
};

test('the functions of users know their own Region and the register’s, and no others', () =>
  expect(userEnvironment(new Environment(VARIABLES))).toEqual({
    region: 'eu-west-1',
    app: 'orders',
    zone: 'eu',
    pattern: 'data-residency',
    primary: 'eu-west-1',
    controlTable: 'control',
    controlRegions: ['eu-west-1', 'eu-west-2', 'eu-west-3'],
    fenceTable: 'fence',
    leaseSeconds: 6,
    fenceShards: 16,
    contentTable: 'content',
  }));

test.each(Object.keys(VARIABLES).filter((name) => name !== 'ROUTING_ZONE'))('%s must be there', (name) => {
  const { [name]: _missing, ...rest } = VARIABLES;
  expect(() => userEnvironment(new Environment(rest))).toThrow(`Environment variable ${name}: missing`);
});

test.each([
  ['LEASE_SECONDS', '4'],
  ['FENCE_SHARDS', '0'],
  ['ROUTING_PATTERN', 'active'],
])('%s=%s is refused', (name, value) =>
  expect(() => userEnvironment(new Environment({ ...VARIABLES, [name]: value }))).toThrow(`found "${value}"`),
);

test('before the first move the primary writes; in pattern active-active so does every Region', async () => {
  const passive = twoRegions();
  expect((await passive.home.plane.lease.hold(SCOPE)).epoch).toBe(0);
  await expect(passive.other.plane.lease.hold(SCOPE)).rejects.toMatchObject({ code: 'not-writer' });
  const active = twoRegions({ pattern: 'active-active' });
  for (const { plane } of [active.home, active.other]) expect((await plane.lease.hold(SCOPE)).epoch).toBe(0);
});

test('a service is at AWS’s own address, or where a variable says', () => {
  const of = (variables: Record<string, string>): string => endpointOf('secretsmanager', 'eu-west-1', variables).url;
  expect(of({})).toBe('https://secretsmanager.eu-west-1.amazonaws.com');
  expect(of({ AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://a/' })).toBe('http://a');
  expect(
    of({ AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://a', AWS_ENDPOINT_URL_SECRETS_MANAGER_eu_west_1: 'http://b' }),
  ).toBe('http://b');
});

describe('a secret', () => {
  let server: Server;
  let answer: readonly [number, string];
  let target: unknown;
  beforeAll(async () => {
    server = createServer((request, response) => {
      target = request.headers['x-amz-target'];
      request.resume().on('end', () => response.writeHead(answer[0]).end(answer[1]));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const read = (): Promise<string> => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return secretText('eu-west-1', 'orders-key', {
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
    });
  };

  test('is read by its name', async () => {
    answer = [200, '{"SecretString":"PLANTED"}'];
    expect([await read(), target]).toEqual(['PLANTED', 'secretsmanager.GetSecretValue']);
  });

  test.each([
    [400, '{"__type":"AccessDeniedException","Message":"PLANTED"}'],
    [200, '{"SecretBinary":"PLANTED"}'],
    [200, '[]'],
  ])('that cannot be read (HTTP %s %s) is named, and nothing of the answer is', async (status, body) => {
    answer = [status, body];
    await expect(read()).rejects.toThrow(`The secret orders-key cannot be read: HTTP ${status}.`);
  });
});
