import type { z } from 'zod';
import { REGION_NAMES } from './catalog';
import { type Draft, problemsOf } from './checks';
import { Platform } from './platform';
import { nearest, type Problem, pathText, shown } from './problems';
import { type CompleteConfig, platformSchema } from './schema';

/** The platform, or everything that keeps the config from being one. */
export type Parsed = { readonly platform: Platform } | { readonly problems: readonly Problem[] };

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Checks a value that may be a config. Whatever it is given, it throws nothing. */
export function parsePlatform(input: unknown): Parsed {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return {
      problems: [
        {
          path: '',
          message: `the config is ${Array.isArray(input) ? 'a list' : shown(input)}, not an object. Write { "name": ..., "environment": ..., "account": ..., "regions": [...] }.`,
        },
      ],
    };
  }
  const result = platformSchema.safeParse(input);
  if (result.success) {
    const problems = problemsOf({ config: result.data, unknownRegions: [] });
    return problems.length > 0 ? { problems } : { platform: new Platform(result.data) };
  }
  const issues = result.error.issues.flatMap((issue) => leaves(issue, input));
  const problems = [...issues.flatMap((issue) => shapeProblems(issue, input)), ...problemsOf(draftOf(input, issues))];
  return { problems };
}

/** A union's issue says nothing by itself: the branch that the input was meant to be does. */
function leaves(issue: Issue, input: unknown): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const misfit = (branch: readonly Issue[]): boolean =>
    branch.some(({ code, path }) => path.length === 0 && code === 'invalid_type');
  const value = valueAt(input, issue.path);
  const branch = issue.errors.find(
    (errors) =>
      !misfit(errors) &&
      (typeof value !== 'object' ||
        errors.some(({ path }) => path.length > 0 || errors[0]?.code === 'unrecognized_keys')),
  );
  const meant = branch ?? issue.errors[0] ?? [];
  return meant.flatMap((inner) => leaves({ ...inner, path: [...issue.path, ...inner.path] } as Issue, input));
}

/** What the schema found, in the words of the person who wrote the file. */
function shapeProblems(issue: Issue, input: unknown): Problem[] {
  const path = pathText(issue.path);
  const value = valueAt(input, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const known = keysAt(issue.path);
        const near = nearest(key, known);
        const fix = near ? `Nearest: ${JSON.stringify(near)}. ` : '';
        return {
          path: pathText([...issue.path, key]),
          message: `unknown key. ${fix}Allowed here: ${known.join(', ')}.`,
        };
      });
    case 'invalid_key':
      return [{ path, message: keyMessage(issue, String(issue.path[issue.path.length - 1])) }];
    case 'invalid_value':
      return [
        {
          path,
          message:
            value === undefined ? `missing. Allowed: ${choices(issue.values)}.` : valueMessage(value, issue.values),
        },
      ];
    case 'invalid_type':
      return [
        {
          path,
          message:
            value === undefined
              ? `missing. Write ${TYPE_WORDS[issue.expected] ?? issue.expected}.`
              : `${shown(value)} is ${typeWord(value)}. Allowed: ${TYPE_WORDS[issue.expected] ?? issue.expected}.`,
        },
      ];
    default:
      return [{ path, message: `${shown(value)} is not allowed. Allowed: ${issue.message}.` }];
  }
}

function valueMessage(value: unknown, allowed: readonly unknown[]): string {
  const words = allowed.map(String);
  const near = typeof value === 'string' ? nearest(value, words) : undefined;
  if (words.length === REGION_NAMES.length) {
    const suggestion = near ? ` Nearest: ${JSON.stringify(near)}.` : ' Allowed: the Regions of docs/regions.md.';
    return `${shown(value)} is not a Region in the catalog.${suggestion} Correct it, or add it to config/catalog.ts with a free slot.`;
  }
  return `${shown(value)} is not allowed. Allowed: ${choices(allowed)}.${near ? ` Nearest: ${JSON.stringify(near)}.` : ''}`;
}

/** A key of a record: an object's name, or a Region. */
function keyMessage(issue: Extract<Issue, { code: 'invalid_key' }>, key: string): string {
  const inner = issue.issues[0];
  return inner?.code === 'invalid_value'
    ? valueMessage(key, inner.values)
    : `${shown(key)} is no name. Allowed: ${issue.issues.map(({ message }) => message).join('; ')}.`;
}

const choices = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ');

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const typeWord = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : (TYPE_WORDS[typeof value] ?? typeof value);

/** The keys that the schema knows at a path. */
function keysAt(path: Path): string[] {
  let schema: unknown = platformSchema;
  for (const part of path) schema = within(unwrapped(schema), part);
  const { shape } = definition(unwrapped(schema));
  return shape ? Object.keys(shape).filter((key) => key !== '$schema') : [];
}

interface Definition {
  readonly innerType?: unknown;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly element?: unknown;
  readonly valueType?: unknown;
  readonly options?: readonly unknown[];
}

const definition = (schema: unknown): Definition =>
  (schema as { readonly _zod: { readonly def: Definition } })._zod.def;

/** The schema under `.optional()`, `.default()` and `.prefault()`; of a union, the branch that has keys. */
function unwrapped(schema: unknown): unknown {
  const { innerType, options } = definition(schema);
  if (innerType) return unwrapped(innerType);
  return options?.map(unwrapped).find((option) => definition(option).shape) ?? schema;
}

function within(schema: unknown, part: PropertyKey): unknown {
  const { shape, element, valueType } = definition(schema);
  return shape?.[String(part)] ?? element ?? valueType;
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  );
}

/** The input without what the schema refused, so that the checks can say what else is wrong. */
function draftOf(input: object, issues: readonly Issue[]): Draft {
  const unknownRegions = issues.flatMap(({ path, code }) => {
    const value = path[0] === 'regions' && code === 'invalid_value' ? valueAt(input, path) : undefined;
    return typeof value === 'string' ? [value] : [];
  });
  const refused = new Set(
    issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => pathText([...issue.path, key]))
        : [pathText(issue.path)],
    ),
  );
  const left = without(input, [], refused);
  return { config: defaulted(left), unknownRegions };
}

/** A refused element of a list becomes a gap, so that the others keep their place. */
function without(value: unknown, path: Path, refused: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const kept = (part: PropertyKey, item: unknown): unknown =>
    refused.has(pathText([...path, part])) ? undefined : without(item, [...path, part], refused);
  if (Array.isArray(value)) return value.map((item, index) => kept(index, item));
  const entries = Object.entries(value).map(([key, item]) => [key, kept(key, item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** Each top-level key with its defaults, where the rest of it is whole; as it is where something in it is missing. */
function defaulted(left: unknown): Partial<CompleteConfig> {
  const given = left as Record<string, unknown>;
  const complete = Object.entries(platformSchema.shape).map(([key, schema]) => {
    const result = schema.safeParse(given[key]);
    return [key, result.success ? result.data : given[key]] as const;
  });
  return Object.fromEntries(complete.filter(([, value]) => value !== undefined)) as Partial<CompleteConfig>;
}
