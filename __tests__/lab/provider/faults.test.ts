import { FaultState } from '../../../lab/provider/faults';
import { Direct } from './session';

const topic = (name: string) => ({ name, id: name });

test('a dead Region answers nothing, and other Regions do', async () => {
  const aws = new Direct({ dead: ['eu-west-1'] });
  const unreachable = (op: string) =>
    `${op} aws_sns_topic: https response error StatusCode: 0, RequestID: , request send failed: dial tcp: lookup sns.eu-west-1.amazonaws.com: no such host`;
  expect(await aws.apply('aws_sns_topic', null, topic('a'), 'eu-west-1')).toBe(unreachable('Create'));
  expect(await aws.apply('aws_sns_topic', topic('a'), topic('b'), 'eu-west-1')).toBe(unreachable('Update'));
  expect(await aws.apply('aws_sns_topic', topic('a'), null, 'eu-west-1')).toBe(unreachable('Delete'));
  expect(await aws.read('aws_sns_topic', topic('a'), 'eu-west-1')).toBe(unreachable('Read'));
  expect(await aws.apply('aws_sns_topic', null, topic('a'))).toMatchObject({ name: 'a' });
});

test('a Region that dies in mid-apply answers so many changes, then nothing', async () => {
  const aws = new Direct({ dieAfter: { region: 'eu-west-1', calls: 2 } });
  const made = [];
  for (const name of ['a', 'b', 'c'])
    made.push(typeof (await aws.apply('aws_sns_topic', null, topic(name), 'eu-west-1')));
  expect(made).toEqual(['object', 'object', 'string']);
  expect(await aws.read('aws_sns_topic', topic('a'), 'eu-west-1')).toContain('no such host');
  expect(await aws.apply('aws_sns_topic', null, topic('c'))).toMatchObject({ name: 'c' });
});

test('a slow Region takes its time', async () => {
  const aws = new Direct({ slow: { 'eu-west-1': 30 } });
  const started = performance.now();
  await aws.read('aws_sns_topic', topic('a'));
  const quick = performance.now() - started;
  await aws.read('aws_sns_topic', topic('a'), 'eu-west-1');
  expect(quick).toBeLessThan(30);
  expect(performance.now() - started).toBeGreaterThan(29);
});

test.each([
  ['aws_vpc', [true, true, false]],
  ['aws_vpc@eu-west-1', [false, true, false]],
  ['aws_vpc#1', [true, false, false]],
  ['aws_vpc#2', [false, true, false]],
  ['aws_vpc@eu-west-1#1', [false, true, false]],
  ['aws_vpc@eu-west-1#2', [false, false, false]],
])('failCreate %s', (rule, expected) => {
  const faults = new FaultState({ failCreate: [rule] });
  const creations = [
    ['aws_vpc', 'us-east-1'],
    ['aws_vpc', 'eu-west-1'],
    ['aws_subnet', 'eu-west-1'],
  ] as const;
  expect(creations.map(([type, region]) => faults.failsCreation(type, region))).toEqual(expected);
});

test('a rule that is not understood is refused when it is set', () => {
  expect(() => new FaultState({ failCreate: ['vpc'] })).toThrow(
    new Error('failCreate: "vpc" is not understood. Write aws_type, aws_type@region, aws_type#2 or aws_type@region#2.'),
  );
});

describe('a service without Regions', () => {
  const role = { name: 'r', id: 'r' };

  test('is called as such, and its object is found from every Region', async () => {
    const aws = new Direct();
    await aws.apply('aws_iam_role', null, role, 'us-east-1');
    expect(await aws.read('aws_iam_role', role, 'eu-west-1')).toMatchObject(role);
    expect(aws.regionsCalled()).toEqual(['Create global', 'Read global']);
  });

  test('is read while its control plane is dead, and not changed', async () => {
    const aws = new Direct({ dead: ['us-east-1'] });
    expect(await aws.apply('aws_iam_role', null, role, 'eu-west-1')).toContain(
      'the control plane of this service is in us-east-1',
    );
    expect(await aws.read('aws_iam_role', role, 'eu-west-1')).toBeNull();
  });

  test.each([
    ['aws_route53_zone', 'us-east-1'],
    ['aws_cloudfront_distribution', 'us-east-1'],
    ['aws_globalaccelerator_accelerator', 'us-west-2'],
    ['aws_route53recoverycontrolconfig_cluster', 'us-west-2'],
  ])('whose API is in one Region is called there: %s in %s', async (type, region) => {
    const aws = new Direct();
    await aws.apply(type, null, role, 'eu-west-1');
    expect(await aws.read(type, role, 'us-east-1')).toMatchObject({ id: 'r' });
    expect(aws.regionsCalled()).toEqual([`Create ${region}`, `Read ${region}`]);

    aws.shared.faults = new FaultState({ dead: [region] });
    expect(await aws.read(type, role, 'eu-west-1')).toContain(`${region}.amazonaws.com: no such host`);
    aws.shared.faults = new FaultState({ dead: ['global'] });
    expect(await aws.read(type, role, 'eu-west-1')).toContain('no such host');
  });

  test('may itself be dead', async () => {
    const aws = new Direct({ dead: ['global'] });
    expect(await aws.read('aws_iam_role', role)).toContain('no such host');
  });
});
