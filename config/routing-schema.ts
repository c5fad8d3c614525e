import { z } from 'zod';
import { FORMS, nameOf, objectName, region, wholeNumber } from './forms';

/** Sets of three Regions that hold a strongly consistent table ("Multi-Region strong consistency (MRSC)"). */
export const REGISTER_SETS = ['us', 'eu', 'ap'] as const;

/** Longest id of an application and longest name of a zone: both are in every key of the routing tables. */
const MAX_APP_LENGTH = 32;
const MAX_ZONE_LENGTH = 16;
/** Writes are refused for up to this long after the writer is lost, so it can't be more. */
const MAX_LEASE_SECONDS = 60;
/** Shorter than this a lease would end while a write that it covers is under way (three times its bound of 1 s, and clocks 0.5 s apart). */
const MIN_LEASE_SECONDS = 5;
/** CloudWatch Logs takes these numbers of days only ("PutRetentionPolicy"). */
const RETENTION_DAYS: ReadonlySet<number> = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

const appId = nameOf(MAX_APP_LENGTH, 'orders');

/** Scheme, host and port, no path: what a browser sends as its origin. */
const origin = z
  .string()
  .regex(/^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/)
  .register(FORMS, { allowed: 'an origin, scheme and host without a path', example: 'https://shop.example.com' });

/** Who may write, moved safely between Regions. */
export const routingSchema = z.strictObject({
  primary: region
    .optional()
    .describe(
      'Region that writes until the first transition, and to which `active` means. Default: `home`. Once the writer was moved, only `promote` changes it (docs/routing.md).',
    ),
  apps: z
    .array(appId)
    .min(1)
    .register(FORMS, { allowed: 'a list of at least one application id, such as ["orders"]' })
    .optional()
    .describe('Applications that move on their own, by id. Default: one, called as the platform.'),
  register: z
    .strictObject({
      set: z
        .enum(REGISTER_SETS)
        .optional()
        .describe(
          "The three Regions that hold the register: `us` us-east-1, us-east-2, us-west-2; `eu` eu-west-1, eu-central-1, eu-west-3; `ap` ap-northeast-1, -2, -3. They need not be the platform's. Default: by home's continent. Fixed once applied.",
        ),
      state: z
        .enum(['active', 'evacuated', 'returning'])
        .default('active')
        .describe(
          "As a Region's state, for the Regions of the set that are not in `regions`: `evacuated` while one of them is out of reach.",
        ),
    })
    .prefault({})
    .describe('The record of who may write: a strongly consistent table.'),
  lease: z
    .strictObject({
      seconds: wholeNumber(MIN_LEASE_SECONDS, MAX_LEASE_SECONDS, 'seconds', 6)
        .default(6)
        .describe('How long a Region may write on one look at the register: the wait when its writer is lost.'),
    })
    .prefault({})
    .describe("The writer's lease."),
  fenceShards: wholeNumber(1, 64, 'items', 16)
    .default(16)
    .describe('Items that a write checks one of, at random: more for more writes at the same moment.'),
  zones: z
    .partialRecord(nameOf(MAX_ZONE_LENGTH, 'eu'), z.array(region).min(1))
    .default({})
    .register(FORMS, { allowed: 'a list of Regions by zone' })
    .describe(
      'With pattern `data-residency`: Regions by zone. Every Region is in one; a writer moves within its zone.',
    ),
  allowedOrigins: z.array(origin).default([]).describe('Web origins that may call the API from a browser (CORS).'),
  logRetentionDays: z
    .int()
    .refine((days) => RETENTION_DAYS.has(days))
    .register(FORMS, {
      allowed: `a number of days that CloudWatch Logs takes (${[...RETENTION_DAYS].join(', ')})`,
      example: 30,
    })
    .default(30)
    .describe("Days that the functions' logs are kept. Those of the state updater are kept for 400."),
  telemetry: z
    .strictObject({
      endpoint: z
        .string()
        .regex(/^https:\/\/[^\s/?#]+(\/[^\s?#]*)?$/)
        .register(FORMS, { allowed: 'an https address', example: 'https://metrics.example.com/generic' })
        .describe('Where an anonymous note of each transition is sent.'),
      enabled: z.boolean().default(true).describe('`false` sends nothing.'),
    })
    .optional()
    .describe('Notes of transitions, sent outside the account. Default: none leaves it.'),
  photos: z
    .strictObject({
      bucket: objectName.describe('The bucket of `buckets` that holds the photos; with replication `mesh`.'),
      app: appId.optional().describe('The application whose writer takes them. Needed where `apps` has several.'),
    })
    .optional()
    .describe('The worked example: photos and comments, written through the fence. Needs `identity`.'),
});

/** User pools. */
export const identitySchema = z.strictObject({
  replication: z
    .enum(['profiles'])
    .default('profiles')
    .describe(
      '`profiles`: a user pool in each Region; profiles are carried to the others every five minutes, passwords are not.',
    ),
});

/** What functions run on. */
export const computeSchema = z.strictObject({
  runtime: z.enum(['nodejs22.x', 'nodejs24.x']).default('nodejs22.x').describe('Lambda runtime of every function.'),
  reserve: z
    .boolean()
    .default(true)
    .describe(
      'Reserve concurrency for the control functions. `false` for accounts whose quota is small: 100 must stay unreserved.',
    ),
});
