import * as z from 'zod/mini';
import { APP_STATES } from '../shared/record';

const region = z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'the name of a Region, as in eu-west-1'));
const zone = z.exactOptional(z.string().check(z.minLength(1), z.maxLength(64)));

/** `GET /state/{appId}`. */
export const stateQuery = z.strictObject({
  /** `local`: what this Region knows, without a call to another. `strong`: the register's own word. @default 'local' */
  consistency: z.exactOptional(z.enum(['local', 'strong'])),
  zone,
});

/** Addresses that take a zone and nothing else. */
export const zoneQuery = z.strictObject({ zone });

/** `GET /state/{appId}/history`. The limit comes as text. */
export const historyQuery = z.strictObject({
  limit: z.exactOptional(z.string().check(z.regex(/^([1-9]\d?|100)$/, 'a whole number from 1 to 100'))),
  cursor: z.exactOptional(z.string()),
  zone,
});

/** `PUT /state/{appId}`. */
export const moveBody = z.strictObject({
  state: z.enum(APP_STATES),
  /** Region to write. */
  target: z.exactOptional(region),
  /** Pattern active-active: the Region to take out, instead of a target. */
  without: z.exactOptional(region),
  /** Why, for the history. */
  reason: z.string().check(z.minLength(1), z.maxLength(500)),
  /** Refuse if the state has another epoch. */
  expectedEpoch: z.exactOptional(z.int().check(z.minimum(0))),
  /** Read, check and change nothing. */
  dryRun: z.exactOptional(z.boolean()),
  /** Do not ask for the target's deep health. */
  skipChecks: z.exactOptional(z.boolean()),
});

/** `POST /reconcile/{appId}`; no body is the same as an empty one. */
export const reconcileBody = z.strictObject({
  /** Epochs to compare. @default every one since the writer left the primary */
  epochs: z.exactOptional(z.array(z.int().check(z.minimum(0))).check(z.minLength(1), z.maxLength(50))),
  /** Whether objects are compared too. @default true */
  objects: z.exactOptional(z.boolean()),
});
