import type { Json } from '../../../cli/review/json';
import type { ChangeGroup } from '../../../cli/review/model';
import { bucketArn, planJson, raw, review } from './plans';

const groups = (plans: Readonly<Record<string, Json>>): ChangeGroup[] =>
  review({ plans }).siblings.flatMap((set) => set.groups);
const short = (plans: Readonly<Record<string, Json>>): string[] =>
  groups(plans).map(({ kind, column, address, regions }) => `${column} ${kind} ${address} ${regions.join()}`);
const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];

test('the same change in every Region is one, also where Regions have ids, ranges and ARNs of their own', () => {
  const plans = Object.fromEntries(
    REGIONS.map((region, index) => {
      const values = (n: number): Json => ({
        region,
        vpc_id: `vpc-0123456${index}`,
        cidr_block: `10.${index + n}.0.0/16`,
        kms_key_id: `arn:aws:kms:${region}:1:key/${n}`,
        n,
      });
      return [`region-${region}`, planJson([raw('aws_subnet.a', ['update'], values(1), values(2))])];
    }),
  );
  expect(short(plans)).toEqual(['region-* update aws_subnet.a ap-southeast-2,eu-west-1,us-east-1']);
});

test('one that does something else is a group of its own', () => {
  const plans = Object.fromEntries(
    REGIONS.map((region) => [
      `region-${region}`,
      planJson([raw('aws_a.a', ['update'], { region, n: 1 }, { region, n: region === 'eu-west-1' ? 3 : 2 })]),
    ]),
  );
  expect(short(plans)).toEqual(
    ['region-* update aws_a.* ap-southeast-2,us-east-1', 'region-* update aws_a.a eu-west-1'].map((line) =>
      line.replace('aws_a.*', 'aws_a.a'),
    ),
  );
});

test('in a stack of several Regions the Region is taken out of the address', () => {
  const plan = planJson(
    REGIONS.map((region) =>
      raw(`aws_s3_bucket.bucket-${region}_bucket`, ['create'], null, { region, force_destroy: true }),
    ),
  );
  expect(short({ foundation: plan })).toEqual([
    'foundation create aws_s3_bucket.bucket-*_bucket ap-southeast-2,eu-west-1,us-east-1',
  ]);
});

describe('edges', () => {
  const rules = (region: string, to: readonly string[], status: string): Json => ({
    region,
    rule: to.map((id) => ({ id, status, destination: [{ bucket: bucketArn(id) }] })),
  });
  const plan = (region: string, before: readonly string[], after: readonly string[], status = 'Enabled'): Json =>
    planJson([
      raw(
        'aws_s3_bucket_replication_configuration.a',
        ['update'],
        rules(region, before, 'Enabled'),
        rules(region, after, status),
      ),
    ]);
  const others = (region: string): string[] => REGIONS.filter((each) => each !== region);

  test('that go to the same Region are alike', () =>
    expect(
      short({
        'region-us-east-1': plan('us-east-1', others('us-east-1'), ['ap-southeast-2']),
        'region-ap-southeast-2': plan('ap-southeast-2', others('ap-southeast-2'), ['us-east-1']),
      }),
    ).toEqual(['region-* update aws_s3_bucket_replication_configuration.a ap-southeast-2,us-east-1']));

  test('of a mesh are alike where each goes to all the others', () =>
    expect(
      groups(
        Object.fromEntries(
          REGIONS.map((region) => [`region-${region}`, plan(region, others(region), others(region), 'Disabled')]),
        ),
      ),
    ).toHaveLength(1));

  test('that go to different Regions are not', () =>
    expect(
      groups({
        'region-us-east-1': plan('us-east-1', others('us-east-1'), ['ap-southeast-2']),
        'region-ap-southeast-2': plan('ap-southeast-2', others('ap-southeast-2'), ['eu-west-1']),
      }),
    ).toHaveLength(2));
});

test('no-ops are members and in no group', () => {
  const sets = review({
    plans: {
      'region-us-east-1': planJson([
        raw('aws_a.a', ['update'], { region: 'us-east-1', n: 1 }, { region: 'us-east-1', n: 2 }),
      ]),
      'region-eu-west-1': planJson([
        raw('aws_a.a', ['no-op'], { region: 'eu-west-1', n: 1 }, { region: 'eu-west-1', n: 1 }),
      ]),
    },
  }).siblings;
  expect(
    sets.map(({ members, groups: alike }) => [
      members.map(({ kind }) => kind),
      alike.map(({ members: those }) => those.length),
    ]),
  ).toEqual([[['no-op', 'update'], [1]]]);
});
