import { z } from 'zod';
import { OUTPUT_TYPES } from './contract';
import { reviewSchema } from './review-schema';
import { PATTERNS, REGION_STATES } from './schema';

/** Name of the file, beside cdktf's own manifest.json. */
export const MANIFEST_FILE = 'meridian.json';

/** What a config can have or not have, besides Regions. */
export const OBJECT_KINDS = [
  'bucket',
  'table',
  'database',
  'routing',
  'identity',
  'backbone',
  'private-zone',
  'ingress',
  'ci',
] as const;

const addresses = z.array(z.strictObject({ stack: z.string(), address: z.string() }));

/** What a synthesized platform is, for whatever looks at it from outside: no address has to be guessed. */
export const manifestSchema = z.strictObject({
  schemaVersion: z
    .literal(1)
    .describe('Raised when a key is renamed, removed or means something else; new keys leave it.'),
  name: z.string(),
  environment: z.string(),
  account: z.string(),
  partition: z.enum(['aws', 'aws-cn', 'aws-us-gov']),
  pattern: z.enum(PATTERNS).describe('How traffic is meant to use the Regions.'),
  home: z.string().describe('Region of the resources without a Region, and of the state of `foundation`.'),
  writer: z.string().describe('Region in which databases are written.'),
  regions: z
    .array(
      z.strictObject({
        name: z.string(),
        code: z.string(),
        state: z.enum(REGION_STATES),
        cidr: z.string(),
      }),
    )
    .describe('Every Region of the list, in slot order.'),
  stacks: z
    .array(
      z.strictObject({
        name: z.string(),
        region: z.string().nullable().describe('The one Region that the stack works in; null where it works in all.'),
        order: z
          .int()
          .describe('Stacks with the same number may be applied at the same time, after all with a lower one.'),
        dependsOn: z.array(z.string()),
        state: z
          .strictObject({ region: z.string(), bucket: z.string(), key: z.string() })
          .nullable()
          .describe('Where the state object is; null for a local file.'),
      }),
    )
    .describe('In the order in which they are applied.'),
  edges: z
    .array(
      z.strictObject({
        kind: z.enum([
          's3-replication',
          'state-replication',
          'rds-replica',
          'dynamodb-replica',
          'kms-replica',
          'secret-replica',
          'gateway-peering',
          'vpc-peering',
        ]),
        name: z.string().describe("The object's name in the config; `data` or `state` of a key."),
        from: z.string(),
        to: z.string(),
        stack: z.string(),
        address: z.string(),
      }),
    )
    .describe(
      'What is copied from Region to Region or joins the two (then the lower slot first), and the resource that makes it so.',
    ),
  databases: z
    .record(z.string(), z.strictObject({ writer: z.string(), roles: z.record(z.string(), z.string()) }))
    .describe('By name: the writer and what the instance is in each Region.'),
  objects: z
    .array(
      z.strictObject({
        kind: z.enum(OBJECT_KINDS),
        name: z.string().describe('Name in the config; the kind itself of what there is once.'),
      }),
    )
    .describe(
      "What the config has, by kind and name, in whatever state its Regions are: an older Meridian's lacks the key.",
    ),
  bucketRegions: z.record(z.string(), z.string()).describe('Bucket name to Region: an S3 ARN does not tell it.'),
  contract: z
    .strictObject({
      major: z.int(),
      minor: z.int(),
      outputs: z
        .record(z.string(), z.record(z.string(), z.strictObject({ type: z.enum(OUTPUT_TYPES), parameter: z.string() })))
        .describe('By stack and output: its type, and the SSM parameter in the Region of the stack, or in home.'),
    })
    .describe('What other workspaces may read, and the version of it (docs/outputs.md).'),
  review: reviewSchema.describe('How a change is judged: key `review` of the config.'),
  deployments: z
    .array(
      z.strictObject({
        environment: z.string(),
        may: z.enum(['plan', 'foundation', 'regions', 'global']),
        role: z.string().describe('ARN of the role that its jobs take.'),
      }),
    )
    .describe('Environments of the pipelines (`ci`), planning first, then in the order of the waves; none without it.'),
  notes: z.array(z.string()).describe('What is allowed and should be known before it is deployed.'),
  stateful: addresses.describe('What holds data or keys to it: losing one loses data.'),
  servingPath: addresses.describe('What a request to the platform needs.'),
  recoveryPath: addresses.describe('What taking over from a lost Region needs.'),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** JSON Schema of the manifest, for tools in other languages. */
export const manifestJsonSchema = (): object => ({
  ...z.toJSONSchema(manifestSchema, {
    target: 'draft-7',
    // The pattern beside it says the same, and a validator refuses a schema with a format that it does not know.
    override: ({ jsonSchema }) => {
      delete jsonSchema.format;
    },
  }),
  title: 'Meridian manifest',
  description: `${MANIFEST_FILE}, which synth writes beside cdktf's manifest.json.`,
});
