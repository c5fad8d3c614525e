import {
  isDatabaseChange,
  leavesInstances,
  onlyDatabases,
  promotesOne,
  rebuildsReplicas,
  releasesOnly,
  stopsAtProtection,
} from '../../../cli/drill/laws/databases';
import { forgetsOldHome, movesHome, stateIsCopied } from '../../../cli/drill/laws/home';
import { platformOf } from '../../synth';
import { change, run, seen, stored } from './seen';

const INSTANCE = 'aws_db_instance.database-main_instance';
const SOURCE = 'arn:aws:rds:us-east-1:111122223333:db:orders-prod-main';
const NEW_SOURCE = 'arn:aws:rds:eu-west-1:111122223333:db:orders-prod-main';
const platform = platformOf({ writer: 'eu-west-1' });
const plans = (stack: string, ...changes: ReturnType<typeof change>[]) => seen([run(stack, { changes })], { platform });

const promotion = change(`update ${INSTANCE} eu-west-1`, {
  changed: ['replicate_source_db', 'deletion_protection'],
  before: { replicate_source_db: SOURCE },
  after: { replicate_source_db: null },
});

test('a promotion is one instance, in place, with nothing else changed', () => {
  const law = promotesOne('eu-west-1');
  expect(law.broken(plans('region-eu-west-1', promotion))).toBeUndefined();
  expect(law.broken(plans('region-eu-west-1'))).toBe(
    'promotes one instance in place: region-eu-west-1 does not promote main in eu-west-1',
  );
  expect(law.broken(plans('region-eu-west-1', { ...promotion, actions: ['delete', 'create'] }))).toBe(
    `promotes one instance in place: region-eu-west-1 would replace ${INSTANCE} in eu-west-1`,
  );
  expect(
    law.broken(plans('region-eu-west-1', { ...promotion, changed: ['instance_class', 'replicate_source_db'] })),
  ).toBe(`promotes one instance in place: region-eu-west-1 also changes instance_class of ${INSTANCE} in eu-west-1`);
  expect(law.broken(plans('region-eu-west-1', { ...promotion, after: { replicate_source_db: SOURCE } }))).toBe(
    `promotes one instance in place: region-eu-west-1 leaves replicate_source_db of ${INSTANCE} in eu-west-1 as it was`,
  );
  const second = change(`update ${INSTANCE} ap-southeast-2`, { before: promotion.before, after: promotion.after });
  const both = seen(
    [run('region-eu-west-1', { changes: [promotion] }), run('region-ap-southeast-2', { changes: [second] })],
    { platform },
  );
  expect(law.broken(both)).toBe(
    `promotes one instance in place: region-ap-southeast-2 would promote ${INSTANCE} in ap-southeast-2 too`,
  );
});

test('other replicas are rebuilt from the new writer', () => {
  const law = rebuildsReplicas(['ap-southeast-2']);
  const rebuilt = (source: string) =>
    plans(
      'region-ap-southeast-2',
      change(`replace ${INSTANCE} ap-southeast-2`, { after: { replicate_source_db: source } }),
    );
  expect(law.broken(rebuilt(NEW_SOURCE))).toBeUndefined();
  expect(law.broken(rebuilt(SOURCE))).toBe(
    `rebuilds the other replicas: region-ap-southeast-2 rebuilds main in ap-southeast-2 from ${SOURCE}, not from ${NEW_SOURCE}`,
  );
  expect(law.broken(plans('region-ap-southeast-2'))).toBe(
    'rebuilds the other replicas: region-ap-southeast-2 does not rebuild main in ap-southeast-2',
  );
});

test('a former writer is left, then released, with nothing else in the plan', () => {
  const touched = plans('region-us-east-1', change(`update ${INSTANCE} us-east-1`, { changed: ['multi_az'] }));
  expect(leavesInstances('us-east-1').broken(plans('region-us-east-1'))).toBeUndefined();
  expect(leavesInstances('us-east-1').broken(touched)).toBe(
    `instances in us-east-1 left as they are: region-us-east-1 would update ${INSTANCE} in us-east-1`,
  );
  expect(releasesOnly('us-east-1').broken(touched)).toBe(
    `lifts the protection only: region-us-east-1 also changes multi_az of ${INSTANCE} in us-east-1`,
  );
  const released = (snapshot: string | null) =>
    plans(
      'region-us-east-1',
      change(`update ${INSTANCE} us-east-1`, {
        changed: ['deletion_protection'],
        after: { final_snapshot_identifier: snapshot },
      }),
    );
  expect(releasesOnly('us-east-1').broken(released('last'))).toBeUndefined();
  expect(releasesOnly('us-east-1').broken(released(null))).toBe(
    'lifts the protection only: region-us-east-1 names no final snapshot of main in us-east-1',
  );
  expect(onlyDatabases(['us-east-1']).broken(released('last'))).toBeUndefined();
  expect(
    onlyDatabases(['us-east-1']).broken(plans('region-us-east-1', change('update aws_vpc.network_vpc us-east-1'))),
  ).toBe('nothing else in the plan: region-us-east-1 would update aws_vpc.network_vpc in us-east-1');
  expect(isDatabaseChange(change(`update ${INSTANCE}`), 'foundation')).toBe(false);
});

