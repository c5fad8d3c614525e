import type { Json } from '../../../cli/review/json';
import { refusalsIn } from '../../../cli/review/preflight-rules';

const ACCOUNT = '111122223333';
const refusals = (json: Json): string[] =>
  refusalsIn('foundation', json, ACCOUNT).map(({ where, what }) => `${where} ${what}`);
const backend = (body: Json): Json => ({ terraform: { backend: { s3: { allowed_account_ids: [ACCOUNT], ...body } } } });

test('what Meridian synthesizes is let through', () =>
  expect(
    refusals({
      ...backend({}),
      provider: {
        aws: [
          { alias: 'euw1', region: 'eu-west-1', assume_role: [{ role_arn: `arn:aws:iam::${ACCOUNT}:role/deploy` }] },
        ],
      },
      data: { aws_kms_alias: { key: { name: 'a' } } },
      ephemeral: { aws_secretsmanager_secret_version: { a: { count: '${var.plan_only ? 0 : 1}' } } },
      resource: { aws_vpc: { a: { cidr_block: '${data.aws_vpc.file.id}' } }, terraform_data: { a: {} } },
      removed: [{ from: 'aws_vpc.b', lifecycle: { destroy: false } }],
    }),
  ).toEqual([]));

test.each<[string, Json, string]>([
  [
    'a program',
    { data: { external: { a: {} } } },
    'data.external.a is of type external, which is not of the AWS provider',
  ],
  ['an address', { data: { http: { a: {} } } }, 'data.http.a is of type http, which is not of the AWS provider'],
  [
    'another state',
    { data: { terraform_remote_state: { a: {} } } },
    'data.terraform_remote_state.a is of type terraform_remote_state, which is not of the AWS provider',
  ],
  [
    'a function',
    { data: { aws_lambda_invocation: { a: {} } } },
    'data.aws_lambda_invocation.a calls a function whenever it is planned',
  ],
  [
    'a provisioner',
    { resource: { aws_vpc: { a: { provisioner: [{}] } } } },
    'aws_vpc.a has a provisioner, which runs a program',
  ],
  [
    'a provisioner of what goes',
    { removed: [{ from: 'aws_vpc.a', provisioner: [{}] }] },
    'removed aws_vpc.a has a provisioner, which runs a program',
  ],
  [
    'a module from elsewhere',
    { module: { m: { source: 'git::https://x' } } },
    'module.m is read from "git::https://x", which is not in the stack',
  ],
  [
    'a module above the stack',
    { module: { m: { source: './../../x' } } },
    'module.m is read from "./../../x", which is not in the stack',
  ],
  [
    'another provider',
    { terraform: { required_providers: { random: { source: 'hashicorp/random' } } } },
    'required_providers.random is hashicorp/random, a program that nobody listed',
  ],
  ['a provider by its name', { provider: { random: [{}] } }, 'provider.random is a provider that nobody listed'],
  [
    "somebody's provider under the name of AWS's",
    { terraform: { required_providers: { aws: { source: 'evil/aws' } } } },
    'required_providers.aws is evil/aws, a program that nobody listed',
  ],
  [
    'endpoints',
    { provider: { aws: [{ alias: 'x', endpoints: [{ s3: 'http://x' }] }] } },
    'provider.aws.x sets endpoints: its calls would go elsewhere',
  ],
  [
    'credentials',
    { provider: { aws: { secret_key: 'x' } } },
    "provider.aws sets secret_key: its credentials are not the job's",
  ],
  [
    'a role elsewhere',
    { provider: { aws: { assume_role: { role_arn: 'arn:aws:iam::999999999999:role/x' } } } },
    `provider.aws sets assume_role with a role that is not of account ${ACCOUNT}`,
  ],
  [
    'state of any account',
    { terraform: { backend: { s3: {} } } },
    `backend.s3 is not limited to account ${ACCOUNT} (allowed_account_ids)`,
  ],
  [
    'state of another account',
    backend({ allowed_account_ids: ['999999999999'] }),
    `backend.s3 is not limited to account ${ACCOUNT} (allowed_account_ids)`,
  ],
  [
    'state at another address',
    backend({ endpoints: { s3: 'http://x' } }),
    'backend.s3 sets endpoints: state would go elsewhere',
  ],
  ['state over HTTP', { terraform: { backend: { http: {} } } }, 'backend.http keeps state where nobody listed'],
  ['a run elsewhere', { terraform: { cloud: {} } }, 'terraform.cloud keeps state and runs plans elsewhere'],
  [
    'a file of the job',
    { resource: { aws_vpc: { a: { tags: { x: '${file("/proc/self/environ")}' } } } } },
    'an expression calls file(), which reads files of the job',
  ],
  [
    'a check that reads',
    { check: { c: { data: { http: { a: {} } } } } },
    'check.c reads a data source (http) of its own',
  ],
])('%s is refused', (_, json, refusal) => expect(refusals(json)).toContain(refusal));

test('text that only looks like a call is none', () =>
  expect(
    refusals({ resource: { aws_vpc: { a: { description: 'the file (see docs)', x: '${aws_vpc.profile.id}' } } } }),
  ).toEqual([]));
