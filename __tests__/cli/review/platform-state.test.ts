import type { Json } from '../../../cli/review/json';
import type { Edge, ManifestEdge, PlatformState } from '../../../cli/review/model';
import { bucketArn, manifest, planJson, raw, review, THREE } from './plans';

const DATABASE = 'aws_db_instance.database-main_instance';
const RULES = 'aws_s3_bucket_replication_configuration.replication-objects_rules';
const edge = (kind: string, name: string, from: string, to: string, stack: string, address: string): ManifestEdge => ({
  kind,
  name,
  from,
  to,
  stack,
  address,
});
const head = manifest(THREE, {
  edges: [
    edge('rds-replica', 'main', 'us-east-1', 'eu-west-1', 'region-eu-west-1', DATABASE),
    edge('s3-replication', 'objects', 'us-east-1', 'eu-west-1', 'region-us-east-1', RULES),
    edge('s3-replication', 'objects', 'eu-west-1', 'us-east-1', 'region-eu-west-1', RULES),
  ],
  databases: { main: { writer: 'us-east-1', roles: { 'us-east-1': 'writer', 'eu-west-1': 'replica' } } },
});

const source = 'arn:aws:rds:us-east-1:111122223333:db:orders-prod-main';
const instances = ({ databases }: PlatformState): string[] =>
  databases.map(({ database, region, role, known }) => `${database} ${region} ${role} ${known}`);
const ends = ({ edges }: PlatformState): string[] =>
  edges.map(({ kind, name, from, to, known }) => `${kind} ${name} ${from} ${to} ${known}`);
const replica = (actions: string[], before: Json | null, after: Json | null, more?: Json): Json =>
  planJson([raw(DATABASE, actions, before, after, more)]);

describe('databases', () => {
  const at = (region: string, from: string | null): Json => ({ region, replicate_source_db: from });

  test('from no-ops, changes and, where nothing was planned, the manifest', () => {
    const { before, after } = review({
      head,
      plans: { 'region-eu-west-1': replica(['update'], at('eu-west-1', source), at('eu-west-1', null)) },
    });
    expect(instances(before)).toEqual(['main eu-west-1 replica plan', 'main us-east-1 writer manifest']);
    expect(instances(after)).toEqual(['main eu-west-1 writer plan', 'main us-east-1 writer manifest']);
  });

  test('a source that is not known yet, or not shown, is no writer', () => {
    const role = (plan: Json): string | undefined =>
      review({ head, plans: { 'region-eu-west-1': plan } }).after.databases[0]?.role;
    expect(
      role(replica(['create'], null, { region: 'eu-west-1' }, { after_unknown: { replicate_source_db: true } })),
    ).toBe('unknown');
    expect(
      role(
        replica(['update'], at('eu-west-1', source), at('eu-west-1', null), {
          before_sensitive: { replicate_source_db: true },
        }),
      ),
    ).toBe('unknown');
  });

  test('what is destroyed is not there after the run, what is forgotten is', () => {
    const left = (action: string) =>
      review({ head, plans: { 'region-eu-west-1': replica([action], at('eu-west-1', source), null) } }).after;
    expect(instances(left('delete'))).toEqual(['main us-east-1 writer manifest']);
    expect(left('forget').databases[0]).toMatchObject({
      region: 'eu-west-1',
      role: 'replica',
      forgotten: true,
      declared: 'replica',
    });
  });
});

describe('edges', () => {
  const rule = (to: string, more: Json = {}): Json => ({
    id: to,
    status: 'Enabled',
    delete_marker_replication: [{ status: 'Enabled' }],
    destination: [{ bucket: bucketArn(to), replication_time: [{ status: 'Enabled' }] }],
    source_selection_criteria: [
      { replica_modifications: [{ status: 'Enabled' }], sse_kms_encrypted_objects: [{ status: 'Disabled' }] },
    ],
    ...more,
  });
  const rules = (...list: Json[]): Json => ({
    region: 'us-east-1',
    bucket: 'orders-prod-objects-use1-111122223333',
    rule: list,
  });

  test('of replication rules, with what they promise', () => {
    const plan = planJson([
      raw(
        RULES,
        ['update'],
        rules(rule('eu-west-1'), rule('ap-southeast-2')),
        rules(rule('ap-southeast-2', { status: 'Disabled' })),
      ),
    ]);
    const { before, after } = review({ head, plans: { 'region-us-east-1': plan } });
    expect(ends(before).filter((text) => text.includes('s3'))).toEqual([
      's3-replication objects eu-west-1 us-east-1 manifest',
      's3-replication objects us-east-1 ap-southeast-2 plan',
      's3-replication objects us-east-1 eu-west-1 plan',
    ]);
    expect(after.edges.find(({ known }) => known === 'plan')).toEqual<Edge>({
      kind: 's3-replication',
      name: 'objects',
      from: 'us-east-1',
      to: 'ap-southeast-2',
      stack: 'region-us-east-1',
      address: RULES,
      enabled: false,
      guarantees: { replicationTime: true, deleteMarkers: true, replicaModifications: true, kmsObjects: false },
      known: 'plan',
    });
  });

  test('of tables go both ways between all their Regions, with what each copy is promised', () => {
    const table = {
      region: 'us-east-1',
      name: 'orders-prod-sessions',
      deletion_protection_enabled: true,
      point_in_time_recovery: [{ enabled: false }],
      replica: ['eu-west-1', 'ap-southeast-2'].map((region_name) => ({
        region_name,
        consistency_mode: 'EVENTUAL',
        point_in_time_recovery: true,
      })),
    };
    const plan = planJson([raw('aws_dynamodb_table.t', ['no-op'], table, table)]);
    const edges = review({ plans: { foundation: plan } }).after.edges;
    expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'ap-southeast-2 eu-west-1',
      'ap-southeast-2 us-east-1',
      'eu-west-1 ap-southeast-2',
      'eu-west-1 us-east-1',
      'us-east-1 ap-southeast-2',
      'us-east-1 eu-west-1',
    ]);
    expect(edges.map(({ guarantees }) => guarantees.pointInTimeRecovery)).toEqual([
      true,
      false,
      true,
      false,
      true,
      true,
    ]);
  });

  test('of keys, secrets and databases, by the Regions in their ARNs', () => {
    const plan = planJson([
      raw('aws_kms_replica_key.k', ['create'], null, {
        region: 'eu-west-1',
        primary_key_arn: 'arn:aws:kms:us-east-1:1:key/mrk-1',
      }),
      raw('aws_secretsmanager_secret.s', ['create'], null, {
        region: 'us-east-1',
        name: 's',
        replica: [{ region: 'eu-west-1' }],
      }),
      raw('aws_db_instance.d', ['create'], null, { region: 'eu-west-1', replicate_source_db: source }),
    ]);
    expect(ends(review({ plans: { foundation: plan } }).after)).toEqual([
      'kms-replica aws_kms_replica_key.k us-east-1 eu-west-1 plan',
      'rds-replica aws_db_instance.d us-east-1 eu-west-1 plan',
      'secret-replica s us-east-1 eu-west-1 plan',
    ]);
  });
});
