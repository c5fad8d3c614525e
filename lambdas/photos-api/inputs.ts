import * as z from 'zod/mini';
import type { ApiRequest } from '../shared/http';
import { isUlid } from '../shared/ids';
import { invalidRequest, Problem } from '../shared/problem';

/** Half of a surrogate pair: no Unicode text has one, and no store gives it back as it was. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Text of a number of characters, counted as people count most of them: by code points. It is kept as it is sent. */
export function wellFormed(min: number, max: number): z.ZodMiniString {
  const allowed = `text of ${min} to ${max} characters, without half surrogate pairs`;
  return z.string().check(
    z.refine(
      (text) => {
        // No text is longer in code points than in code units, so nothing huge is taken apart.
        if (text.length > 2 * max || LONE_SURROGATE.test(text)) return false;
        const { length } = [...text];
        return length >= min && length <= max;
      },
      { error: allowed },
    ),
  );
}

/** The query's `limit`: a whole number from 1 to `max`, which is also what it is without one. */
export function limitOf(query: Readonly<Record<string, string>>, max: number): number {
  const { limit } = query;
  if (limit === undefined) return max;
  const value = /^\d{1,6}$/.test(limit) ? Number(limit) : 0;
  if (value >= 1 && value <= max) return value;
  throw invalidRequest([
    {
      path: 'query.limit',
      value: limit.slice(0, 40),
      allowed: `a whole number from 1 to ${max}`,
      fix: `Send such a number, or leave it out for ${max}.`,
    },
  ]);
}

/** The photo's id in the address, or `not-found`: what is no id has no photo, and there is no reason to say more. */
export function photoIdOf(request: Pick<ApiRequest, 'params'>): string {
  const { id = '' } = request.params;
  if (!isUlid(id)) throw noPhoto();
  return id;
}

export const noPhoto = (): Problem => new Problem('not-found', 'There is no such photo.');