test('the front door follows the writer in place, and that is all that it does', () => {
  const record = (changed: string[]) =>
    plans('global', change('update aws_route53_record.front_dns_eu-west-1', { changed }));
  const law = onlyDatabases(['us-east-1']);
  expect(law.broken(record(['weighted_routing_policy']))).toBeUndefined();
  expect(law.broken(record(['weighted_routing_policy', 'alias']))).toBe(
    'nothing else in the plan: global would update aws_route53_record.front_dns_eu-west-1',
  );
  expect(law.broken(plans('global', change('replace aws_route53_record.front_dns_eu-west-1')))).toBe(
    'nothing else in the plan: global would replace aws_route53_record.front_dns_eu-west-1',
  );
});

test('Terraform stops at the protected instance, and nowhere else', () => {
  const law = stopsAtProtection('us-east-1');
  const failed = (error: string) => seen([run('region-us-east-1', { outcome: 'failed', error })], { platform });
  expect(law.broken(failed('Error: Cannot delete protected DB Instance'))).toBeUndefined();
  expect(law.broken(failed('Error: no such host'))).toBe(
    'stops at the protected instance: region-us-east-1 failed for another reason in us-east-1: Error: no such host',
  );
  expect(law.broken(seen([run('region-us-east-1')], { platform }))).toBe(
    'stops at the protected instance: region-us-east-1 rebuilt the former writer in us-east-1',
  );
});

test('home moves: what stood there is forgotten, all that is made or adopted is in the new one', () => {
  const law = movesHome('us-east-1', 'eu-west-1');
  const adopted = (region: string) => plans('foundation', change(`import aws_secretsmanager_secret.x ${region}`));
  expect(law.broken(adopted('eu-west-1'))).toBeUndefined();
  expect(law.broken(adopted('ap-southeast-2'))).toBe(
    'home moves to eu-west-1: foundation would import aws_secretsmanager_secret.x in ap-southeast-2, not in eu-west-1',
  );
  expect(law.broken(plans('region-eu-west-1', change('update aws_vpc.network_vpc eu-west-1')))).toBe(
    'home moves to eu-west-1: region-eu-west-1 would update aws_vpc.network_vpc in eu-west-1',
  );
  const before = {
    objects: [],
    states: {
      foundation: ['aws_kms_key.key_us-east-1', 'aws_iam_role.x'].map((address) => ({
        address,
        type: address.split('.')[0] ?? '',
        alias: 'use1',
        attributes: {},
      })),
    },
  };
  expect(forgetsOldHome('us-east-1').broken({ ...plans('foundation'), before })).toBe(
    'forgets what stood in us-east-1: foundation did not forget aws_kms_key.key_us-east-1',
  );
  const forgets = plans('foundation', change('forget aws_kms_key.key_us-east-1'));
  expect(forgetsOldHome('us-east-1').broken({ ...forgets, before })).toBeUndefined();
});

test("foundation's state has a copy in every other Region", () => {
  const bucket = (code: string, region: string) =>
    stored('aws_s3_bucket', region, { bucket: `orders-prod-state-${code}-111122223333` });
  const rules = (...codes: string[]) =>
    stored('aws_s3_bucket_replication_configuration', 'us-east-1', {
      bucket: 'orders-prod-state-use1-111122223333',
      rule: codes.map((code) => ({
        status: 'Enabled',
        destination: [{ bucket: `arn:aws:s3:::orders-prod-state-${code}-111122223333` }],
      })),
    });
  const world = (...codes: string[]) => ({
    ...seen([]),
    after: { objects: [bucket('euw1', 'eu-west-1'), bucket('apse2', 'ap-southeast-2'), rules(...codes)], states: {} },
  });
  expect(stateIsCopied('us-east-1').broken(world('euw1', 'apse2'))).toBeUndefined();
  expect(stateIsCopied('us-east-1').broken(world('euw1'))).toBe(
    'state outlives its Region: bootstrap copies nothing from orders-prod-state-use1-111122223333 in us-east-1 to orders-prod-state-apse2-111122223333 in ap-southeast-2',
  );
});
