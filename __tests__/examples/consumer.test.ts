import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PlatformConfig } from '../../config';
import { CONTRACT } from '../../config/contract';
import { contractDocument } from '../../config/contract-document';
import { type SimulatedProvider, startProvider } from '../../lab/provider';
import { terraformEnvironment, type VariableValue } from '../../lab/runner';
import { terraform } from '../../lab/runner/terraform';
import { describeWithTerraform } from '../lab/provider/terraform';
import { errorsOf, Story } from '../lab/stories';
import { BASE, platformOf } from '../synth';

jest.setTimeout(120_000);

const EXAMPLE = path.join(__dirname, '../../examples/consumer');
const VERSION = `${CONTRACT.major}.${CONTRACT.minor}`;
/** What the examples have. */
const TYPES = ['resource:aws_security_group', 'resource:aws_lambda_function', 'data:aws_ssm_parameters_by_path'];

describeWithTerraform('the consumer examples', () => {
  let dir: string;
  let aws: SimulatedProvider;

  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'consumer-'));
    cpSync(EXAMPLE, dir, { recursive: true });
    aws = await startProvider({ dir: path.join(dir, 'aws'), types: TYPES });
  });
  afterAll(async () => {
    await aws.stop();
    rmSync(dir, { recursive: true });
  });

  /** @returns what Terraform said, and its exit code at the end */
  async function run(folder: string, ...args: string[]): Promise<string> {
    const { stdout, stderr, status } = await terraform(
      path.join(dir, folder),
      [...args, '-no-color'],
      terraformEnvironment(aws.reattach),
    );
    return `${stdout}${stderr}exit code ${status}`;
  }

  test('are formatted', async () => expect(await run('.', 'fmt', '-check', '-recursive')).toBe('exit code 0'));

  test.each([
    ['ssm', 2],
    ['ssm/modules/meridian', 5],
    ['remote-state', 2],
  ])('%s is valid, and its %d tests pass', async (folder, tests) => {
    expect(await run(folder, 'init', '-input=false')).toMatch(/exit code 0$/);
    expect(await run(folder, 'validate')).toMatch(/The configuration is valid.*exit code 0$/s);
    expect(await run(folder, 'test')).toContain(`Success! ${tests} passed, 0 failed.\nexit code 0`);
  });

  test('the tests of the module fail without its check of the version', async () => {
    const folder = path.join(dir, 'mutant');
    cpSync(path.join(EXAMPLE, 'ssm/modules/meridian'), folder, { recursive: true });
    const outputs = path.join(folder, 'outputs.tf');
    writeFileSync(
      outputs,
      readFileSync(outputs, 'utf8').replace(
        'try(local.contract.major, -1) == var.contract.major',
        'try(local.contract.major, -1) > 0',
      ),
    );
    await run('mutant', 'init', '-input=false');
    expect(await run('mutant', 'test')).toContain('Failure! 1 passed, 1 failed, 3 skipped.');
  });
});

/** Written by the platform, read by the consumers. */
describeWithTerraform('the consumer examples, of a platform that the lab applied', () => {
  const config: PlatformConfig = { ...BASE, regions: ['us-east-1', 'eu-west-1'] };
  const REGION = 'eu-west-1';
  const SUBNET = expect.stringMatching(/^subnet-\w+$/);
  const GROUP = expect.stringMatching(/^sg-\w+$/);
  let story: Story;
  let dir: string;
  let reattach: string;

  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'consumer-'));
    story = await Story.begin();
    expect(errorsOf(await story.apply(config))).toEqual([]);
    story.lab.provider.offer(TYPES);
    reattach = (await story.lab.provider.attach('consumer')).reattach;
  });
  afterAll(async () => {
    await Story.cleanUp();
    rmSync(dir, { recursive: true });
  });

  /** Plans or applies a copy of an example. @returns what Terraform says of its output `platform` */
  async function answer(
    command: 'plan' | 'apply',
    example: string,
    variables: Readonly<Record<string, VariableValue>>,
    edit: (folder: string) => void = () => {},
  ): Promise<string> {
    const folder = mkdtempSync(path.join(dir, 'copy-'));
    cpSync(path.join(EXAMPLE, example), folder, { recursive: true });
    edit(folder);
    const env = terraformEnvironment(reattach, variables);
    const said: string[] = [];
    for (const args of [['init'], command === 'plan' ? ['plan'] : ['apply', '-auto-approve']]) {
      const { status, stdout, stderr } = await terraform(folder, [...args, '-input=false', '-no-color'], env);
      if (status !== 0) throw new Error(stderr);
      said.push(stdout);
    }
    return command === 'plan' ? said.join('') : (await terraform(folder, ['output', '-json', 'platform'], env)).stdout;
  }

  const vpcId = (): unknown =>
    story.lab.provider.world.all('aws_vpc').find(({ region }) => region === REGION)?.state.id;

  test('parameters: it runs in the VPC of its own Region, beside a replica', async () => {
    expect(JSON.parse(await answer('apply', 'ssm', { region: REGION }))).toEqual({
      contract: VERSION,
      role: 'passive',
      vpc_id: vpcId(),
    });
    const { state } = story.lab.provider.world.find('aws_lambda_function', REGION, 'orders-prod-invoices') ?? {};
    expect(state).toMatchObject({
      vpc_config: [{ subnet_ids: [SUBNET, SUBNET, SUBNET], security_group_ids: [GROUP, GROUP] }],
      environment: [
        {
          variables: {
            DATABASE_HOST: expect.stringMatching(/^orders-prod-main\./),
            DATABASE_PORT: '5432',
            DATABASE_SECRET: 'orders-prod-main-credentials',
            READ_ONLY: 'true',
          },
        },
      ],
    });
  });

  test('it reads with every other Region dead, and calls none', async () => {
    story.lab.provider.setFaults({ dead: ['us-east-1', 'global'] });
    story.lab.provider.clearCalls();
    try {
      expect(await answer('plan', 'ssm', { region: REGION })).toMatch(new RegExp(`\\+ vpc_id += "${vpcId()}"`));
      expect([...new Set(story.lab.provider.calls().map(({ region }) => region))]).toEqual([REGION]);
    } finally {
      story.lab.provider.setFaults({});
    }
  });

  test('it stops in a Region without the platform, and says why', () =>
    expect(answer('plan', 'ssm', { region: 'sa-east-1' })).rejects.toThrow(
      /No contract of orders prod in sa-east-1\. Either the platform is not deployed\s+there/,
    ));

  test('a state: the same, from where the contract says that it is', async () => {
    const { state } = contractDocument(platformOf(config), REGION).stacks.region;
    const file = path.join(story.lab.folderOf(`region-${REGION}`), 'terraform.tfstate');
    // The lab keeps states in files.
    const inFile = (folder: string): void => {
      const main = path.join(folder, 'main.tf');
      const text = readFileSync(main, 'utf8');
      const local = text
        .replace('backend = "s3"', 'backend = "local"')
        .replace(/config = \{[^}]*\}/, `config = { path = "${file}" }`);
      expect(local).toContain(file);
      writeFileSync(main, local);
    };
    expect(state).toEqual({
      region: REGION,
      bucket: 'orders-prod-state-euw1-111122223333',
      key: 'orders/prod/region-eu-west-1.tfstate',
    });
    expect(JSON.parse(await answer('apply', 'remote-state', { region: REGION, state: state ?? '' }, inFile))).toEqual({
      contract: VERSION,
      vpc_id: vpcId(),
      subnet_ids: [SUBNET, SUBNET, SUBNET],
      isolated_subnets: 3,
    });
  });
});
