import { Decoder, Encoder, ExtensionCodec } from '@msgpack/msgpack';

/** Stands for a value that Terraform will only know after an apply. */
export class Unknown {
  toJSON(): string {
    return '(known after apply)';
  }
}
export const UNKNOWN = new Unknown();

export type Value = null | string | number | bigint | boolean | Unknown | readonly Value[] | ObjectValue;
export interface ObjectValue {
  readonly [name: string]: Value;
}

/** The protocol's carrier of a value. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

// An unknown value is extension 0; one with refinements ("not null", a prefix) is extension 12. Both are just unknown here.
// https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: 0,
  encode: (value) => (value instanceof Unknown ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
extensionCodec.register({ type: 12, encode: () => null, decode: () => UNKNOWN });
const encoder = new Encoder({ extensionCodec });
const decoder = new Decoder({ extensionCodec });

export function encode(value: Value): DynamicValue {
  return { msgpack: Buffer.from(encoder.encode(value)) };
}

export function decode(wire: DynamicValue | null | undefined): Value {
  if (wire?.msgpack?.length) return decoder.decode(wire.msgpack) as Value;
  if (wire?.json?.length) return JSON.parse(Buffer.from(wire.json).toString()) as Value;
  return null;
}

export function decodeObject(wire: DynamicValue | null | undefined): ObjectValue | null {
  const value = decode(wire);
  return isObject(value) ? value : null;
}

export function isObject(value: Value | undefined): value is ObjectValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isAbsent(value: Value | undefined): value is null | undefined {
  return value === null || value === undefined;
}

/** The value where it is a known string that isn't empty. */
export function text(value: Value | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The known objects in a list or set; none where it is null or unknown. */
export function objects(value: Value | undefined): ObjectValue[] {
  return isList(value) ? value.filter(isObject) : [];
}

/** The known strings in a list or set. */
export function strings(value: Value | undefined): string[] {
  return isList(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function hasUnknown(value: Value | undefined): boolean {
  if (value instanceof Unknown) return true;
  if (isList(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** Whether two values are the same, whatever the order of their keys; null is as good as absent. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
  if (isAbsent(a) || isAbsent(b)) return isAbsent(a) && isAbsent(b);
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (isObject(a)) {
    if (!isObject(b)) return false;
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...names].every((name) => same(a[name], b[name]));
  }
  return a === b || (typeof a === 'bigint' && typeof b === 'number' && Number(a) === b);
}
