import {
  type PolicyStatement,
  policyDocument,
  trustPolicy,
  webIdentityTrust,
} from '../../../modules/security/policy-document';

const READ: PolicyStatement = { sid: 'Read', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::objects/*'] };

describe('policyDocument', () => {
  test('writes one value alone and several as a list, and leaves out what is not there', () =>
    expect(
      JSON.parse(
        policyDocument([
          READ,
          {
            sid: 'DenyWithoutTls',
            effect: 'Deny',
            principal: '*',
            actions: ['s3:GetObject', 's3:PutObject'],
            resources: ['arn:aws:s3:::objects', 'arn:aws:s3:::objects/*'],
            conditions: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ]),
      ),
    ).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::objects/*' },
        {
          Sid: 'DenyWithoutTls',
          Effect: 'Deny',
          Principal: '*',
          Action: ['s3:GetObject', 's3:PutObject'],
          Resource: ['arn:aws:s3:::objects', 'arn:aws:s3:::objects/*'],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    }));

  test.each([
    ['an account', { aws: 'arn:aws:iam::111122223333:root' }, { AWS: 'arn:aws:iam::111122223333:root' }],
    ['a service', { service: 'logs.eu-west-1.amazonaws.com' }, { Service: 'logs.eu-west-1.amazonaws.com' }],
    ['everybody', '*' as const, '*'],
  ])('names %s as principal', (_whom, principal, element) =>
    expect(JSON.parse(policyDocument([{ ...READ, principal }])).Statement[0].Principal).toEqual(element),
  );

  test('refuses to allow every action on every resource', () =>
    expect(() => policyDocument([READ, { sid: 'All', actions: ['s3:*', '*'], resources: ['*'] }])).toThrow(
      new Error('policy statement All: allows every action on every resource. Name the actions or the resources.'),
    ));

  test('denies all but some resources', () =>
    expect(
      JSON.parse(
        policyDocument([
          { sid: 'Keep', effect: 'Deny', actions: ['s3:GetObject'], notResources: ['arn:aws:s3:::a/*'] },
        ]),
      ).Statement,
    ).toEqual([{ Sid: 'Keep', Effect: 'Deny', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::a/*' }]));

  test('refuses to allow all but some resources', () =>
    expect(() =>
      policyDocument([{ sid: 'Most', actions: ['s3:GetObject'], notResources: ['arn:aws:s3:::a'] }]),
    ).toThrow(new Error('policy statement Most: allows all but some resources. Name those that it allows.')));

  test.each<[string, PolicyStatement]>([
    ['deny everything', { ...READ, effect: 'Deny', actions: ['*'], resources: ['*'] }],
    ['allow every action on one resource', { ...READ, actions: ['*'] }],
    ['allow one action on every resource', { ...READ, resources: ['*'] }],
  ])('may %s', (_what, statement) => expect(() => policyDocument([statement])).not.toThrow());
});

describe('trustPolicy', () => {
  test('lets one service assume the role', () =>
    expect(JSON.parse(trustPolicy('s3.amazonaws.com'))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }));

  test("only for one account's resources, if it is given", () =>
    expect(JSON.parse(trustPolicy('monitoring.rds.amazonaws.com', '111122223333')).Statement[0].Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': '111122223333' },
    }));
});

test('webIdentityTrust holds whoever takes the role to exact claims', () =>
  expect(
    JSON.parse(
      webIdentityTrust('arn:aws:iam::111122223333:oidc-provider/gitlab.example.com/oidc', {
        aud: 'sts',
        sub: 'project:1',
      }),
    ),
  ).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/gitlab.example.com/oidc' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { 'gitlab.example.com/oidc:aud': 'sts', 'gitlab.example.com/oidc:sub': 'project:1' },
        },
      },
    ],
  }));
