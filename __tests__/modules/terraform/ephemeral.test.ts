import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { ephemeral, writeOnly } from '../../../modules/terraform/ephemeral';
import { StoredValue } from '../../../modules/terraform/stored-value';
import { synthConstruct } from '../../synth';

const TYPE = 'aws_secretsmanager_secret_version';

describe('ephemeral', () => {
  const stack = synthConstruct((scope, providerIn) => {
    const provider = providerIn('eu-west-1');
    const password = ephemeral(new Construct(scope, 'main'), TYPE, { secret_id: 'main' }, provider);
    ephemeral(new Construct(new Construct(scope, 'billing'), 'main'), TYPE, { secret_id: 'billing' }, provider);
    new TerraformOutput(scope, 'password', { value: `\${${password('secret_string')}}`, staticId: true });
  });

  test('is named after its place, with its provider and a count that plan_only makes 0', () =>
    expect(stack.ephemerals()).toEqual([
      {
        address: `${TYPE}.billing_main`,
        type: TYPE,
        args: { secret_id: 'billing', provider: 'aws.euw1', count: '${var.plan_only ? 0 : 1}' },
      },
      {
        address: `${TYPE}.main`,
        type: TYPE,
        args: { secret_id: 'main', provider: 'aws.euw1', count: '${var.plan_only ? 0 : 1}' },
      },
    ]));

  test('is read as one value or none', () =>
    expect(stack.outputs.password?.value).toBe(`\${one(ephemeral.${TYPE}.main[*].secret_string)}`));

  test('makes one variable for the stack, off by default', () =>
    expect(stack.json.variable).toEqual({
      plan_only: {
        type: 'bool',
        default: false,
        nullable: false,
        description:
          'Plan without opening a secret, with a role that may not read it. Such a plan is for reading: it must not be applied.',
      },
    }));
});

test('a write-only value is no secret in a plan-only run, and nothing if that is applied all the same', () =>
  expect(writeOnly('ephemeral.x.y')).toBe(
    '${var.plan_only ? (terraform.applying ? null : "plan_only") : ephemeral.x.y}',
  ));

describe('StoredValue', () => {
  test('is what is stored, with no provider', () =>
    expect(
      synthConstruct((scope) => {
        new StoredValue(scope, 'source', 'us-east-1');
      }).resources(),
    ).toEqual([{ address: 'terraform_data.source', type: 'terraform_data', args: { input: 'us-east-1' } }]));

  test('has a bare address: Terraform takes no ${...} in replace_triggered_by', () => {
    const addresses: string[] = [];
    synthConstruct((scope) => {
      addresses.push(new StoredValue(new Construct(scope, 'main'), 'source', 'x').address);
    });
    expect(addresses).toEqual([expect.stringMatching(/^terraform_data\.main_source_[0-9A-F]{8}$/)]);
  });
});
