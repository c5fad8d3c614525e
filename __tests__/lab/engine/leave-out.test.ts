import { KNOWN_GAPS } from '../../../lab/engine/emulators';
import { forgetting, leaveOut } from '../../../lab/engine/leave-out';
import type { StackJson } from '../../../lab/engine/stack-json';
import { sourceOf } from '../../../lab/provider/schema/bindings';

const stack: StackJson = {
  resource: {
    aws_kms_key: { main: { description: 'key' }, 'main-old': {} },
    aws_s3_bucket: { a: { bucket: 'a', depends_on: ['aws_kms_key.main', 'aws_kms_key.main-old'] } },
    aws_kms_alias: { x: { target_key_id: '${aws_kms_key.main.key_id}' } },
    aws_ssm_parameter: { y: { value: '${replace(aws_kms_alias.x.arn, "a", "b")}' } },
    aws_db_instance: { z: { lifecycle: { prevent_destroy: true, replace_triggered_by: ['aws_kms_key.main'] } } },
  },
  data: { aws_kms_alias: { main: { name: 'alias/main' } } },
  output: { key: { value: '${aws_kms_key.main.arn}' }, other: { value: '${aws_kms_key.main-old.arn}' } },
  import: [{ to: 'aws_kms_key.main', id: 'k' }],
};

test('what takes a value from what is left out goes too; an order is only forgotten', () => {
  const { stack: left, leftOut } = leaveOut(stack, [
    { type: 'aws_kms_key', address: 'aws_kms_key.main', why: 'it cannot' },
  ]);
  expect(leftOut.map(({ address, why }) => [address, why])).toEqual([
    ['aws_kms_key.main', 'it cannot'],
    ['aws_kms_alias.x', 'needs aws_kms_key.main'],
    ['output.key', 'needs aws_kms_key.main'],
    ['aws_ssm_parameter.y', 'needs aws_kms_alias.x'],
  ]);
  expect(left).toEqual({
    resource: {
      aws_kms_key: { 'main-old': {} },
      aws_s3_bucket: { a: { bucket: 'a', depends_on: ['aws_kms_key.main-old'] } },
      aws_db_instance: { z: { lifecycle: { prevent_destroy: true } } },
    },
    data: stack.data,
    output: { other: { value: '${aws_kms_key.main-old.arn}' } },
  });
});

test('a data source of the same type and name is another thing', () => {
  const { leftOut } = leaveOut(stack, [{ type: 'aws_kms_alias', address: 'data.aws_kms_alias.main', why: 'w' }]);
  expect(leftOut.map(({ address }) => address)).toEqual(['data.aws_kms_alias.main']);
});

test('an argument is left out where it says something, and its object stays', () => {
  const tables: StackJson = {
    resource: { aws_dynamodb_table: { a: { name: 'a', replica: [{ region_name: 'eu-west-1' }] }, b: { replica: [] } } },
  };
  const { stack: left, leftOut } = leaveOut(tables, [{ type: 'aws_dynamodb_table', argument: 'replica', why: 'w' }]);
  expect(leftOut).toEqual([
    { address: 'aws_dynamodb_table.a', type: 'aws_dynamodb_table', argument: 'replica', why: 'w' },
  ]);
  expect(left).toEqual({ resource: { aws_dynamodb_table: { a: { name: 'a' }, b: { replica: [] } } } });
});

test('nothing to leave out leaves the stack as it is', () => {
  expect(leaveOut(stack, [])).toEqual({ stack, leftOut: [] });
});

test('what was begun is forgotten, never destroyed; data and outputs need not be', () => {
  expect(forgetting({}, ['aws_x.y', 'data.aws_z.w', 'output.o'])).toEqual({
    removed: [{ from: 'aws_x.y', lifecycle: { destroy: false } }],
  });
});

test('only data sources may be meant, or only what has certain arguments', () => {
  const nat: StackJson = {
    resource: { aws_nat_gateway: { zonal: { subnet_id: 's' }, regional: { availability_mode: 'regional' } } },
    data: { aws_nat_gateway: { zonal: {} } },
  };
  const left = (omission: object) =>
    leaveOut(nat, [{ type: 'aws_nat_gateway', why: 'w', ...omission }]).leftOut.map(({ address }) => address);
  expect(left({ kind: 'data' })).toEqual(['data.aws_nat_gateway.zonal']);
  expect(left({ where: { availability_mode: 'regional' } })).toEqual(['aws_nat_gateway.regional']);
  expect(left({ kind: 'resource' })).toEqual(['aws_nat_gateway.zonal', 'aws_nat_gateway.regional']);
});

test('every type that is known not to work is one of the bindings', () => {
  for (const { type, kind = 'resource' } of KNOWN_GAPS)
    expect(sourceOf(kind === 'data' ? 'data' : 'resource', type)).toBeDefined();
});
