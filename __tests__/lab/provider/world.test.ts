import { readFileSync } from 'node:fs';
import path from 'node:path';
import { World } from '../../../lab/provider/world';
import { temporaryDir } from './session';

const role = { id: 'r', arn: 'arn:aws:iam::1:role/r', name: 'r' };

test('finds an object by id, ARN or name, in its Region', () => {
  const world = new World(temporaryDir());
  world.put('aws_vpc', 'us-east-1', { id: 'vpc-1', arn: 'arn:vpc-1' });
  world.put('aws_db_instance', 'us-east-1', { id: 'db-1', identifier: 'orders' });
  expect(world.find('aws_vpc', 'us-east-1', 'arn:vpc-1')?.state.id).toBe('vpc-1');
  expect(world.find('aws_db_instance', 'us-east-1', 'orders')?.state.id).toBe('db-1');
  expect(world.find('aws_vpc', 'eu-west-1', 'vpc-1')).toBeUndefined();
  expect(world.find('aws_subnet', 'us-east-1', 'vpc-1')).toBeUndefined();
});

test('two APIs have each their own stage, though both are called alike', () => {
  const world = new World(temporaryDir());
  const stage = (api_id: string, description: string) => ({ id: '$default', name: '$default', api_id, description });
  world.put('aws_apigatewayv2_stage', 'us-east-1', stage('a', 'control'));
  world.put('aws_apigatewayv2_stage', 'us-east-1', stage('b', 'entry'));
  expect(world.get('aws_apigatewayv2_stage', 'us-east-1', stage('a', ''))?.state.description).toBe('control');
});

test('keeps what exists, and what does not any more, from one run to the next', () => {
  const dir = temporaryDir();
  const before = new World(dir);
  before.put('aws_iam_role', 'global', role);
  before.put('aws_iam_role', 'global', { ...role, path: '/x/' });
  before.put('aws_vpc', 'us-east-1', { id: 'vpc-1' });
  before.drop('aws_vpc', 'us-east-1', { id: 'vpc-1' });
  before.putSecret('arn:s', 'hidden');
  before.close();

  const after = new World(dir);
  expect(after.all()).toEqual([{ type: 'aws_iam_role', region: 'global', state: { ...role, path: '/x/' } }]);
  expect(after.secret('arn:s')).toBe('hidden');
  expect(readFileSync(path.join(dir, 'objects.jsonl'), 'utf8')).not.toContain('hidden');
});

test.each([
  [
    'its ARN',
    'aws_backup_restore_testing_plan',
    { arn: 'a', name: 'n' },
    { arn: 'a', name: 'm' },
    { arn: 'b', name: 'n' },
  ],
  [
    'the attribute called after it',
    'aws_appsync_api',
    { api_id: '1', name: 'n' },
    { api_id: '1', name: 'm' },
    { api_id: '2', name: 'n' },
  ],
  [
    'what it can’t lose',
    'aws_vpc_route_server_vpc_association',
    { route_server_id: 'r', vpc_id: 'v' },
    { route_server_id: 'r', vpc_id: 'v', x: 1 },
    { route_server_id: 'r', vpc_id: 'w' },
  ],
])('an object without an id is known by %s', (_, type, state, changed, other) => {
  const world = new World(temporaryDir());
  world.put(type, 'us-east-1', state);
  expect(world.get(type, 'us-east-1', changed)?.state).toEqual(state);
  expect(world.get(type, 'us-east-1', other)).toBeUndefined();
});
