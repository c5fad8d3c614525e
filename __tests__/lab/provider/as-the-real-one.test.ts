import { hasUnknown, isObject, type ObjectValue, UNKNOWN } from '../../../lab/provider/protocol/value';
import { Direct } from './session';

/*
 * What the simulated provider once planned otherwise than the real one. Each was seen with the real provider 5.100.0, on the
 * examples' stacks or on a small one of the same types: npm run lab -- apply --engine provider.
 */
const aws = new Direct();
const isUnknown = (value: unknown): boolean => JSON.stringify(value) === JSON.stringify(UNKNOWN);

test('a set is not known as long as one of its elements is not', async () => {
  const { planned } = await aws.plan('aws_db_subnet_group', null, { name: 'g', subnet_ids: ['subnet-1', UNKNOWN] });
  expect(isUnknown(planned.subnet_ids)).toBe(true);
});

test('a set whose elements are all known is as it is written', async () => {
  const { planned } = await aws.plan('aws_db_subnet_group', null, { name: 'g', subnet_ids: ['subnet-1'] });
  expect(planned.subnet_ids).toEqual(['subnet-1']);
});

test.each([
  ['aws_iam_role', { name: 'r', assume_role_policy: '{}' }, ['inline_policy']],
  ['aws_s3_bucket', { bucket: 'b' }, ['cors_rule', 'grant', 'lifecycle_rule', 'logging', 'versioning', 'website']],
  ['aws_secretsmanager_secret', { name: 's' }, ['replica']],
  ['aws_vpc_endpoint', { vpc_id: 'v', service_name: 's3' }, ['dns_options', 'subnet_configuration']],
])('%s: what AWS fills where nothing is written is not known before', async (type, config: ObjectValue, blocks) => {
  const { planned } = await aws.plan(type, null, config);
  for (const block of blocks) expect([block, isUnknown(planned[block])]).toEqual([block, true]);
  const state = await aws.apply(type, null, planned);
  expect(isObject(state) && hasUnknown(state)).toBe(false);
});

// The provider calls it computed: who takes the last replica out of the code leaves it where it is.
test("a secret's last replica, or a table's time to live, is not taken away with its block", async () => {
  const secret = { name: 's2', replica: [{ region: 'eu-west-1', kms_key_id: 'k' }] };
  const state = await created('aws_secretsmanager_secret', secret);
  const after = await plan('aws_secretsmanager_secret', state, { name: 's2', replica: [] });
  expect(after.replica).toEqual(state.replica);

  const table = { name: 't', ttl: [{ attribute_name: 'x', enabled: true }] };
  const kept = await plan('aws_dynamodb_table', await created('aws_dynamodb_table', table), { name: 't', ttl: [] });
  expect(kept.ttl).toMatchObject([{ attribute_name: 'x', enabled: true }]);
});

test('a lifecycle rule has the values that the provider fills in for older states', async () => {
  const { planned } = await aws.plan('aws_s3_bucket_lifecycle_configuration', null, {
    bucket: 'b',
    rule: [{ id: 'r', status: 'Enabled', expiration: [{ expired_object_delete_marker: true }] }],
  });
  expect(planned).toMatchObject({
    transition_default_minimum_object_size: 'all_storage_classes_128K',
    rule: [{ prefix: '', expiration: [{ days: 0, expired_object_delete_marker: true }] }],
  });
});

test("a parameter's other form of its value changes with it", async () => {
  const parameter = { name: '/p', type: 'String', value: 'a' };
  const state = await created('aws_ssm_parameter', parameter);
  const changed = await plan('aws_ssm_parameter', state, { ...parameter, value: 'b' });
  expect([changed.insecure_value, changed.version].map(isUnknown)).toEqual([true, true]);
  const same = await plan('aws_ssm_parameter', state, parameter);
  expect([same.insecure_value, same.version].map(isUnknown)).toEqual([false, false]);
});

const plan = async (type: string, prior: ObjectValue | null, config: ObjectValue): Promise<ObjectValue> =>
  (await aws.plan(type, prior, config)).planned;

async function created(type: string, config: ObjectValue): Promise<ObjectValue> {
  const state = await aws.apply(type, null, await plan(type, null, config));
  if (!isObject(state)) throw new Error(String(state));
  return state;
}
