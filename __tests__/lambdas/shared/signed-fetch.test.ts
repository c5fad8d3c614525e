import { defaultProvider } from '../../../lambdas/shared/credential-provider';
import { endpointOf } from '../../../lambdas/shared/service-endpoint';
import { lambdaCredentials, signedHeaders } from '../../../lambdas/shared/signed-fetch';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const AT = Date.UTC(2015, 7, 30, 12, 36, 0);

// The worked example of "Create a signed AWS API request".
test("signs AWS's own example as AWS does", () => {
  const headers = signedHeaders(
    {
      service: 'iam',
      region: 'us-east-1',
      method: 'GET',
      endpoint: 'https://iam.amazonaws.com',
      path: '/?Version=2010-05-08&Action=ListUsers',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    },
    credentials,
    AT,
  );
  expect(headers.authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  );
});

test('a session token is sent and signed; S3 gets the hash of the body', () => {
  const request = {
    service: 's3',
    region: 'eu-west-1',
    method: 'HEAD',
    endpoint: 'https://b.s3.eu-west-1.amazonaws.com',
    path: '/health/marker',
  } as const;
  const headers = signedHeaders(request, { ...credentials, sessionToken: 'session' }, AT);
  expect(headers['x-amz-security-token']).toBe('session');
  expect(headers['x-amz-content-sha256']).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(headers.authorization).toContain('SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,');
});

test.each(['/a b', '/ü', '/a%20b', 'a'])('a path that could be encoded in two ways is refused: %p', (path) =>
  expect(() =>
    signedHeaders({ service: 's3', region: 'r', method: 'GET', endpoint: 'https://h', path }, credentials, AT),
  ).toThrow(`Path ${path}: letters, digits and -._~/ only.`),
);

test("the endpoint is the Region's override, then the general one, then AWS's", () => {
  const general = { AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:1/' };
  expect(endpointOf('lambda', 'eu-west-1', {})).toEqual({
    url: 'https://lambda.eu-west-1.amazonaws.com',
    overridden: false,
  });
  expect(endpointOf('lambda', 'eu-west-1', general)).toEqual({ url: 'http://127.0.0.1:1', overridden: true });
  const own = { ...general, AWS_ENDPOINT_URL_LAMBDA_eu_west_1: 'http://127.0.0.1:2' };
  expect(endpointOf('lambda', 'eu-west-1', own).url).toBe('http://127.0.0.1:2');
  expect(endpointOf('lambda', 'us-east-1', own).url).toBe('http://127.0.0.1:1');
});

test('without credentials the error says which variables', () =>
  expect(() => lambdaCredentials({})).toThrow(/^AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are missing/));

test("the SDK's clients take the credentials that Lambda gives, as they are at the moment of the call", async () => {
  const before = { ...process.env };
  const credentialsNow = defaultProvider();
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'S', AWS_SESSION_TOKEN: 'T' });
  const found = await credentialsNow();
  process.env = before;
  expect(found).toEqual({ accessKeyId: 'A', secretAccessKey: 'S', sessionToken: 'T' });
});
