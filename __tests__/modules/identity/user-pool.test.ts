import { UserPool } from '../../../modules/identity/user-pool';
import { synthConstruct } from '../../synth';

const pool = (released?: boolean) =>
  synthConstruct((stack, providerIn) => {
    new UserPool(stack, 'users', {
      provider: providerIn('eu-west-1'),
      poolName: 'orders-prod-users',
      triggerArn: 'arn:triggers',
      ...(released !== undefined && { released }),
    });
  }).only('aws_cognito_user_pool');

test('administrators alone make users; an e-mail address is an alias, so that a name is the same in every pool', () =>
  expect(pool()).toMatchObject({
    name: 'orders-prod-users',
    user_pool_tier: 'ESSENTIALS',
    alias_attributes: ['email'],
    auto_verified_attributes: ['email'],
    username_configuration: { case_sensitive: false },
    admin_create_user_config: { allow_admin_create_user_only: true },
    account_recovery_setting: { recovery_mechanism: [{ name: 'verified_email', priority: 1 }] },
    sign_in_policy: { allowed_first_auth_factors: ['EMAIL_OTP', 'PASSWORD'] },
    mfa_configuration: 'OPTIONAL',
    software_token_mfa_configuration: { enabled: true },
    lambda_config: {
      pre_sign_up: 'arn:triggers',
      post_confirmation: 'arn:triggers',
      post_authentication: 'arn:triggers',
    },
    deletion_protection: 'ACTIVE',
    lifecycle: { prevent_destroy: true },
  }));

test('released, nothing protects it and nothing is called', () => {
  expect(pool(true)).toMatchObject({ deletion_protection: 'INACTIVE', lifecycle: { prevent_destroy: false } });
  expect(pool(true)).not.toHaveProperty('lambda_config');
});
