import { canonical, compare, isObject, type Json } from '../json';
import type { Value } from '../model';
import type { Secrets } from './secrets';

/** Elements of a statement whose text alone means the list of that one text ("Grammar of the IAM JSON policy language"). */
const LISTS = new Set(['Action', 'NotAction', 'Resource', 'NotResource']);
const PRINCIPALS = new Set(['Principal', 'NotPrincipal']);
/** Conditions on these compare with something that only the two sides know. */
const SECRET_CONDITIONS = /^(aws:referer|aws:useragent|sts:externalid|aws:(principal|request|resource)tag\/)/i;

/**
 * A policy document with its lists in order, so that two that mean the same are the same. Nothing for what is no JSON object,
 * or holds a sensitive value.
 */
export function policyOf(text: string, secrets: Secrets): { readonly [key: string]: Value } | undefined {
  if (secrets.isIn(text)) return undefined;
  const raw = parsed(text);
  return isObject(raw) && holdsNoSecret(raw, secrets) ? document(raw) : undefined;
}

/** An object or a list that a text holds as JSON. */
export function parsed(text: string): unknown {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Texts once more as they are meant: an escape may hide one in the document. */
function holdsNoSecret(value: unknown, secrets: Secrets): boolean {
  if (typeof value === 'string') return !secrets.isIn(value);
  if (typeof value === 'number') return !secrets.isIn(String(value));
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, part]) => !secrets.isIn(key) && holdsNoSecret(part, secrets));
}

const document = (raw: Json): { [key: string]: Value } =>
  sorted(raw, (key, value) => {
    if (key !== 'Statement') return plain(value);
    const statements = (Array.isArray(value) ? value : [value]).filter(isObject).map(statement);
    return statements
      .map((each) => [canonical(each), each] as const)
      .sort(([a], [b]) => compare(a, b))
      .map(([, each]) => each);
  });

const statement = (raw: Json): { [key: string]: Value } =>
  sorted(raw, (key, value) => {
    if (LISTS.has(key)) return listed(value);
    if (PRINCIPALS.has(key)) return isObject(value) ? sorted(value, (_, each) => listed(each)) : plain(value);
    if (key === 'Condition' && isObject(value)) return conditions(value);
    return plain(value);
  });

const conditions = (raw: Json): { [key: string]: Value } =>
  sorted(raw, (_, pairs) =>
    isObject(pairs)
      ? sorted(pairs, (name, value) => (SECRET_CONDITIONS.test(name) ? ['(not shown)'] : listed(value)))
      : plain(pairs),
  );

/** A list of texts in order. */
const listed = (value: unknown): Value =>
  (Array.isArray(value) ? value : [value]).map(plain).sort((a, b) => compare(canonical(a), canonical(b)));

/** As it is, keys in order, lists of texts too. */
function plain(value: unknown): Value {
  if (Array.isArray(value)) {
    const items = value.map(plain);
    return items.every((item) => typeof item === 'string') ? items.sort(compareTexts) : items;
  }
  if (isObject(value)) return sorted(value, (_, each) => plain(each));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

const compareTexts = (a: Value, b: Value): number => compare(String(a), String(b));

const sorted = (raw: Json, part: (key: string, value: unknown) => Value): { [key: string]: Value } =>
  Object.fromEntries(
    Object.keys(raw)
      .sort()
      .map((key) => [key, part(key, raw[key])]),
  );
