import { z } from 'zod';
import { type Draft, problemsOf } from './checks';
import { plain } from './plain';
import { Platform } from './platform';
import { nearest, type Problem, pathText, shown } from './problems';
import { type CompleteConfig, platformSchema } from './schema';
import {
  allowedText,
  childOf,
  choicesOf,
  isRegionSchema,
  type Kind,
  kindsOf,
  recordOf,
  type Schema,
  shapeOf,
} from './schema-reader';

/** The platform, or everything that keeps the config from being one. */
export type Parsed = { readonly platform: Platform } | { readonly problems: readonly Problem[] };

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Checks a value that may be a config. Whatever it is given, it throws nothing. */
export function parsePlatform(input: unknown): Parsed {
  const { data, problems: unreadable } = plain(input);
  if (kindOf(data) !== 'object') {
    const message = `the config is ${kindText(data)}, not an object. Write { "name": ..., "environment": ..., "account": ..., "regions": [...] }.`;
    return { problems: [{ path: '', message }] };
  }
  const result = platformSchema.safeParse(data);
  const refusals = result.success ? [] : distinct(result.error.issues.flatMap((issue) => refusalsOf(issue, data)));
  const draft = result.success
    ? { config: result.data, refused: () => false, unreadRegions: [] }
    : draftOf(data, refusals);
  const problems = [
    ...unreadable,
    ...refusals.map(({ path, message }) => ({ path: pathText(path), message })),
    // What was refused has its default in the draft, of which nothing need be said.
    ...problemsOf(draft).filter(({ path }) => !refusals.some((refusal) => pathText(refusal.path) === path)),
  ];
  return result.success && problems.length === 0 ? { platform: new Platform(result.data) } : { problems };
}

/** A value, or a key, that the schema does not allow. */
interface Refusal {
  readonly path: Path;
  readonly message: string;
}

/** What the schema found, in the words of the person who wrote the file. */
function refusalsOf(issue: Issue, data: unknown): Refusal[] {
  const { path } = issue;
  const schema = schemaAt(path);
  const value = valueAt(data, path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: keyMessage(key, schema) }));
  if (issue.code === 'invalid_key') {
    // Zod looks no further at what is under such a key.
    const record = recordOf(schemaAt(path.slice(0, -1)));
    const under = record ? (z.safeParse(record.value, value).error?.issues ?? []) : [];
    return [
      { path, message: nameMessage(String(path[path.length - 1]), schemaAt(path.slice(0, -1))) },
      ...under.flatMap((inner) => refusalsOf({ ...inner, path: [...path, ...inner.path] } as Issue, data)),
    ];
  }
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find(
      (branch) => !branch.some((inner) => inner.path.length === 0 && MISFITS.has(inner.code)),
    );
    if (meant) return meant.flatMap((inner) => refusalsOf({ ...inner, path: [...path, ...inner.path] } as Issue, data));
  }
  return [{ path, message: valueMessage(value, schema) }];
}

/** What an alternative says of a value that was meant to be another. */
const MISFITS: ReadonlySet<string> = new Set<Issue['code']>(['invalid_type', 'invalid_value']);

/** Each path once: a value may break several rules, and its message names them all. */
const distinct = (refusals: readonly Refusal[]): Refusal[] => [
  ...new Map(refusals.map((refusal) => [identity(refusal.path), refusal])).values(),
];

const identity = (path: Path): string => JSON.stringify(path.map(String));

function keyMessage(key: string, schema: Schema): string {
  if (recordOf(schema)) return nameMessage(key, schema);
  const known = Object.keys(shapeOf(schema) ?? {}).filter((name) => name !== '$schema');
  const near = nearest(key, known);
  const fix = near ? `Write ${shown(near)}, or take it out` : 'Take it out';
  return `unknown key. ${fix}. Allowed here: ${known.join(', ')}.`;
}

/** A key of a record: an object's name, or a Region. */
function nameMessage(key: string, record: Schema): string {
  const schema = recordOf(record)?.key ?? record;
  return isRegionSchema(schema) ? regionMessage(key, schema) : valueMessage(key, schema);
}

