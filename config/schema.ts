import { z } from 'zod';
import { ciSchema } from './ci-schema';
import { attribute, FORMS, nameOf, objectName, region, wholeNumber } from './forms';
import { ingressSchema } from './ingress-schema';
import { networkSchema } from './network-schema';
import { reviewSchema } from './review-schema';
import { computeSchema, identitySchema, routingSchema } from './routing-schema';

/** Longest `name`. With the longest environment and object name it still fits every service's limit (`config/names.ts`). */
export const MAX_NAME_LENGTH = 20;
/** Longest `environment`. */
export const MAX_ENVIRONMENT_LENGTH = 10;
/** RDS, gp3 ("Amazon RDS DB instance storage"): the smallest and the largest volume, in GiB. */
export const STORAGE_GIB = { min: 20, max: 65_536 } as const;
/** RDS keeps automated backups this many days at the most; 0 would switch them, and so replicas, off ("Backup retention period"). */
export const MAX_BACKUP_RETENTION_DAYS = 35;

/** Letters, digits, spaces and `_.:/=+-@`: what every service takes in a tag ("Tag naming limits and requirements"). */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u;
const TAG_CHARACTERS = 'letters, digits, spaces and _ . : / = + - @';

/** How traffic can be meant to use the Regions. */
export const PATTERNS = ['active-passive', 'active-active', 'data-residency'] as const;

/** What a Region can be in the config. */
export const REGION_STATES = ['active', 'evacuated', 'returning', 'leaving'] as const;

const regionEntry = z
  .union([
    region,
    z.strictObject({
      name: region.describe("The Region, by AWS's own name."),
      state: z
        .enum(REGION_STATES)
        .default('active')
        .describe(
          '`active`: in use. `evacuated`: gone or unreachable; nothing of it is planned and no call is made there, its data is left as it is. `returning`: reachable again; what `evacuated` forgot is adopted under the same addresses. `leaving`: alive, and to be removed for good; the others drop their edges to it, and its own stack is emptied.',
        ),
      recreate: z
        .array(z.enum(['backbone']))
        .default([])
        .describe(
          'What is made anew instead of adopted while the Region is `returning`: `backbone` where AWS has dropped its peerings meanwhile.',
        ),
      data: z
        .enum(['release', 'destroy'])
        .optional()
        .describe(
          'What is to become of the data in a Region that is `leaving`, which needs it: `release` lifts the protection of its buckets and replicas; `destroy`, once that is applied, deletes them with all that is in them. Then the entry may go.',
        ),
    }),
  ])
  .register(FORMS, { allowed: 'a Region\'s name such as "eu-west-1", or { name, state, data }' });

const bucket = z.strictObject({
  replication: z
    .enum(['mesh', 'none'])
    .default('mesh')
    .describe('`mesh`: every Region copies to every other. `none`: each Region keeps its own objects.'),
  replicationTimeControl: z
    .boolean()
    .default(true)
    .describe(
      'Bound the copy to 15 minutes; billed per GB. Without it no object has a limit, so no RPO can be promised.',
    ),
  noncurrentVersionDays: wholeNumber(1, 3650, 'days', 90)
    .default(90)
    .describe('Days that a replaced or deleted object can still be brought back.'),
});

