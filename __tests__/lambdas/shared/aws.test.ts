import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { clientOptions, objectClient, tableClient } from '../../../lambdas/shared/aws';

const LAMBDAS = path.join(__dirname, '../../../lambdas');

test('timeouts are real: without this the SDK only warns', () => {
  const { requestHandler, maxAttempts, region } = clientOptions('DYNAMODB', 'eu-west-1', {
    connectMs: 300,
    requestMs: 400,
    maxAttempts: 2,
  });
  expect({ maxAttempts, region }).toEqual({ maxAttempts: 2, region: 'eu-west-1' });
  expect(requestHandler).toMatchObject({ connectionTimeout: 300, requestTimeout: 400, throwOnRequestTimeout: true });
  expect(requestHandler.httpsAgent.options.keepAlive).toBe(true);
});

describe('endpoints of a copy of AWS', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });
  const endpoint = (region: string) =>
    clientOptions('S3', region, { connectMs: 1, requestMs: 1, maxAttempts: 1 }).endpoint;

  test("AWS's own where none is named", () => expect(endpoint('eu-west-1')).toBeUndefined());
  test("one Region's comes before everyone's", () => {
    process.env.AWS_ENDPOINT_URL_S3 = 'http://all';
    process.env.AWS_ENDPOINT_URL_S3_eu_west_1 = 'http://one';
    expect([endpoint('eu-west-1'), endpoint('us-east-1')]).toEqual(['http://one', 'http://all']);
  });
});

test.each([
  ['tables', () => tableClient('eu-west-1', 'data'), () => tableClient('eu-west-1', 'register')],
  ['objects', () => objectClient('eu-west-1'), () => objectClient('us-east-1')],
])('%s: one client for each use and Region', (_what, one, other) => {
  expect(one()).toBe(one());
  expect(one()).not.toBe(other());
});

test('no other file makes a client', () => {
  expect(existsSync(LAMBDAS)).toBe(true);
  const files = readdirSync(LAMBDAS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const makers = files.filter((file) => /new \w+Client\(/.test(readFileSync(path.join(LAMBDAS, file), 'utf8')));
  expect(makers).toEqual([path.join('shared', 'aws.ts')]);
});
