import { isObject, type Json, listOf, objectOf } from '../json';
import { holdsTrue, type Mask, maskOf } from './masks';

/** Shorter texts are found everywhere by chance: `true`, `5432`. What is marked is left out whatever its length. */
const SHORTEST = 6;

const PAIRS = 1 << 14;
/** A number for two characters; of ASCII each pair has its own. */
const pairAt = (text: string, at: number): number =>
  ((text.charCodeAt(at) << 7) ^ text.charCodeAt(at + 1)) & (PAIRS - 1);

/**
 * The sensitive values of a plan: what is not marked may hold a copy of one, as a part, or escaped ("JSON Output Format":
 * sensitive values are in the file in clear, beside masks that mark them).
 */
export class Secrets {
  private readonly byStart = new Map<string, Set<string>>();
  /** Whether any begins with a pair of characters, by `pairAt`. */
  private readonly begins = new Uint8Array(PAIRS);

  /** Takes every value that a raw mask covers. */
  addMasked(value: unknown, mask: unknown): void {
    this.addCovered(value, mask);
  }

  /** Takes every text and number in a value. */
  add(value: unknown): void {
    if (typeof value === 'string') this.addText(value);
    else if (typeof value === 'number') this.addText(String(value));
    else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) this.add(item);
  }

  /** Whether a text holds any of them. Linear in the text. */
  isIn(text: string): boolean {
    if (this.byStart.size === 0 || text.length < SHORTEST) return false;
    for (let at = 0; at + SHORTEST <= text.length; at++) {
      // Most places begin no secret: two characters tell, without a part being cut out.
      if (this.begins[pairAt(text, at)] !== 1) continue;
      const candidates = this.byStart.get(text.slice(at, at + SHORTEST));
      if (candidates) for (const secret of candidates) if (text.startsWith(secret, at)) return true;
    }
    return false;
  }

  /** A mask that does not fit its value covers all of it. */
  private addCovered(value: unknown, mask: unknown): void {
    if (typeof mask !== 'object' || mask === null) {
      if (mask === true) this.add(value);
    } else if (Array.isArray(mask) && Array.isArray(value)) {
      for (let index = 0; index < mask.length; index++) this.addCovered(value[index], mask[index]);
    } else if (isObject(mask) && isObject(value)) {
      for (const key in mask) {
        const part = mask[key];
        if (part !== false) this.addCovered(value[key], part);
      }
    } else if (holdsTrue(mask)) this.add(value);
  }

  private addText(text: string): void {
    if (text.length < SHORTEST) return;
    const escaped = JSON.stringify(text).slice(1, -1);
    for (const form of new Set([text, text.trim(), escaped, JSON.stringify(escaped).slice(1, -1), uriForm(text)])) {
      if (form.length < SHORTEST) continue;
      const start = form.slice(0, SHORTEST);
      this.begins[pairAt(form, 0)] = 1;
      const known = this.byStart.get(start);
      if (known) known.add(form);
      else this.byStart.set(start, new Set([form]));
    }
  }
}

/** As it stands in an address; unpaired surrogates have no such form. */
function uriForm(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Every sensitive value of a plan, wherever Terraform keeps a copy of it, but for those of `changes`. */
export function addSecretsOf(plan: Json, secrets: Secrets): void {
  for (const entry of listOf(plan.deferred_changes)) {
    const change = objectOf(objectOf(objectOf(entry).resource_change).change);
    addChange(secrets, change, true);
  }
  for (const change of Object.values(objectOf(plan.output_changes))) addChange(secrets, objectOf(change), true);
  // Variables are not masked: only their declarations tell.
  const declared = objectOf(objectOf(objectOf(plan.configuration).root_module).variables);
  for (const [name, variable] of Object.entries(objectOf(plan.variables)))
    if (objectOf(declared[name]).sensitive === true) secrets.add(objectOf(variable).value);
  for (const values of [objectOf(objectOf(plan.prior_state).values), objectOf(plan.planned_values)]) {
    addModule(secrets, objectOf(values.root_module));
    for (const output of Object.values(objectOf(values.outputs)))
      if (objectOf(output).sensitive === true) secrets.add(objectOf(output).value);
  }
}

/**
 * Takes the secrets of the entries of `resource_changes` or `resource_drift`.
 * @returns the mask of each entry, so that the masks are walked once
 */
export const addSecretsOfChanges = (entries: readonly unknown[], secrets: Secrets): Mask[] =>
  entries.map((entry) => {
    const { type, change: raw } = objectOf(entry);
    const change = objectOf(raw);
    const mask = maskOf(change.before_sensitive, change.after_sensitive);
    const isPlain = isPlainParameter(type, objectOf(change.before)) && isPlainParameter(type, objectOf(change.after));
    addChange(secrets, change, mask !== undefined && !isPlain);
    return mask;
  });

/**
 * The provider marks the value of every SSM parameter, also of those that are there to be read: `replica` is the value of one,
 * and no secret wherever it stands. Its own value is masked all the same.
 */
const isPlainParameter = (type: unknown, values: Json): boolean =>
  type === 'aws_ssm_parameter' &&
  (Object.keys(values).length === 0 || values.type === 'String' || values.type === 'StringList');

function addChange(secrets: Secrets, change: Json, masked: boolean): void {
  if (!masked) return;
  secrets.addMasked(change.before, change.before_sensitive);
  secrets.addMasked(change.after, change.after_sensitive);
}

function addModule(secrets: Secrets, module: Json): void {
  for (const resource of listOf(module.resources)) {
    const { type, values, sensitive_values: mask } = objectOf(resource);
    if (!isPlainParameter(type, objectOf(values))) secrets.addMasked(values, mask);
  }
  for (const child of listOf(module.child_modules)) addModule(secrets, objectOf(child));
}
