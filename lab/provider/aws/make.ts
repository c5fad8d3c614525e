import { createHash } from 'node:crypto';
import { isOwnId, nameOf } from '../identity';
import type { Make } from '../plan/settle';
import { isList, type ObjectValue, Unknown, type Value } from '../protocol/value';
import { COMMON_FORMS, FORMS } from './forms';
import { dnsSuffixOf, partitionOf } from './partition';
import { computedSpecially, uuid } from './special';

/** Where and for whom an object is made. */
export interface Place {
  /** Region of the object, as in its ARN: also for a service without Regions the one that the provider is set to. */
  readonly region: string;
  readonly account: string;
  /** Whether the service has no Regions. */
  readonly global: boolean;
}

/**
 * Makes up what AWS would for a new object: the same digits for the same type, place and written values, other digits
 * for another `copy`, so that two objects alike in everything still are two.
 */
export function maker(type: string, place: Place, planned: ObjectValue, copy = 0): Make {
  return new Maker(type, place, planned, copy).make;
}

class Maker {
  readonly #seed: string;

  constructor(
    private readonly type: string,
    private readonly place: Place,
    private readonly planned: ObjectValue,
    copy: number,
  ) {
    const written = Object.entries(planned).filter(([, value]) => typeof value === 'string');
    this.#seed = JSON.stringify([type, place, written.sort(([a], [b]) => (a < b ? -1 : 1)), copy]);
  }

  readonly make: Make = (path, element) => {
    const special = computedSpecially(this.type, path, this.planned, (digits) => this.#hex(digits, 'special'));
    if (special !== undefined) return this.#filled(special, element);
    const name = path.slice(path.lastIndexOf('.') + 1);
    const form = FORMS[this.type]?.[path] ?? (path === name ? COMMON_FORMS[name] : undefined) ?? this.#usual(name);
    return this.#filled(form, element);
  };

  /** Forms of attributes that the table doesn't list. */
  #usual(name: string): Value | undefined {
    if (name === 'id') return nameOf(this.planned) ?? FORMS[this.type]?.arn ?? `${kebab(this.type)}-{hex12}`;
    if (name.endsWith('_id') && isOwnId(this.type, name)) return '{hex12}';
    if (name === 'arn' || name.endsWith('_arn')) return this.#genericArn(name);
    // Other resources take these, and Terraform's own functions: both read them.
    if (/(^|_)cidr(_block)?$/.test(name)) return '10.0.0.0/16';
    return undefined;
  }

  /** `arn:aws:<service>:<region>:<account>:<type>/<name>`: the service is the first word of the type. */
  #genericArn(name: string): string {
    const [, service = 'aws', ...rest] = this.type.split('_');
    const resource = (name === 'arn' ? rest.join('-') : kebab(name.slice(0, -'_arn'.length))) || service;
    const region = this.place.global ? '' : '{region}';
    return `arn:{partition}:${service}:${region}:{account}:${resource}/${nameOf(this.planned) ?? '{hex12}'}`;
  }

  #filled(form: Value | undefined, element: ObjectValue): Value | undefined {
    if (isList(form)) return form.map((item) => this.#filled(item, element) ?? null);
    if (typeof form !== 'string') return form;
    return form.replace(/\{([-/]?)(\w+)(?::(\w+))?\}/g, (_, part: string, name: string, label: string | undefined) => {
      const value = this.#named(name, label ?? '', element);
      if (part === '-') return value.slice(value.lastIndexOf('/') + 1);
      return part === '/' && !value.startsWith('/') ? `/${value}` : value;
    });
  }

  #named(name: string, label: string, element: ObjectValue): string {
    const digits = /^(hex|HEX|num|alnum)(\d+)$/.exec(name);
    if (digits) return this.#digits(digits[1] ?? 'hex', Number(digits[2]), label);
    const written = element[name] ?? this.planned[name];
    if (written !== null && written !== undefined && !(written instanceof Unknown) && typeof written !== 'object')
      return String(written);
    if (name === 'partition') return partitionOf(this.place.region);
    if (name === 'dns') return dnsSuffixOf(this.place.region);
    if (name === 'account' || name === 'region') return this.place[name];
    if (name === 'uuid') return uuid(this.#hex(32, `uuid${label}`));
    if (name === 'ip') return `198.51.100.${1 + (Number.parseInt(this.#hex(4, 'ip'), 16) % 254)}`;
    if (name === 'path') return '/';
    const made = this.make(name, element);
    return made === undefined || made === null || made === '' || typeof made === 'object'
      ? this.#hex(12, name)
      : String(made);
  }

  #digits(alphabet: string, count: number, label: string): string {
    const hex = this.#hex(count, label);
    if (alphabet === 'HEX') return hex.toUpperCase();
    if (alphabet === 'num') return [...hex].map((digit) => Number.parseInt(digit, 16) % 10).join('');
    if (alphabet === 'alnum') return [...hex].map((digit, at) => (at % 2 ? digit.toUpperCase() : digit)).join('');
    return hex;
  }

  #hex(count: number, label: string): string {
    return createHash('sha256').update(`${this.#seed}/${label}`).digest('hex').slice(0, count);
  }
}

const kebab = (name: string): string => name.replace(/^aws_/, '').replaceAll('_', '-');
