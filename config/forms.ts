import { z } from 'zod';
import { REGION_NAMES } from './catalog';

/** Longest key of `buckets`, `tables` and `databases`. */
export const MAX_OBJECT_NAME_LENGTH = 20;

/** What a value may be, in words that end "Allowed: ", and an example of it. */
export interface Form {
  readonly allowed: string;
  readonly example?: string | number;
}

/** The form of a value, where the schema alone doesn't say it well: for messages and for docs/config.md. */
export const FORMS = z.registry<Form>();

/** The first letter is RDS's rule, no double or trailing hyphen RDS's and S3's. */
export const nameOf = (longest: number, example: string) =>
  z
    .string()
    .max(longest)
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
    .register(FORMS, {
      allowed: `1 to ${longest} lower-case letters, digits and single hyphens, beginning with a letter and not ending in a hyphen`,
      example,
    });

export const wholeNumber = (min: number, max: number, unit: string, example: number) =>
  z
    .int()
    .min(min)
    .max(max)
    .register(FORMS, { allowed: `a whole number from ${min} to ${max}${unit && ` (${unit})`}`, example });

export const attribute = (example: string) =>
  z.string().min(1).max(255).register(FORMS, { allowed: "an attribute's name of 1 to 255 characters", example });

export const region = z
  .enum(REGION_NAMES as [(typeof REGION_NAMES)[number], ...typeof REGION_NAMES])
  .meta({ id: 'Region' })
  .register(FORMS, { allowed: "a Region's name", example: 'eu-west-1' });

export const objectName = nameOf(MAX_OBJECT_NAME_LENGTH, 'main');

/** A domain name of at least two labels, without a final dot. Lengths are checked with the longest host below it. */
export const domainName = (example: string) =>
  z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/)
    .register(FORMS, { allowed: 'a domain name in lower case, without a final dot', example });
