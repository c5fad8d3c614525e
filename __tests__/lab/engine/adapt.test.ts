import { adapted } from '../../../lab/engine/adapt';
import type { StackJson } from '../../../lab/engine/stack-json';

const stack: StackJson = {
  terraform: {
    required_version: '>= 1.11.0',
    required_providers: { aws: { source: 'hashicorp/aws', version: '>= 6.38.0' } },
    backend: { s3: { bucket: 'b', key: 'k', region: 'eu-west-1', use_lockfile: true, allowed_account_ids: ['1'] } },
  },
  provider: { aws: [{ alias: 'euw1', region: 'eu-west-1', allowed_account_ids: ['1'] }] },
  resource: { aws_dynamodb_table: { t: { name: 't', replica: [{ region_name: 'us-east-1' }] } } },
};
const how = {
  emulator: 'unknown',
  address: 'http://127.0.0.1:1',
  state: 'as configured',
  omissions: [],
  begun: [],
} as const;

test("the stack's own backend and providers are kept, and pointed at the emulator", () => {
  expect(adapted(stack, how)).toEqual({
    stack: {
      ...stack,
      terraform: {
        ...stack.terraform,
        backend: {
          s3: {
            ...stack.terraform?.backend?.s3,
            endpoints: { s3: how.address, sts: how.address, iam: how.address },
            use_path_style: true,
          },
        },
      },
      provider: { aws: [{ ...stack.provider?.aws?.[0], s3_use_path_style: true }] },
    },
    leftOut: [],
    unknown: [],
  });
});

test('a version that does not fit is required in the copy', () => {
  const { stack: copy } = adapted(stack, { ...how, version: '5.100.0' });
  expect(copy.terraform?.required_providers).toEqual({ aws: { source: 'hashicorp/aws', version: '5.100.0' } });
  expect(stack.terraform?.required_providers?.aws?.version).toBe('>= 6.38.0');
});

test('state in a file, for who makes its own bucket', () => {
  const { stack: copy } = adapted(stack, { ...how, state: 'local' });
  expect(copy.terraform?.backend).toEqual({ local: { path: 'terraform.tfstate' } });
});

test('what an emulator is known not to do is left out for that emulator alone', () => {
  expect(adapted(stack, how).leftOut).toEqual([]);
  const { stack: copy, leftOut } = adapted(stack, { ...how, emulator: 'moto' });
  expect(leftOut).toMatchObject([{ address: 'aws_dynamodb_table.t', argument: 'replica' }]);
  expect(copy.resource?.aws_dynamodb_table?.t).toEqual({ name: 't' });
});
