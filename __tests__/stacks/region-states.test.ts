import { applyRegionStates, type RegionStates, type SynthesizedStack } from '../../stacks/region-states';

const STACK: SynthesizedStack = {
  terraform: { required_version: '>= 1.11.0' },
  data: { aws_kms_alias: { home: { provider: 'aws.use1', name: 'a' }, far: { provider: 'aws.euw1', name: 'a' } } },
  resource: {
    aws_dynamodb_table: { sessions: { provider: 'aws.use1', name: 'orders-prod-sessions' } },
    aws_kms_key: { key: { provider: 'aws.use1' } },
    aws_kms_replica_key: { 'key-far': { provider: 'aws.euw1', primary_key_arn: '${aws_kms_key.key.arn}' } },
    aws_s3_bucket: {
      home: { provider: 'aws.use1', bucket: 'objects-use1' },
      far: { provider: 'aws.euw1', bucket: 'objects-euw1' },
    },
    aws_s3_bucket_versioning: { far: { provider: 'aws.euw1', bucket: '${aws_s3_bucket.far.id}' } },
    terraform_data: { source: { input: 'x' } },
  },
};

const apply = (states: Partial<RegionStates>, stack = STACK): SynthesizedStack =>
  applyRegionStates(stack, { forgotten: new Set(), adopted: new Set(), frozen: new Set(), ...states });

const forget = (address: string): object => ({ from: address, lifecycle: { destroy: false } });

test('with every Region active the stack is as it was', () => {
  expect(apply({})).toBe(STACK);
  expect(apply({ frozen: new Set(['aws_dynamodb_table.sessions']) })).toBe(STACK);
});

describe('a Region that is evacuated', () => {
  const result = apply({ forgotten: new Set(['aws.euw1']), frozen: new Set(['aws_dynamodb_table.sessions']) });

  test('has its objects, and what is frozen, forgotten and not destroyed', () =>
    expect(result.removed).toEqual([
      forget('aws_dynamodb_table.sessions'),
      forget('aws_kms_replica_key.key-far'),
      forget('aws_s3_bucket.far'),
      forget('aws_s3_bucket_versioning.far'),
    ]));

  test('leaves all else as it was, and reads nothing there', () =>
    expect(result).toEqual({
      terraform: STACK.terraform,
      data: { aws_kms_alias: { home: { provider: 'aws.use1', name: 'a' } } },
      resource: {
        aws_kms_key: { key: { provider: 'aws.use1' } },
        aws_s3_bucket: { home: { provider: 'aws.use1', bucket: 'objects-use1' } },
        terraform_data: { source: { input: 'x' } },
      },
      removed: expect.anything(),
    }));

  test('a stack with objects nowhere else has no section left for them', () =>
    expect(
      apply({ forgotten: new Set(['aws.euw1']) }, { resource: { aws_s3_bucket: { far: { provider: 'aws.euw1' } } } }),
    ).toEqual({ removed: [forget('aws_s3_bucket.far')] }));
});

describe('a Region that returns', () => {
  const result = apply({ adopted: new Set(['aws.euw1']), frozen: new Set(['aws_dynamodb_table.sessions']) });

  test('has its objects, and what was frozen, imported by ids that are known before the plan', () =>
    expect(result.import).toEqual([
      { to: 'aws_dynamodb_table.sessions', id: 'orders-prod-sessions' },
      { to: 'aws_kms_replica_key.key-far', id: '${aws_kms_key.key.key_id}' },
      { to: 'aws_s3_bucket.far', id: 'objects-euw1' },
      { to: 'aws_s3_bucket_versioning.far', id: 'objects-euw1' },
    ]));

  test('is declared as ever', () => {
    const { import: _import, ...rest } = result;
    expect(rest).toEqual(STACK);
  });

  test('waits with what is frozen while another Region is still evacuated', () =>
    expect(
      apply({
        forgotten: new Set(['aws.apse2']),
        adopted: new Set(['aws.euw1']),
        frozen: new Set(['aws_dynamodb_table.sessions']),
      }),
    ).toMatchObject({
      removed: [forget('aws_dynamodb_table.sessions')],
      import: [
        { to: 'aws_kms_replica_key.key-far' },
        { to: 'aws_s3_bucket.far' },
        { to: 'aws_s3_bucket_versioning.far' },
      ],
    }));
});

