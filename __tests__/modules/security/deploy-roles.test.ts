import { deployRoles } from '../../../stacks/deploy-roles';
import { ACCOUNT, platformOf, type SynthesizedJson, synthConstruct } from '../../synth';

interface Role {
  readonly name: string;
  readonly assume_role_policy: string;
  readonly permissions_boundary?: string;
  readonly max_session_duration?: number;
}

const GITHUB = { repository: 'acme@12/orders@34' } as const;

const synthesized = (github: object = {}, config: object = {}): SynthesizedJson =>
  synthConstruct((stack, providerIn) => {
    deployRoles(stack, platformOf({ ci: { github: { ...GITHUB, ...github } }, ...config }), providerIn('us-east-1'));
  });
const stack = synthesized();

const REGIONS = ['canary', 'wave-2', 'wave-3'];
const DEPLOYING = ['foundation', ...REGIONS, 'global'];

test('every environment has its role, which only its own jobs take', () => {
  expect(
    Object.fromEntries(
      stack
        .resources<Role>('aws_iam_role')
        .map(({ args: { name, assume_role_policy } }) => [name, JSON.parse(assume_role_policy).Statement]),
    ),
  ).toEqual(
    Object.fromEntries(
      ['plan', ...DEPLOYING].map((environment) => [
        `orders-prod-ci-${environment}`,
        [
          {
            Effect: 'Allow',
            Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                'token.actions.githubusercontent.com:sub': `repo:acme@12/orders@34:environment:${environment}`,
              },
            },
          },
        ],
      ]),
    ),
  );
});

test('no trust has a wildcard', () => {
  for (const { args } of stack.resources<Role>('aws_iam_role'))
    expect(args.assume_role_policy).not.toMatch(/[*?]|StringLike/);
});

test('the OIDC provider is made, or taken as it is', () => {
  expect(stack.only('aws_iam_openid_connect_provider')).toMatchObject({
    url: 'https://token.actions.githubusercontent.com',
    client_id_list: ['sts.amazonaws.com'],
  });
  const existing = synthesized({ provider: 'existing' });
  expect(existing.counts.aws_iam_openid_connect_provider).toBeUndefined();
  expect(existing.counts.aws_iam_role).toBe(6);
});

test('in China the audience is China’s', () => {
  const china = synthesized({}, { regions: ['cn-north-1'], home: 'cn-north-1' });
  expect(china.only('aws_iam_openid_connect_provider')).toMatchObject({ client_id_list: ['sts.amazonaws.com.cn'] });
  expect(china.at<Role>('aws_iam_role.deploy-roles_plan').assume_role_policy).toContain(
    '"token.actions.githubusercontent.com:aud":"sts.amazonaws.com.cn"',
  );
});

test('planning lasts an hour at the most, applying four', () =>
  expect(stack.resources<Role>('aws_iam_role').map(({ args }) => [args.name, args.max_session_duration])).toEqual([
    ['orders-prod-ci-canary', 14_400],
    ['orders-prod-ci-foundation', 14_400],
    ['orders-prod-ci-global', 14_400],
    ['orders-prod-ci-plan', undefined],
    ['orders-prod-ci-wave-2', 14_400],
    ['orders-prod-ci-wave-3', 14_400],
  ]));
