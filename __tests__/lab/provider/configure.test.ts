import { Direct } from './session';

const SKIP = { skip_credentials_validation: true, skip_requesting_account_id: true };

test('asks STS of its Region who it is', async () => {
  const aws = new Direct();
  expect(await aws.configure({ region: 'eu-west-1' })).toBe('');
  expect(aws.regionsCalled()).toEqual(['Configure eu-west-1']);
});

test('asks nobody with both skip flags, and somebody with one', async () => {
  const aws = new Direct({ dead: ['eu-west-1'] });
  expect(await aws.configure({ region: 'eu-west-1', ...SKIP })).toBe('');
  expect(aws.regionsCalled()).toEqual([]);
  const failed = await aws.configure({ region: 'eu-west-1', ...SKIP, skip_requesting_account_id: false });
  expect(failed).toBe(
    'Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 0, RequestID: , request send failed, Post "https://sts.eu-west-1.amazonaws.com/": dial tcp: lookup sts.eu-west-1.amazonaws.com: no such host',
  );
});

test.each([
  [
    'an account that is not allowed',
    { forbidden_account_ids: ['123456789012'] },
    'AWS account ID not allowed: 123456789012',
  ],
  [
    'an account to check and nobody to ask',
    { allowed_account_ids: ['111122223333'], ...SKIP },
    'AWS account ID not allowed: ',
  ],
  ['no Region', { region: null }, 'invalid AWS Region: '],
])('refuses %s', async (_, config, said) => {
  expect(await new Direct().configure({ region: 'eu-west-1', ...config })).toBe(said);
});

describe('the account', () => {
  const accountOf = async (aws: Direct, config: object) => {
    await aws.configure({ region: 'us-east-1', ...config });
    return aws.session.client('new').account;
  };

  test('is the one allowed, else the role’s, else the one that other instances use, else made up', async () => {
    const aws = new Direct();
    expect(await accountOf(aws, SKIP)).toBe('123456789012');
    expect(await accountOf(aws, { assume_role: [{ role_arn: 'arn:aws:iam::444455556666:role/deploy' }] })).toBe(
      '444455556666',
    );
    expect(await accountOf(aws, { allowed_account_ids: ['111122223333'] })).toBe('111122223333');
    expect(await accountOf(aws, SKIP)).toBe('444455556666');
  });

  test('that the options name is compared with those allowed', async () => {
    const aws = new Direct();
    const named = { ...aws.shared, account: '999999999999' };
    Object.assign(aws.shared, named);
    expect(await aws.configure({ region: 'us-east-1', allowed_account_ids: ['111122223333'] })).toBe(
      'AWS account ID not allowed: 999999999999',
    );
  });
});