describe('what stands in Regions of its own', () => {
  const address = 'aws_dynamodb_table.sessions';
  const apart = (of: Partial<NonNullable<RegionStates['apart']>>) =>
    apply({ apart: { forgotten: new Set(), adopted: new Set(), ...of } });

  test('is forgotten while one of those is out of reach, though every Region of the platform is there', () =>
    expect(apart({ forgotten: new Set([address]) })).toMatchObject({ removed: [forget(address)] }));

  test('is adopted once they are back', () =>
    expect(apart({ adopted: new Set([address]) })).toEqual({
      ...STACK,
      import: [{ to: address, id: 'orders-prod-sessions' }],
    }));

  test('is left alone while others are evacuated', () =>
    expect(apply({ forgotten: new Set(['aws.euw1']) }).removed).not.toContainEqual(forget(address)));
});

test('a returning user pool is looked up by its name', () => {
  const stack: SynthesizedStack = {
    resource: {
      aws_cognito_user_pool: { users: { provider: 'aws.euw1', name: 'orders-prod-users' } },
      aws_s3_bucket: { far: { provider: 'aws.euw1', bucket: 'objects-euw1' } },
      aws_s3_bucket_cors_configuration: { far: { provider: 'aws.euw1', bucket: '${aws_s3_bucket.far.id}' } },
    },
  };
  const { data, import: imported } = apply({ adopted: new Set(['aws.euw1']) }, stack);
  expect(data).toEqual({ aws_cognito_user_pools: { users: { provider: 'aws.euw1', name: 'orders-prod-users' } } });
  expect(imported).toEqual([
    { to: 'aws_cognito_user_pool.users', id: '${one(data.aws_cognito_user_pools.users.ids)}' },
    { to: 'aws_s3_bucket.far', id: 'objects-euw1' },
    { to: 'aws_s3_bucket_cors_configuration.far', id: 'objects-euw1' },
  ]);
});

describe('refuses', () => {
  const withOutput = (value: string): SynthesizedStack => ({ ...STACK, output: { it: { value } } });
  const evacuated = { forgotten: new Set(['aws.euw1']) };

  test('a reference from what stays to what is forgotten', () =>
    expect(() => apply(evacuated, withOutput('${aws_s3_bucket.far.arn}'))).toThrow(
      new Error(
        'aws_s3_bucket.far is in an evacuated Region, yet something that stays refers to it. Use its name or ARN from config/names.ts instead.',
      ),
    ));

  test('also to what is frozen', () =>
    expect(() =>
      apply(
        { ...evacuated, frozen: new Set(['aws_dynamodb_table.sessions']) },
        withOutput('${aws_dynamodb_table.sessions.stream_arn}'),
      ),
    ).toThrow(
      new Error(
        'aws_dynamodb_table.sessions is in an evacuated Region, yet something that stays refers to it. Use its name or ARN from config/names.ts instead.',
      ),
    ));

  test.each(['${aws_s3_bucket.far-2.arn}', '${aws_s3_bucket.farther.arn}', '${aws_s3_bucket.home.arn}'])(
    'not %s, whose name only begins alike',
    (value) => expect(() => apply(evacuated, withOutput(value))).not.toThrow(),
  );

  test('an object to adopt whose import id is not known', () =>
    expect(() =>
      apply({ adopted: new Set(['aws.euw1']) }, { resource: { aws_sqs_queue: { far: { provider: 'aws.euw1' } } } }),
    ).toThrow(
      new Error(
        'aws_sqs_queue.far: no import id is known for aws_sqs_queue. Add how it is adopted to ADOPTIONS (stacks/adoption.ts).',
      ),
    ));
});
