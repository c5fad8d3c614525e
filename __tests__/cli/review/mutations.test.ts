import { reviewedScenario } from '../../../cli/fixtures/review-fixture';
import { change, changePolicy, create, destroy, each, type Plans, replace, without } from './mutated';

const [US, EU, AP] = ['region-us-east-1', 'region-eu-west-1', 'region-ap-southeast-2'] as const;
const FOUNDATION = 'foundation';
const RULES = 'aws_s3_bucket_replication_configuration.replication-objects_rules';
const INSTANCE = 'aws_db_instance.database-main_instance';
const TABLE = 'aws_dynamodb_table.table-sessions-eu-west-1_table';
const SECRET = 'aws_secretsmanager_secret.credentials-main-eu-west-1_secret';
const bucketPart = (type: string, part: string): string => `aws_s3_bucket${type}.bucket-objects-eu-west-1_${part}`;

interface Mutation {
  readonly what: string;
  readonly rule: string;
  /** @default no-op */
  readonly scenario?: string;
  readonly edit: (plans: Plans) => void;
}

const swapped = (plans: Plans, a: string, b: string): void => {
  const [one, other] = [plans.get(a), plans.get(b)];
  if (!one || !other) throw new Error(`no plan of ${a} or ${b}`);
  plans.set(a, other).set(b, one);
};

