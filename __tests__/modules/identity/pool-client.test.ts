import { PoolClient } from '../../../modules/identity/pool-client';
import { synthConstruct } from '../../synth';

const stack = synthConstruct((scope, providerIn) => {
  new PoolClient(scope, 'users', {
    provider: providerIn('eu-west-1'),
    poolName: 'orders-prod-users',
    clientName: 'orders-prod-users',
  }).allowTriggers('orders-prod-cognito-triggers');
});

test("finds the pool by name, and would rather have no plan than one of two pools'", () => {
  expect(stack.data('aws_cognito_user_pools').map(({ args }) => args)).toEqual([
    expect.objectContaining({
      name: 'orders-prod-users',
      lifecycle: {
        postcondition: [
          {
            condition: '${length(self.ids) == 1}',
            error_message:
              'There must be exactly one user pool orders-prod-users in this Region. Apply foundation first, which makes it; where there are two, rename the other.',
          },
        ],
      },
    }),
  ]);
  expect(stack.only('aws_cognito_user_pool_client')).toMatchObject({
    user_pool_id: '${one(data.aws_cognito_user_pools.users_pool.ids)}',
  });
});

test('the client has no secret that a browser would have to keep, and does not tell who is a user', () =>
  expect(stack.only('aws_cognito_user_pool_client')).toMatchObject({
    generate_secret: false,
    explicit_auth_flows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH'],
    prevent_user_existence_errors: 'ENABLED',
    enable_token_revocation: true,
    access_token_validity: 60,
    id_token_validity: 60,
    refresh_token_validity: 30,
  }));

test('this pool, and no other, may call the triggers', () =>
  expect(stack.only('aws_lambda_permission')).toEqual({
    provider: 'aws.euw1',
    function_name: 'orders-prod-cognito-triggers',
    action: 'lambda:InvokeFunction',
    principal: 'cognito-idp.amazonaws.com',
    source_arn: '${one(data.aws_cognito_user_pools.users_pool.arns)}',
  }));