const database = z.strictObject({
  engine: z.enum(['postgres', 'mysql']).describe('RDS engine.'),
  engineVersion: z
    .string()
    .regex(/^\d+(\.\d+){0,2}$/)
    .register(FORMS, {
      allowed: 'a version, its major alone ("17", "8.4") or with its minor ("17.4", "8.4.3")',
    })
    .describe(
      'Engine version. With a minor (`17.4`) it is pinned; with only the major (`17`, `8.4`) AWS applies minor upgrades in the maintenance window.',
    ),
  instanceClass: z
    .string()
    .regex(/^db\.[a-z0-9-]+\.[a-z0-9.-]+$/)
    .register(FORMS, { allowed: 'an RDS instance class', example: 'db.r7g.large' })
    .describe(
      'Class of the instance in every Region: a replica that is smaller than its writer falls behind and cannot take over.',
    ),
  allocatedStorageGiB: wholeNumber(STORAGE_GIB.min, STORAGE_GIB.max, 'GiB', 100).describe(
    'First size of the gp3 volume, in GiB.',
  ),
  maxAllocatedStorageGiB: wholeNumber(STORAGE_GIB.min, STORAGE_GIB.max, 'GiB', 500)
    .optional()
    .describe(
      'Let RDS grow the volume up to this size, in GiB; at least 10 % above `allocatedStorageGiB`. Without it the volume does not grow.',
    ),
  multiAz: z.boolean().default(true).describe('A standby in a second zone of each Region.'),
  backupRetentionDays: wholeNumber(1, MAX_BACKUP_RETENTION_DAYS, 'days', 14)
    .default(14)
    .describe('Days that automated backups are kept, in every Region. Without backups there are no replicas.'),
  passwordVersion: wholeNumber(1, 1_000_000, '', 2)
    .default(1)
    .describe("Raise it to have a new master password made and set: apply `foundation`, then the writer's stack."),
  clientCidrs: z
    .array(z.cidrv4().register(FORMS, { allowed: 'an IPv4 range', example: '10.1.0.0/19' }))
    .default([])
    .describe("IPv4 ranges that may connect, besides members of the Region's client security group."),
  former: z
    .partialRecord(region, z.enum(['keep', 'release']))
    .default({})
    .register(FORMS, { allowed: '"keep" or "release" by Region' })
    .describe(
      'Instances that were the writer once and hold writes that may never have been copied. `keep`: left exactly as it is. `release`: its protection is lifted and its final snapshot named. Without an entry it is a replica (and is replaced, after its final snapshot).',
    ),
});

const table = z.strictObject({
  hashKey: attribute('pk').describe('Partition key attribute, a string.'),
  rangeKey: attribute('sk').optional().describe('Sort key attribute, a string.'),
  consistency: z
    .enum(['eventual', 'strong'])
    .default('eventual')
    .describe(
      '`strong`: a read in any Region sees the last write of every Region; needs exactly three Regions of one set (US, EU or AP), and no `ttl`.',
    ),
  ttl: attribute('expiresAt')
    .optional()
    .describe('Attribute that holds the second (Unix epoch) at which an item expires.'),
});

