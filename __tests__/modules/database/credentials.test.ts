import { Construct } from 'constructs';
import { Credentials, type CredentialsProps } from '../../../modules/database/credentials';
import { type ProviderIn, synthConstruct } from '../../synth';

const props = (providerIn: ProviderIn): CredentialsProps => ({
  provider: providerIn('us-east-1'),
  secretName: 'orders-prod-main-credentials',
  database: 'main',
  username: 'meridian',
  keyArn: 'key in us-east-1',
  replicas: new Map([
    ['ap-southeast-2', 'key in ap-southeast-2'],
    ['eu-west-1', 'key in eu-west-1'],
  ]),
  passwordVersion: 3,
});

const stack = synthConstruct((scope, providerIn) => {
  new Credentials(scope, 'main', props(providerIn));
});

test('one secret, in every Region under the key of that Region, and slow to delete', () =>
  expect(stack.only('aws_secretsmanager_secret')).toEqual({
    provider: 'aws.use1',
    name: 'orders-prod-main-credentials',
    description: 'Master credentials of the database main',
    kms_key_id: 'key in us-east-1',
    tags: { region: 'global' },
    recovery_window_in_days: 30,
    force_overwrite_replica_secret: true,
    replica: [
      { region: 'eu-west-1', kms_key_id: 'key in eu-west-1' },
      { region: 'ap-southeast-2', kms_key_id: 'key in ap-southeast-2' },
    ],
    lifecycle: { prevent_destroy: true },
  }));

test('the password is random, of characters and a length that both engines take, and is made in no plan-only run', () =>
  expect(stack.ephemerals()).toEqual([
    {
      address: 'aws_secretsmanager_random_password.main',
      type: 'aws_secretsmanager_random_password',
      args: {
        provider: 'aws.use1',
        password_length: 40,
        exclude_characters: '/@" \'\\',
        require_each_included_type: true,
        count: '${var.plan_only ? 0 : 1}',
      },
    },
  ]));

test('it is written where nothing is stored, and again only when its version rises', () =>
  expect(stack.only('aws_secretsmanager_secret_version')).toEqual({
    provider: 'aws.use1',
    secret_id: '${aws_secretsmanager_secret.main_secret.id}',
    secret_string_wo:
      '${var.plan_only ? (terraform.applying ? null : "plan_only") : jsonencode({ username = "meridian", password = one(ephemeral.aws_secretsmanager_random_password.main[*].random_password), version = 3 })}',
    secret_string_wo_version: 3,
  }));

test('nothing else refers to the password', () => {
  const { secret_string_wo: _written, ...version } = stack.only('aws_secretsmanager_secret_version');
  const { ephemeral: _ephemeral, ...rest } = stack.json;
  const elsewhere = JSON.stringify({ ...rest, resource: { version, secret: stack.only('aws_secretsmanager_secret') } });
  expect(elsewhere).not.toMatch(/random_password|secret_string"/);
});

test('two with one id in different places have a password each', () =>
  expect(
    synthConstruct((scope, providerIn) => {
      new Credentials(new Construct(scope, 'orders'), 'main', props(providerIn));
      new Credentials(new Construct(scope, 'billing'), 'main', props(providerIn));
    })
      .ephemerals()
      .map(({ address }) => address),
  ).toEqual(['aws_secretsmanager_random_password.billing_main', 'aws_secretsmanager_random_password.orders_main']));