const MUTATIONS: readonly Mutation[] = [
  {
    what: 'a replication rule less',
    rule: 'edge-removed',
    edit: (plans) => change(plans, EU, RULES, ({ rule }) => ({ rule: without(rule, ({ id }) => id !== 'us-east-1') })),
  },
  {
    what: 'a replication rule that is disabled',
    rule: 'edge-weakened',
    edit: (plans) =>
      change(plans, EU, RULES, ({ rule }) => ({ rule: each(rule, (one) => ({ ...one, status: 'Disabled' })) })),
  },
  {
    what: 'a replica of the table less',
    rule: 'edge-removed',
    edit: (plans) =>
      change(plans, FOUNDATION, TABLE, ({ replica }) => ({
        replica: without(replica, ({ region_name: region }) => region !== 'us-east-1'),
      })),
  },
  {
    what: 'a replica of the secret less',
    rule: 'edge-removed',
    edit: (plans) => change(plans, FOUNDATION, SECRET, () => ({ replica: [] })),
  },
  {
    what: 'a replica of the key less',
    rule: 'key-deletion',
    edit: (plans) => destroy(plans, FOUNDATION, 'aws_kms_replica_key.key_us-east-1'),
  },
  {
    what: "the table's deletion protection off",
    rule: 'protection-removed',
    edit: (plans) => change(plans, FOUNDATION, TABLE, () => ({ deletion_protection_enabled: false })),
  },
  {
    what: "the table's point-in-time recovery off",
    rule: 'rpo-worse',
    edit: (plans) =>
      change(plans, FOUNDATION, TABLE, ({ point_in_time_recovery: recovery }) => ({
        point_in_time_recovery: each(recovery, (one) => ({ ...one, enabled: false })),
      })),
  },
  {
    what: 'versions no longer kept',
    rule: 'protection-removed',
    edit: (plans) =>
      change(plans, FOUNDATION, bucketPart('_versioning', 'versioning'), ({ versioning_configuration: blocks }) => ({
        versioning_configuration: each(blocks, (one) => ({ ...one, status: 'Suspended' })),
      })),
  },
  {
    what: "a bucket's encryption gone",
    rule: 'protection-removed',
    edit: (plans) => destroy(plans, FOUNDATION, bucketPart('_server_side_encryption_configuration', 'encryption')),
  },
  {
    what: 'an open access block',
    rule: 'public-exposure',
    edit: (plans) =>
      change(plans, FOUNDATION, bucketPart('_public_access_block', 'public-access'), () => ({
        block_public_acls: false,
      })),
  },
  {
    what: 'a bucket less',
    rule: 'stateful-destroyed',
    edit: (plans) => destroy(plans, FOUNDATION, bucketPart('', 'bucket')),
  },
  {
    what: 'the secret replaced',
    rule: 'stateful-replaced',
    edit: (plans) => replace(plans, FOUNDATION, SECRET, 'name'),
  },
  {
    what: 'a star in a policy',
    rule: 'iam-widened',
    edit: (plans) =>
      changePolicy(plans, FOUNDATION, 'aws_iam_role_policy.replication-role_policy', (statements) => [
        ...statements,
        { Effect: 'Allow', Action: '*', Resource: '*' },
      ]),
  },
  {
    what: 'anybody in a trust policy',
    rule: 'iam-widened',
    edit: (plans) =>
      changePolicy(
        plans,
        FOUNDATION,
        'aws_iam_role.replication-role_role',
        (statements) => statements.map((statement) => ({ ...statement, Principal: { AWS: '*' } })),
        'assume_role_policy',
      ),
  },
  {
    what: "another account in the key's policy",
    rule: 'iam-widened',
    edit: (plans) =>
      changePolicy(plans, FOUNDATION, 'aws_kms_key.key_eu-west-1', (statements) => [
        ...statements,
        { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Principal: { AWS: 'arn:aws:iam::999999999999:root' } },
      ]),
  },
  {
    what: 'the database open to the internet',
    rule: 'public-exposure',
    edit: (plans) =>
      change(plans, US, 'aws_vpc_security_group_ingress_rule.database-main_access_from-client', () => ({
        cidr_ipv4: '0.0.0.0/0',
        referenced_security_group_id: null,
      })),
  },
  {
    what: 'a replica that is promoted',
    rule: 'writer-two',
    edit: (plans) => change(plans, EU, INSTANCE, () => ({ replicate_source_db: null })),
  },
  {
    what: 'the writer replaced',
    rule: 'old-writer-destroyed',
    edit: (plans) => replace(plans, US, INSTANCE, 'storage_encrypted'),
  },
  { what: 'the writer gone', rule: 'writer-none', edit: (plans) => destroy(plans, US, INSTANCE) },
  {
    what: 'a smaller class where the others are not',
    rule: 'region-differs',
    edit: (plans) => change(plans, AP, INSTANCE, () => ({ instance_class: 'db.r7g.xlarge' })),
  },
  {
    what: "a role in a Region's stack",
    rule: 'region-stray',
    edit: (plans) => create(plans, EU, 'aws_iam_role.extra', { name: 'extra' }),
  },
  {
    what: 'a parameter that others read less',
    rule: 'contract-removed',
    edit: (plans) => destroy(plans, EU, 'aws_ssm_parameter.outputs_parameter-vpc-id'),
  },
  {
    what: 'two Regions swapped',
    rule: 'region-stray',
    scenario: 'class-change',
    edit: (plans) => swapped(plans, EU, AP),
  },
  {
    what: 'a stack that is not planned',
    rule: 'plan-missing',
    scenario: 'class-change',
    edit: (plans) => plans.delete(EU),
  },
  {
    what: 'an evacuated Region that is destroyed instead',
    rule: 'evacuated-touched',
    scenario: 'evacuate',
    edit: (plans) => destroy(plans, FOUNDATION, 'aws_kms_alias.key_alias-ap-southeast-2'),
  },
  {
    what: 'something besides the evacuation',
    rule: 'intent-exceeded',
    scenario: 'evacuate',
    edit: (plans) => change(plans, US, INSTANCE, () => ({ instance_class: 'db.r7g.xlarge' })),
  },
  {
    what: 'an adoption that replaces',
    rule: 'import-replaced',
    scenario: 'returning',
    edit: (plans) => replace(plans, FOUNDATION, 'aws_s3_bucket.bucket-objects-ap-southeast-2_bucket', 'bucket'),
  },
];

/** Rules at medium or worse. */
const rulesIn = (scenario: string, edit?: (plans: Plans) => void): string[] => [
  ...new Set(
    reviewedScenario(scenario, edit ? { edit } : {})
      .findings.filter(({ severity }) => severity !== 'info' && severity !== 'low')
      .map(({ rule }) => rule),
  ),
];

const calm = new Map<string, string[]>();
const rulesBefore = (scenario: string): string[] => {
  const known = calm.get(scenario) ?? rulesIn(scenario);
  calm.set(scenario, known);
  return known;
};

test.each(['no-op', 'evacuate', 'returning'])('%s is calm', (scenario) => expect(rulesBefore(scenario)).toEqual([]));

test.each(MUTATIONS)('$what is caught by $rule', ({ rule, scenario = 'no-op', edit }) => {
  expect(rulesIn(scenario, edit)).toContain(rule);
  expect(rulesBefore(scenario)).not.toContain(rule);
});
