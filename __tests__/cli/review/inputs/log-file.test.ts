import { diagnosticsIn } from '../../../../cli/review/inputs/log-file';

const line = (diagnostic: object): string => JSON.stringify({ '@level': 'error', type: 'diagnostic', diagnostic });
const read = (...diagnostics: object[]) =>
  diagnosticsIn('log', [JSON.stringify({ type: 'version' }), ...diagnostics.map(line)].join('\n'));

test('a provider that is gone: the alias, and the address in the detail', () =>
  expect(
    read({
      severity: 'error',
      summary: 'Provider configuration not present',
      detail:
        'To work with aws_s3_bucket.bucket-objects-eu-west-1_bucket (orphan) its original provider configuration at provider["registry.terraform.io/hashicorp/aws"].euw1 is required, but it has been removed.',
    }),
  ).toEqual([
    {
      severity: 'error',
      summary: 'Provider configuration not present',
      address: 'aws_s3_bucket.bucket-objects-eu-west-1_bucket',
      kind: 'provider-gone',
      alias: 'euw1',
    },
  ]));

test('a protected instance', () =>
  expect(
    read({
      severity: 'error',
      summary: 'Instance cannot be destroyed',
      detail: 'Resource aws_kms_key.key_us-east-1 has lifecycle.prevent_destroy set',
    }),
  ).toEqual([
    {
      severity: 'error',
      summary: 'Instance cannot be destroyed',
      address: 'aws_kms_key.key_us-east-1',
      kind: 'prevent-destroy',
    },
  ]));

test('a Region that does not answer', () =>
  expect(
    read({
      severity: 'error',
      summary: 'reading S3 Bucket (x): Get "https://x": dial tcp: lookup s3.eu-west-1.amazonaws.com: no such host',
      address: 'aws_s3_bucket.a',
    }),
  ).toEqual([
    {
      severity: 'error',
      summary: 'reading S3 Bucket (x)',
      address: 'aws_s3_bucket.a',
      kind: 'unreachable',
      region: 'eu-west-1',
    },
  ]));

test('what is looked up is not there', () =>
  expect(
    read({
      severity: 'error',
      summary: "reading KMS Alias (alias/a): couldn't find resource",
      detail: '',
      address: 'data.aws_kms_alias.key',
    }),
  ).toEqual([
    { severity: 'error', summary: 'reading KMS Alias (alias/a)', address: 'data.aws_kms_alias.key', kind: 'not-found' },
  ]));

test('no detail, value or snippet is kept, and each message once', () => {
  const secret = {
    severity: 'error',
    summary: 'Invalid value: "hunter2"',
    detail: 'hunter2',
    snippet: { values: [{ value: 'hunter2' }] },
  };
  expect(JSON.stringify(read(secret, secret))).toBe('[{"severity":"error","summary":"Invalid value"}]');
});

test('lines that are cut off, or no JSON, are passed over; a file of nothing else is refused', () => {
  expect(diagnosticsIn('log', `Initializing...\n${line({ severity: 'warning', summary: 'w' })}\n{"typ`)).toEqual([
    { severity: 'warning', summary: 'w' },
  ]);
  expect(() => diagnosticsIn('log', 'Error: no\n')).toThrow(
    'log: is no log of JSON lines. Write it with: terraform plan -json -out=plan > <stack>.log.jsonl',
  );
});

test('a condition that does not hold: its address is where it stands, and its own words are not kept', () =>
  expect(
    read({
      severity: 'error',
      summary: 'Resource postcondition failed',
      detail: 'There must be exactly one user pool orders-prod-users.',
      snippet: {
        context: 'data.aws_cognito_user_pools.users_pool.lifecycle.postcondition[0]',
        code: '"condition": "${length(self.ids) == 1}"',
        values: [{ traversal: 'self.ids', statement: 'is a list of string with 0 elements' }],
      },
    }),
  ).toEqual([
    {
      severity: 'error',
      summary: 'Resource postcondition failed',
      address: 'data.aws_cognito_user_pools.users_pool',
      kind: 'precondition',
    },
  ]));
