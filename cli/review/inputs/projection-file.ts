import { z } from 'zod';
import type { Json } from '../json';
import type { ProjectedPlan, Value, Values } from '../model';
import { inputError } from '../problems';

/** Key of a projected plan's version, which tells it from a plan. */
const VERSION_KEY = 'meridianPlan';
const VERSION = 1;

const value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)]),
);
const values: z.ZodType<Values> = z.record(z.string(), value);
const segment = z.union([z.string(), z.number(), z.strictObject({ key: z.string() })]);

const changedPath = z.strictObject({
  path: z.array(segment),
  text: z.string(),
  attribute: z.string(),
  kind: z.enum(['added', 'removed', 'changed', 'unknown']),
  before: value.exactOptional(),
  after: value.exactOptional(),
  hidden: z.enum(['sensitive', 'unlisted']).exactOptional(),
  named: z.strictObject({ added: z.array(z.string()), removed: z.array(z.string()) }).exactOptional(),
});

const change = z.strictObject({
  address: z.string(),
  mode: z.enum(['managed', 'data']),
  type: z.string(),
  name: z.string(),
  actions: z.array(z.string()),
  kind: z.enum(['no-op', 'read', 'create', 'update', 'replace', 'replace-forget', 'destroy', 'forget', 'unknown']),
  reason: z.string().exactOptional(),
  deposed: z.string().exactOptional(),
  previousAddress: z.string().exactOptional(),
  importing: z.boolean(),
  replacePaths: z.array(z.string()),
  before: values.nullable(),
  after: values.nullable(),
  afterUnknown: z.array(z.string()),
  changed: z.array(changedPath),
  noise: z.enum(['tags', 'unknown-only', 'order', 'json-text']).exactOptional(),
  provider: z.strictObject({ key: z.string(), region: z.string().exactOptional() }).exactOptional(),
});

const plan = z.strictObject({
  terraformVersion: z.string(),
  status: z.enum(['planned', 'errored', 'incomplete', 'refresh-only']),
  planOnly: z.boolean(),
  accounts: z.array(z.string()),
  configured: z.array(z.string()),
  changes: z.array(change),
  drift: z.array(change),
  outputs: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['no-op', 'create', 'update', 'delete', 'unknown']),
      sensitive: z.boolean(),
      unknownAfter: z.boolean(),
      typeBefore: z.string().exactOptional(),
      typeAfter: z.string().exactOptional(),
    }),
  ),
  checks: z.array(z.strictObject({ address: z.string(), status: z.enum(['pass', 'fail', 'error', 'unknown']) })),
  actionInvocations: z.array(
    z.strictObject({ address: z.string(), type: z.string(), trigger: z.string().exactOptional() }),
  ),
});

export const isProjection = (json: Json): boolean => VERSION_KEY in json;

/** @throws InputError */
export function readProjection(file: string, json: Json): ProjectedPlan {
  if (json[VERSION_KEY] !== VERSION)
    throw inputError(
      file,
      `is a projected plan of another version; this review reads version ${VERSION}. Make it with the Meridian that reviews it: npm run review -- redact.`,
    );
  const read = plan.safeParse(json.plan);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue && issue.path.length > 0 ? ` at plan.${issue.path.map(String).join('.')}` : '';
  throw inputError(
    file,
    `is a projected plan that was changed or damaged${where}. Make it again: npm run review -- redact.`,
  );
}

/** The text of a projected plan, for a file. */
export const projectionText = (projected: ProjectedPlan): string =>
  `${JSON.stringify({ [VERSION_KEY]: VERSION, plan: projected })}\n`;
