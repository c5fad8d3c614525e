import type { z } from 'zod';
import { isRegionName, REGION_NAMES } from './catalog';
import { FORMS, type Form } from './forms';

/** Part of the config's schema. */
export type Schema = z.core.$ZodType;

/** What a value is, in the words of messages and pages. */
export type Kind = 'text' | 'number' | 'boolean' | 'list' | 'object';

const definition = (schema: Schema): z.core.$ZodTypes['_zod']['def'] => (schema as z.core.$ZodTypes)._zod.def;

/** The schema under `.optional()`, `.default()` and `.prefault()`. */
export function unwrapped(schema: Schema): Schema {
  const def = definition(schema);
  return def.type === 'optional' || def.type === 'default' || def.type === 'prefault'
    ? unwrapped(def.innerType)
    : schema;
}

/** The default, as it is written in a config; `undefined` where there is none. */
export function defaultOf(schema: Schema): unknown {
  const def = definition(schema);
  return def.type === 'default' || def.type === 'prefault' ? def.defaultValue : undefined;
}

export const isRequired = (schema: Schema): boolean =>
  !['optional', 'default', 'prefault'].includes(definition(schema).type);

/** Its keys with their schemas, where it is an object; of a union, those of the alternative that has keys. */
export function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  const def = definition(unwrapped(schema));
  if (def.type === 'object') return def.shape;
  return def.type === 'union' ? def.options.map(shapeOf).find((shape) => shape) : undefined;
}

/** Schemas of an object's keys and values, where any key of a form is allowed. */
export function recordOf(schema: Schema): { readonly key: Schema; readonly value: Schema } | undefined {
  const def = definition(unwrapped(schema));
  return def.type === 'record' ? { key: def.keyType, value: def.valueType } : undefined;
}

/** Schema of a list's elements. */
export function elementOf(schema: Schema): Schema | undefined {
  const def = definition(unwrapped(schema));
  return def.type === 'array' ? def.element : undefined;
}

/** The schema of a key or an index in it. */
export function childOf(schema: Schema, part: PropertyKey): Schema | undefined {
  const shape = shapeOf(schema);
  if (shape) return Object.hasOwn(shape, part) ? shape[String(part)] : undefined;
  return recordOf(schema)?.value ?? elementOf(schema);
}

/** The texts that are allowed, where they are few and fixed. */
export function choicesOf(schema: Schema): string[] {
  const def = definition(unwrapped(schema));
  if (def.type === 'enum') return Object.values(def.entries).map(String);
  return def.type === 'union' ? def.options.flatMap(choicesOf) : [];
}

/** Whether it is the name of any Region. */
export const isRegionSchema = (schema: Schema): boolean => {
  const choices = choicesOf(schema);
  return choices.length === REGION_NAMES.length && choices.every(isRegionName);
};

export function kindsOf(schema: Schema): Kind[] {
  const def = definition(unwrapped(schema));
  switch (def.type) {
    case 'union':
      return def.options.flatMap(kindsOf);
    case 'enum':
    case 'string':
      return ['text'];
    case 'number':
    case 'boolean':
      return [def.type];
    case 'literal':
      return [...new Set(def.values.map((value): Kind => (typeof value === 'number' ? 'number' : 'text')))];
    case 'array':
      return ['list'];
    default:
      return ['object'];
  }
}

function formOf(schema: Schema): Form | undefined {
  const def = definition(schema);
  const own = FORMS.get(schema);
  if (own || unwrapped(schema) === schema) return own;
  return 'innerType' in def ? formOf(def.innerType as Schema) : undefined;
}

/** What is allowed, in words that follow "Allowed: ". */
export function allowedText(schema: Schema): string {
  const form = formOf(schema);
  if (form)
    return form.example === undefined ? form.allowed : `${form.allowed}, such as ${JSON.stringify(form.example)}`;
  const choices = choicesOf(schema);
  if (choices.length > 0) return choices.map((choice) => JSON.stringify(choice)).join(' or ');
  const element = elementOf(schema);
  if (element) return `a list, each ${allowedText(element)}`;
  const shape = shapeOf(schema);
  if (shape) {
    const required = Object.keys(shape).filter((key) => shape[key] && isRequired(shape[key]));
    return required.length > 0 ? `an object with ${required.join(', ')}` : 'an object, {} for its defaults';
  }
  return KIND_TEXT[kindsOf(schema)[0] ?? 'object'];
}

const KIND_TEXT: Readonly<Record<Kind, string>> = {
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  object: 'an object',
};
