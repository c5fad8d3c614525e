import { isIdentical, isObject, type Json } from '../json';
import type { Value, Values } from '../model';
import { fits, type Mask, maskAt, maskOfElements } from './masks';
import { policyOf } from './policy';
import type { Secrets } from './secrets';
import { isVisible, type Visibility, visibilityOf } from './visible';

/** Deeper than any schema: what is deeper was not written by Terraform. */
const DEEPEST = 100;
/** Enough for the policies of a large stack, each of which is there before and after. */
const POLICIES_KEPT = 2_000;

/** Thrown where values are nested too deep to be a plan's. */
export class TooDeep extends Error {
  override name = 'TooDeep';
}

/** A value, and what may be shown of it. */
export interface Projected {
  readonly raw: unknown;
  readonly shown: Value | undefined;
}

/** Turns raw values into what may be shown of them. One for each plan, as it knows that plan's secrets. */
export class Projector {
  private readonly policies = new Map<string, Values | null>();

  constructor(private readonly secrets: Secrets) {}

  /**
   * Attributes of a resource or a block that may be shown.
   * @param like the same on the other side, under the same mask: what is the same there is taken from it
   */
  object(raw: Json, mask: Mask, depth = 0, like?: Projected): Values {
    return fits(mask, raw) ? this.parts(raw, mask, depth, like, visibilityOf) : {};
  }

  /**
   * Attributes of the same object on the other side, under the same mask.
   * @param differing keys of what is not the same there
   */
  other(
    raw: Json,
    mask: Mask,
    like: { readonly raw: Json; readonly shown: Values },
    differing: readonly string[],
  ): Values {
    if (!fits(mask, raw)) return {};
    // Nothing is changed in a projected value: the same one stands for both sides.
    if (differing.length === 0) return like.shown;
    const shown: Record<string, Value> = { ...like.shown };
    for (const key of differing) {
      const part = raw[key];
      const isThere = Object.hasOwn(raw, key);
      const wasThere = Object.hasOwn(like.shown, key);
      const twin = { raw: like.raw[key], shown: wasThere ? like.shown[key] : undefined };
      const value =
        isThere && this.isKey(key) ? this.value(part, maskAt(mask, key), visibilityOf(key), 1, twin) : undefined;
      // What comes or goes would stand in another place than it has in the plan.
      if ((value !== undefined) !== wasThere) return this.object(raw, mask, 0, like);
      if (value !== undefined) shown[key] = value;
    }
    return shown;
  }

  /** What may be shown of a value; nothing where that is nothing. */
  value(raw: unknown, mask: Mask, visibility: Visibility, depth = 0, like?: Projected): Value | undefined {
    if (visibility === 'never' || !fits(mask, raw)) return undefined;
    if (depth > DEEPEST) throw new TooDeep('nested too deep');
    switch (typeof raw) {
      case 'boolean':
        return raw;
      case 'number':
        return this.secrets.isIn(String(raw)) ? undefined : raw;
      case 'string':
        return this.text(raw, visibility);
      case 'object':
        if (raw === null) return null;
        if (Array.isArray(raw)) return this.list(raw, mask, visibility, depth, like);
        return isObject(raw) ? this.parts(raw, mask, depth, like, inMap) : undefined;
      default:
        return undefined;
    }
  }

  /** A name that may be shown. */
  isKey(key: string): boolean {
    return key !== '__proto__' && !this.secrets.isIn(key);
  }

  /** The document that a text holds, its parts in order; nothing where it is none. */
  policy(raw: string): Values | undefined {
    const known = this.policies.get(raw);
    if (known !== undefined) return known ?? undefined;
    const policy = policyOf(raw, this.secrets);
    if (this.policies.size < POLICIES_KEPT) this.policies.set(raw, policy ?? null);
    return policy;
  }

  private text(raw: string, visibility: Visibility): Value | undefined {
    if (visibility === 'policy') return this.policy(raw);
    return isVisible(raw, visibility) && !this.secrets.isIn(raw) ? raw : undefined;
  }

  private parts(
    raw: Json,
    mask: Mask,
    depth: number,
    like: Projected | undefined,
    visibilityBy: (key: string) => Visibility,
  ): Values {
    const shown: Record<string, Value> = {};
    const other = isObject(like?.raw) ? like.raw : undefined;
    const otherShown = isObject(like?.shown) ? like.shown : undefined;
    for (const key in raw) {
      const part = raw[key];
      let twin: Projected | undefined;
      if (other && otherShown && Object.hasOwn(other, key)) {
        const shownThere = Object.hasOwn(otherShown, key) ? otherShown[key] : undefined;
        // Most parts are the same on both sides: they are taken as they are.
        if (other[key] === part || isIdentical(other[key], part)) {
          if (shownThere !== undefined) shown[key] = shownThere;
          continue;
        }
        twin = { raw: other[key], shown: shownThere };
      }
      if (!this.isKey(key)) continue;
      const value = this.value(part, maskAt(mask, key), visibilityBy(key), depth + 1, twin);
      if (value !== undefined) shown[key] = value;
    }
    return shown;
  }

  /** Blocks are lists of objects; a list with an element that may not be shown is left out whole. */
  private list(
    raw: readonly unknown[],
    mask: Mask,
    visibility: Visibility,
    depth: number,
    like: Projected | undefined,
  ): Value | undefined {
    const element = maskOfElements(mask);
    const shown: Value[] = [];
    for (let index = 0; index < raw.length; index++) {
      const item = raw[index];
      const twin = twinIn(like, index);
      const value =
        isObject(item) && twin && isIdentical(twin.raw, item)
          ? twin.shown
          : isObject(item)
            ? this.object(item, element, depth + 1, twin)
            : this.value(item, element, visibility, depth + 1, twin);
      if (value === undefined) return undefined;
      shown.push(value);
    }
    return shown;
  }
}

/** An object that is no block is a map: its keys are anybody's, so only what is evident is shown of its texts. */
const inMap = (key: string): Visibility => (visibilityOf(key) === 'never' ? 'never' : 'shape');

/** The element at the same place on the other side, where that list is shown. */
const twinIn = (like: Projected | undefined, index: number): Projected | undefined =>
  like && Array.isArray(like.raw) && Array.isArray(like.shown) && index < like.raw.length
    ? { raw: like.raw[index], shown: like.shown[index] }
    : undefined;