function valueMessage(value: unknown, schema: Schema): string {
  const allowed = allowedText(schema);
  if (value === undefined) return `missing. Write ${allowed}.`;
  const rewritten = rewrite(value, schema);
  const kind = kindOf(value);
  if (!kind || !kindsOf(schema).includes(kind)) return `${found(value)}. Allowed: ${allowed}.${rewritten}`;
  if (typeof value === 'string' && isRegionSchema(schema)) return regionMessage(value, schema);
  const near = typeof value === 'string' && !rewritten ? nearest(value, choicesOf(schema)) : undefined;
  const tooLong = z.safeParse(schema, value).error?.issues.some(({ code }) => code === 'too_big');
  const length = typeof value === 'string' && tooLong ? ` (${value.length} characters)` : '';
  return `${shown(value)}${length} is not allowed. Allowed: ${allowed}.${near ? ` Nearest: ${shown(near)}.` : rewritten}`;
}

function regionMessage(name: string, schema: Schema): string {
  const near = nearest(name.trim(), choicesOf(schema));
  const hint = near ? `Nearest: ${shown(near)}` : 'docs/regions.md lists them';
  return `${shown(name)} is not a Region in the catalog. ${hint}. Correct it, or add it to config/catalog.ts with a free slot.`;
}

/** The value in the form that was probably meant, if the schema takes that. */
function rewrite(value: unknown, schema: Schema): string {
  const meant = [[value], ...readings(value)].find((reading) => z.safeParse(schema, reading).success);
  return meant === undefined ? '' : ` Write ${shown(meant)}.`;
}

/** A text as a number, a boolean, a name, digits; a number as a text. */
function readings(value: unknown): unknown[] {
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)];
  if (typeof value !== 'string' || value.trim() === '') return [];
  const lower = value.trim().toLowerCase();
  const name = lower.replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '');
  const truth = lower === 'true' || lower === 'false' ? [lower === 'true'] : [];
  return [Number(lower), ...truth, lower, name, lower.replace(/\D+/g, '')].filter((reading) => reading !== '');
}

function kindOf(value: unknown): Kind | undefined {
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'object':
      return value === null ? undefined : 'object';
    default:
      return undefined;
  }
}

function kindText(value: unknown): string {
  const kind = kindOf(value);
  if (typeof value === 'symbol') return value.description ?? 'a symbol';
  if (typeof value === 'bigint') return 'a bigint';
  if (!kind) return shown(value);
  return kind === 'text' ? kind : `${kind === 'object' ? 'an' : 'a'} ${kind}`;
}

/** `5 is a number`. */
const found = (value: unknown): string =>
  typeof value === 'symbol' || value === null
    ? `${kindText(value)} is not allowed`
    : `${shown(value)} is ${kindText(value)}`;

function schemaAt(path: Path): Schema {
  return path.reduce<Schema>((schema, part) => childOf(schema, part) ?? schema, platformSchema);
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    data,
  );
}

/** The data without what the schema refused, so that the checks can say what else is wrong. */
function draftOf(data: unknown, refusals: readonly Refusal[]): Draft {
  const refusedPaths = new Set(refusals.map(({ path }) => identity(path)));
  const refused = (path: Path): boolean => refusedPaths.has(identity(path));
  const config = defaulted(without(data, [], refused));
  const nameOf = (entry: unknown): unknown => (typeof entry === 'string' ? entry : valueAt(entry, ['name']));
  const entries = valueAt(data, ['regions']);
  const unreadRegions = (Array.isArray(entries) ? entries : []).flatMap((entry, index) => {
    if (nameOf(config.regions?.[index]) !== undefined) return [];
    const name = nameOf(entry);
    return [typeof name === 'string' ? name : undefined];
  });
  return { config, refused, unreadRegions };
}

/** A refused element of a list becomes a gap, so that the others keep their place. */
function without(value: unknown, path: Path, refused: (path: Path) => boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const kept = (part: PropertyKey, item: unknown): unknown =>
    refused([...path, part]) ? undefined : without(item, [...path, part], refused);
  if (Array.isArray(value)) return value.map((item, index) => kept(index, item));
  const entries = Object.entries(value).map(([key, item]) => [key, kept(key, item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** Each top-level key with its defaults, where the rest of it is whole; as it is where something in it is missing. */
function defaulted(left: unknown): Partial<CompleteConfig> {
  const complete = Object.entries(platformSchema.shape).map(([key, schema]) => {
    const given = valueAt(left, [key]);
    const result = schema.safeParse(given);
    return [key, result.success ? result.data : given] as const;
  });
  return Object.fromEntries(complete.filter(([, value]) => value !== undefined)) as Partial<CompleteConfig>;
}
