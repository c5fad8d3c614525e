import { z } from 'zod';
import type { JsonSchema } from '../../../config/json-schema';
import { SEVERITIES, type Value } from '../model';

/** A value that may be shown. */
const value: z.ZodType<Value> = z
  .lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)]))
  .meta({ id: 'Value', description: 'A value that may be shown; what may not be is left out.' });

const texts = z.array(z.string());
const severity = z.enum(SEVERITIES);
const place = z.string().describe('A Region; `global` for what is in none; `unknown` where nothing tells.');
const amount = z.int().min(0);

const counts = z
  .strictObject({
    create: amount,
    update: amount,
    replace: amount,
    destroy: amount,
    forget: amount,
    import: amount.describe('Adopted; what is also changed counts there too.'),
    unknown: amount.describe('Actions that this version does not know.'),
  })
  .meta({ id: 'Counts', description: 'Changes by kind.' });

const changedPath = z.strictObject({
  path: z.string().describe('`rule[eu-west-1].destination.bucket`: sets by key.'),
  kind: z.enum(['added', 'removed', 'changed', 'unknown']).describe('`unknown`: known after the apply.'),
  before: value.optional(),
  after: value.optional(),
  hidden: z.enum(['sensitive', 'unlisted']).optional().describe('Why a value is left out.'),
});

const change = {
  stack: z.string(),
  address: z.string(),
  type: z.string(),
  kind: z.enum(['no-op', 'read', 'create', 'update', 'replace', 'replace-forget', 'destroy', 'forget', 'unknown']),
  actions: texts.describe("Terraform's own."),
  region: place,
  evidence: z
    .enum([
      'global-type',
      'global-alias',
      'attribute',
      'provider',
      'base-provider',
      'arn',
      'bucket-name',
      'tag',
      'stack',
      'none',
    ])
    .describe('What tells the Region.'),
  touchedRegions: texts.describe('Other Regions that its address or its changed values name. Sorted.'),
  importing: z.boolean(),
  replacePaths: texts.describe('What makes it a replacement.'),
  changed: z.array(changedPath),
  deposed: z.string().optional().describe('Key of a deposed object.'),
  previousAddress: z.string().optional(),
  reason: z.string().optional().describe("Terraform's `action_reason`."),
  expected: z.string().optional().describe("What the config's change asks for: `evacuating eu-west-1`."),
  noise: z.enum(['tags', 'unknown-only', 'order', 'json-text']).optional(),
  constructPath: z.string().optional(),
};

const group = z.strictObject({
  column: z.string(),
  regions: z.array(place),
  ...change,
  alsoAt: z
    .array(z.strictObject({ stack: z.string(), address: z.string(), region: place, deposed: z.string().optional() }))
    .describe('Where the same is done too.'),
});

const finding = {
  rule: z.string().describe('Its id, as docs/review/rules.md has it.'),
  severity,
  stack: z.string().describe('Empty where it is of the platform as a whole.'),
  region: place,
  address: z.string().describe('Empty where it is of no resource.'),
  deposed: z.string().optional(),
  what: z.string(),
  why: z.string(),
  fix: z.string(),
  expected: z.string().optional(),
  paths: texts,
  fingerprint: z.string().describe('The same in every run that finds the same. No value is in it.'),
};

const suppression = z.strictObject({
  rule: z.string(),
  stack: z.string().optional(),
  region: z.string().optional(),
  address: z.string().optional(),
  reason: z.string(),
  until: z.string().describe('Last day, `YYYY-MM-DD`, UTC.'),
  ticket: z.string().optional(),
});

const intent = z.union([
  z.strictObject({
    kind: z.enum([
      'region-added',
      'region-evacuated',
      'region-returning',
      'region-leaving',
      'region-removed',
      'region-active',
    ]),
    region: z.string(),
    label: z.string(),
  }),
  z.strictObject({
    kind: z.enum(['writer-moved', 'home-moved']),
    from: z.string(),
    to: z.string(),
    label: z.string(),
  }),
  z.strictObject({
    kind: z.enum(['object-added', 'object-removed']),
    object: z
      .string()
      .describe("`bucket`, `table`, `database`, `routing`, `identity`, `ci`: kind in the manifest's `objects`."),
    name: z.string(),
    label: z.string(),
  }),
]);

const matrix = z.strictObject({
  columns: texts.describe('In the order in which their stacks are applied.'),
  rows: z.array(
    z.strictObject({
      region: place,
      state: z.string().optional().describe('Of a Region: its state in head; `gone` where head does not list it.'),
      cells: z.record(z.string(), counts).describe('By column. One without changes is not there.'),
      total: counts,
    }),
  ),
  total: counts,
});

const diagnostic = z.strictObject({
  severity: z.enum(['error', 'warning']),
  summary: z.string(),
  address: z.string().optional(),
  kind: z.enum(['provider-gone', 'prevent-destroy', 'unreachable', 'not-found', 'precondition']).optional(),
  alias: z.string().optional(),
  region: z.string().optional(),
});

const stack = z.strictObject({
  stack: z.string(),
  region: z.string().nullable().describe('Null where it works in several.'),
  status: z.enum(['planned', 'errored', 'incomplete', 'refresh-only', 'log', 'absent']),
  affected: z.boolean().optional().describe("Whether what is synthesized for it differs from the base's."),
  counts,
  diagnostics: z.array(diagnostic),
});

const output = z.strictObject({
  stack: z.string(),
  name: z.string(),
  kind: z.enum(['create', 'update', 'delete', 'unknown']),
  sensitive: z.boolean(),
  unknownAfter: z.boolean(),
  typeBefore: z.string().optional(),
  typeAfter: z.string().optional(),
});

const digest = z
  .strictObject({
    schemaVersion: z.literal(1),
    stacks: z.record(
      z.string(),
      z.array(
        z.strictObject({
          address: z.string(),
          deposed: z.string().optional(),
          actions: texts,
          importing: z.literal(true).optional(),
          replacePaths: texts,
          paths: texts,
          unknown: texts,
        }),
      ),
    ),
  })
  .describe('What an approval of this review allows: what `--approved` and `compare` take.');

const review = z.strictObject({
  schemaVersion: z.literal(1),
  platform: z.strictObject({ name: z.string(), environment: z.string(), account: z.string() }),
  verdict: z.strictObject({
    status: z.enum(['clean', 'passed', 'findings', 'not-reviewable']),
    exitCode: z.union([z.literal(0), z.literal(1), z.literal(2)]),
    findings: z
      .strictObject({ critical: amount, high: amount, medium: amount, low: amount, info: amount })
      .describe('Those that are not suppressed.'),
  }),
  failOn: severity,
  intents: z.array(intent).describe("What the config's change asks for. Empty without a base."),
  notes: texts.describe('What was skipped, and why.'),
  matrix,
  stacks: z.array(stack),
  findings: z.array(z.strictObject(finding)).describe('The worst first.'),
  suppressed: z.array(z.strictObject({ ...finding, suppression })),
  outputs: z.array(output),
  noise: z.strictObject({ tags: amount, 'unknown-only': amount, order: amount, 'json-text': amount }),
  digest,
  changes: z.array(group).describe('What is alike in several Regions is one.'),
  drift: z.array(z.strictObject(change)).describe('What was changed outside of Terraform.'),
});

/** JSON Schema of what `--format json` writes, for those who read it. */
export function reviewJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(review, { target: 'draft-7' });
  return {
    ...($schema === undefined ? {} : { $schema }),
    title: 'Meridian review',
    description: 'A review of the plans of all stacks as `npm run review -- --format json=FILE` writes it.',
    ...schema,
  } as JsonSchema;
}
