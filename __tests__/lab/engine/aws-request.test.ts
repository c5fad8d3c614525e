import { awsRequest, errorAnswer } from '../../../lab/engine/aws-request';

const signed = (service: string, region = 'eu-west-1') =>
  `AWS4-HMAC-SHA256 Credential=AKIA/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

test.each([
  [
    'an operation in a header',
    'POST',
    '/',
    'kms',
    { 'x-amz-target': 'TrentService.ReplicateKey' },
    '',
    'ReplicateKey',
    'json',
  ],
  [
    'an operation in a form',
    'POST',
    '/',
    'rds',
    { 'content-type': 'application/x-www-form-urlencoded' },
    'Action=CreateDBInstance&Version=1',
    'CreateDBInstance',
    'query',
  ],
  [
    'EC2, whose errors have a form of their own',
    'POST',
    '/',
    'ec2',
    { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    'Action=CreateVpc',
    'CreateVpc',
    'ec2',
  ],
  ['a part of a bucket', 'PUT', '/b?versioning=', 's3', {}, '', 'PUT ?versioning', 's3'],
  ['a bucket', 'HEAD', '/b', 's3', {}, '', 'HEAD bucket', 's3'],
  ['an object', 'PUT', '/b/k/l?x-id=PutObject', 's3', {}, '', 'PUT object', 's3'],
  ['a path', 'GET', '/2013-04-01/hostedzone?x=1', 'route53', {}, '', 'GET /2013-04-01/hostedzone', 'rest-xml'],
  ['a path, with JSON', 'POST', '/v2/apis', 'apigateway', {}, '', 'POST /v2/apis', 'rest-json'],
])('%s', (_what, method, url, service, headers, body, action, protocol) => {
  const asked = awsRequest({
    method,
    url,
    headers: { authorization: signed(service), ...headers },
    body: Buffer.from(body),
  });
  expect(asked).toEqual({ service, region: service === 'route53' ? 'global' : 'eu-west-1', action, protocol });
});

test('a service without Regions is called as global, wherever its control plane is', () => {
  const asked = awsRequest({
    method: 'POST',
    url: '/',
    headers: { authorization: signed('iam', 'us-east-1') },
    body: Buffer.alloc(0),
  });
  expect(asked?.region).toBe('global');
});

test('what is not signed is not for AWS', () => {
  expect(awsRequest({ method: 'GET', url: '/', headers: {}, body: Buffer.alloc(0) })).toBeUndefined();
});

test.each([
  ['json', '{"__type":"Code","message":"a < b"}'],
  ['s3', '<Error><Code>Code</Code><Message>a &lt; b</Message></Error>'],
  [
    'ec2',
    '<Response><Errors><Error><Code>Code</Code><Message>a &lt; b</Message></Error></Errors><RequestID>0</RequestID></Response>',
  ],
  [
    'query',
    '<ErrorResponse><Error><Code>Code</Code><Message>a &lt; b</Message></Error><RequestId>0</RequestId></ErrorResponse>',
  ],
] as const)('an error in the form of %s', (protocol, body) =>
  expect(errorAnswer(protocol, 'Code', 'a < b').body).toBe(body),
);