/** The config of a platform, as the user writes it. Unknown keys are errors. */
export const platformSchema = z.strictObject({
  $schema: z.string().optional().describe('Path of the JSON Schema, for editors. Ignored.'),
  name: nameOf(MAX_NAME_LENGTH, 'orders').describe(
    'Name of the platform, first part of every physical name. Changing it replaces everything.',
  ),
  environment: nameOf(MAX_ENVIRONMENT_LENGTH, 'prod').describe(
    'Environment, second part of every physical name: `prod`, `staging`. Changing it replaces everything.',
  ),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .register(FORMS, { allowed: '12 digits, in quotes', example: '111122223333' })
    .describe('AWS account id. Every provider refuses to work in another account.'),
  regions: z
    .array(regionEntry)
    .min(1)
    .register(FORMS, { allowed: 'a list of at least one Region, such as ["us-east-1", "eu-west-1"]' })
    .describe('The Regions, each once, in any order. A plain name is an active Region.'),
  home: region
    .optional()
    .describe(
      "Region of `foundation`'s Region-less resources and of its state. Default: the first of `regions`. It does not move in a failover.",
    ),
  formerHome: region
    .optional()
    .describe(
      'The Region that was `home` before it was lost: `foundation` forgets what stood there and adopts what the new home has of it, and knows that the primary of the keys is there. It stays in the config, also when the Region is back or has left the list (docs/runbooks/home-loss.md).',
    ),
  writer: region
    .optional()
    .describe('Region in which databases are written. Default: `home`. Moving it promotes the instance there.'),
  pattern: z
    .enum(PATTERNS)
    .default('active-passive')
    .describe(
      'How traffic is meant to use the Regions: recorded in the manifest. `data-residency` is enforced too: it refuses whatever would copy data out of its Region.',
    ),
  state: z
    .strictObject({
      backend: z
        .enum(['s3', 'local'])
        .default('s3')
        .describe('`local`: files beside the output folder, to try Meridian out; never for a team.'),
      bootstrapped: z
        .boolean()
        .default(false)
        .describe(
          'Set once `bootstrap` was applied: its own state then moves into the buckets that it made (`terraform init -migrate-state`).',
        ),
      buckets: z
        .partialRecord(
          region,
          z
            .string()
            .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
            .register(FORMS, {
              allowed: "an S3 bucket's name of 3 to 63 characters",
              example: 'acme-terraform-eu',
            }),
        )
        .optional()
        .register(FORMS, { allowed: "a bucket's name by Region" })
        .describe(
          'Existing state buckets by Region, one for each Region of `regions`. Without it the stack `bootstrap` makes them.',
        ),
    })
    .prefault({})
    .describe('Where Terraform state is kept.'),
  assumeRole: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/)
    .register(FORMS, { allowed: 'the ARN of an IAM role', example: 'arn:aws:iam::111122223333:role/deploy' })
    .optional()
    .describe('ARN of a role that every provider assumes, in `account`.'),
  buckets: z
    .record(objectName, bucket)
    .default({})
    .register(FORMS, { allowed: 'an object of buckets by name' })
    .describe('S3 buckets by name, one in each Region.'),
  databases: z
    .record(objectName, database)
    .default({})
    .register(FORMS, { allowed: 'an object of databases by name' })
    .describe('RDS databases by name: an instance in every Region, one of them the writer.'),
  tables: z
    .record(objectName, table)
    .default({})
    .register(FORMS, { allowed: 'an object of tables by name' })
    .describe('DynamoDB global tables by name.'),
  network: networkSchema.prefault({}).describe('The VPC of each Region, and what joins them.'),
  ingress: ingressSchema
    .optional()
    .describe('How clients reach the platform: names, certificates, the entry of each Region, and the front door.'),
  routing: routingSchema
    .optional()
    .describe('Who may write, moved safely between Regions: register, fences, the updater, control API and health.'),
  identity: identitySchema.optional().describe('A user pool in each Region. Needs `routing`.'),
  compute: computeSchema.prefault({}).describe('The functions.'),
  review: reviewSchema.prefault({}).describe('How `npm run review` judges a change.'),
  ci: ciSchema.prefault({}).describe('What deploys the platform by itself.'),
  tags: z
    .record(
      z
        .string()
        .min(1)
        .max(128)
        .regex(TAG_TEXT)
        .register(FORMS, { allowed: `a tag's key of 1 to 128 ${TAG_CHARACTERS}` }),
      z
        .string()
        .max(256)
        .regex(TAG_TEXT)
        .register(FORMS, { allowed: `at most 256 ${TAG_CHARACTERS}`, example: 'team-orders' }),
    )
    .default({})
    .register(FORMS, { allowed: 'an object of texts by tag' })
    .describe('Tags for every resource, besides `platform`, `environment`, `region` and `stack`.'),
});

/** What `definePlatform` takes: required keys and any of the optional ones. */
export type PlatformConfig = z.input<typeof platformSchema>;
/** The config with every default filled in. */
export type CompleteConfig = z.output<typeof platformSchema>;

export type BucketConfig = CompleteConfig['buckets'][string];
export type DatabaseConfig = CompleteConfig['databases'][string];
export type TableConfig = CompleteConfig['tables'][string];
export type RegionState = (typeof REGION_STATES)[number];
/** What becomes of the data in a Region that leaves. */
export type DataFate = 'release' | 'destroy';
export type Pattern = CompleteConfig['pattern'];
