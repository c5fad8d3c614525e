import type {
  Change,
  ChangeGroup,
  Counts,
  Finding,
  Matrix,
  ReviewResult,
  Severity,
} from '../../../../cli/review/model';
import { SEVERITIES } from '../../../../cli/review/model';

export const NOTHING: Counts = { create: 0, update: 0, replace: 0, destroy: 0, forget: 0, import: 0, unknown: 0 };

export const finding = (settings: Partial<Finding> = {}): Finding => ({
  rule: 'stateful-destroyed',
  severity: 'critical',
  stack: 'foundation',
  region: 'eu-west-1',
  address: 'aws_s3_bucket.bucket-objects-eu-west-1_bucket',
  what: 'The bucket orders-prod-objects-euw1 is destroyed.',
  why: 'Its objects go with it.',
  fix: 'Put it back into `buckets`.',
  paths: [],
  fingerprint: 'f1',
  ...settings,
});

export const change = (settings: Partial<Change> = {}): Change => ({
  address: 'aws_s3_bucket_replication_configuration.replication-objects_rules',
  mode: 'managed',
  type: 'aws_s3_bucket_replication_configuration',
  name: 'replication-objects_rules',
  actions: ['update'],
  kind: 'update',
  importing: false,
  replacePaths: [],
  before: null,
  after: null,
  afterUnknown: [],
  changed: [],
  stack: 'region-us-east-1',
  column: 'region-*',
  region: 'us-east-1',
  evidence: 'attribute',
  touchedRegions: [],
  ...settings,
});

export const group = (members: readonly [Change, ...Change[]]): ChangeGroup => ({
  key: members[0].address,
  kind: members[0].kind,
  column: members[0].column,
  type: members[0].type,
  address: members[0].address,
  members,
  regions: members.map(({ region }) => region),
});

const EMPTY: Matrix = { columns: ['foundation', 'region-*'], rows: [], total: NOTHING };

/** A review in which nothing happens, with what is given in its place. */
export function result(settings: Partial<ReviewResult> = {}): ReviewResult {
  const findings = settings.findings ?? [];
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const failing = count('critical') + count('high') > 0;
  const status = failing ? 'findings' : (settings.matrix ?? EMPTY).total === NOTHING ? 'clean' : 'passed';
  return {
    schemaVersion: 1,
    platform: { name: 'orders', environment: 'prod', account: '111122223333' },
    verdict: {
      status,
      exitCode: failing ? 1 : 0,
      findings: Object.fromEntries(SEVERITIES.map((severity) => [severity, count(severity)])) as Record<
        Severity,
        number
      >,
    },
    failOn: 'high',
    intents: [],
    notes: [],
    matrix: EMPTY,
    stacks: [],
    findings,
    suppressed: [],
    groups: [],
    outputs: [],
    drift: [],
    noise: { tags: 0, 'unknown-only': 0, order: 0, 'json-text': 0 },
    digest: { schemaVersion: 1, stacks: {} },
    ...settings,
  };
}

/** The evacuation of eu-west-1 in three Regions. */
export const EVACUATION: ReviewResult = result({
  intents: [{ kind: 'region-evacuated', region: 'eu-west-1', label: 'evacuating eu-west-1' }],
  matrix: {
    columns: ['foundation', 'region-*'],
    rows: [
      {
        region: 'us-east-1',
        state: 'active',
        cells: { 'region-*': { ...NOTHING, update: 1 } },
        total: { ...NOTHING, update: 1 },
      },
      {
        region: 'eu-west-1',
        state: 'evacuated',
        cells: { foundation: { ...NOTHING, forget: 10 } },
        total: { ...NOTHING, forget: 10 },
      },
      { region: 'us-west-2', state: 'active', cells: {}, total: NOTHING },
    ],
    total: { ...NOTHING, update: 1, forget: 10 },
  },
  groups: [
    group([
      change({
        expected: 'evacuating eu-west-1',
        changed: [
          {
            path: ['rule', { key: 'eu-west-1' }, 'status'],
            text: 'rule[eu-west-1].status',
            attribute: 'rule.status',
            kind: 'removed',
            before: 'Enabled',
          },
          { path: ['role'], text: 'role', attribute: 'role', kind: 'changed', hidden: 'sensitive' },
        ],
      }),
    ]),
  ],
  noise: { tags: 2, 'unknown-only': 0, order: 0, 'json-text': 0 },
});
