import { devNull } from 'node:os';
import { terraformEnvironment } from '../../../lab/runner';
import { judgeVersion, TerraformError, terraform, terraformVersion } from '../../../lab/runner/terraform';

describe('the environment of Terraform', () => {
  test('has nothing of what steers Terraform or reaches an account', () => {
    const shell = {
      PATH: '/bin',
      TF_CLI_CONFIG_FILE: '/nowhere',
      TF_WORKSPACE: 'prod',
      TF_VAR_plan_only: 'true',
      AWS_PROFILE: 'prod',
    };
    expect(terraformEnvironment('{}', {}, shell)).toEqual({
      PATH: '/bin',
      TF_REATTACH_PROVIDERS: '{}',
      TF_CLI_CONFIG_FILE: devNull,
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      CHECKPOINT_DISABLE: '1',
      GOGC: '400',
    });
  });

  test('has the variables, those that are not plain as JSON', () =>
    expect(terraformEnvironment('{}', { plan_only: true, zones: ['a', 'b'], name: 'x' }, {})).toMatchObject({
      TF_VAR_plan_only: 'true',
      TF_VAR_zones: '["a","b"]',
      TF_VAR_name: 'x',
    }));
});

describe('the version of Terraform', () => {
  test('may be the one of .terraform-version', () =>
    expect(judgeVersion('1.11.4', '1.11.4')).toEqual({ version: '1.11.4' }));

  test.each(['1.11.0', '1.12.0', '1.20.3'])('may be another one that runs the stacks: %s, with a note', (version) =>
    expect(judgeVersion(version, '1.11.4').note).toBe(
      `Terraform ${version}: the project is made with 1.11.4 (.terraform-version).`,
    ),
  );

  test.each(['1.10.9', '0.15.5', '2.0.0'])('may not be one that cannot: %s', (version) =>
    expect(() => judgeVersion(version, '1.11.4')).toThrow(
      new Error(
        `Terraform ${version} cannot run the stacks: they need 1.11 or later, below 2. Install 1.11.4 (.terraform-version).`,
      ),
    ),
  );

  test('a program that is not there is named', () =>
    expect(terraformVersion({}, 'terraform-that-is-not-there')).rejects.toThrow(
      /^terraform-that-is-not-there: no such program\. The lab runs the real Terraform: install \d/,
    ));
});

test('an error is all that Terraform said, without colours', () => {
  const stderr = '\n\u001b[31mError: no\u001b[0m\n\n  on cdk.tf.json line 1\n';
  expect(new TerraformError('plan', { status: 1, stdout: 'Planning', stderr, seconds: 0 }).message).toBe(
    'Error: no\n\n  on cdk.tf.json line 1',
  );
  expect(new TerraformError('plan', { status: 9, stdout: '', stderr: '', seconds: 0 }).message).toBe(
    'terraform plan ended with 9 and said nothing.',
  );
});

test('a command that is told to stop ends, with all that it has started', async () => {
  const { status, seconds } = await terraform('.', ['60'], process.env, 'sleep', AbortSignal.timeout(100));
  expect(status).not.toBe(0);
  expect(seconds).toBeLessThan(10);
});
