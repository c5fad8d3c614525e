import { DEFAULT_CONFIG_FILE } from '../../config/load';
import { parsePlatform } from '../../config/parse';
import { ConfigError } from '../../config/problems';
import { platformSchema } from '../../config/schema';
import {
  allowedText,
  defaultOf,
  elementOf,
  isRequired,
  kindsOf,
  recordOf,
  type Schema,
  shapeOf,
} from '../../config/schema-reader';
import { block, code, generatedFrom, table } from './markdown';

/** `docs/config.md`: every key of the config. */
export function configPage(): string {
  const sections = Object.entries(platformSchema.shape).flatMap(([key, schema]) => sectionOf(key, schema));
  return `${[
    generatedFrom('config/schema.ts'),
    '# Config',
    `One file holds the whole platform: ${code(DEFAULT_CONFIG_FILE)}, or the file that ${code('PLATFORM_CONFIG')} names, a TypeScript module or JSON of the same shape. The shortest one:`,
    block('ts', SHORTEST),
    `In JSON, ${code('"$schema": "./schema/platform.schema.json"')} lets an editor complete and check it.`,
    '## The platform',
    'A key is required unless a default is given; "none" means that it may be left out. Unknown keys are errors. Regions are those of [the catalog](regions.md).',
    keyTable('', platformSchema),
    ...sections,
    '## Rules that join several keys',
    RULES.map((rule) => `- ${rule}`).join('\n'),
    '## Errors',
    'A wrong config stops synth with exit code 1 and leaves the output folder as it was. Every problem is named at once: where, what was found, what is allowed, what to do. This config',
    block('json', JSON.stringify(WRONG, null, 2)),
    'gives',
    block('text', reportOf(WRONG)),
  ].join('\n\n')}\n`;
}

const SHORTEST = `import { definePlatform } from './config';

export default definePlatform({
  name: 'orders',
  environment: 'prod',
  account: '111122223333',
  regions: ['us-east-1', 'eu-west-1'],
});`;

/** What `config/checks/` holds, for readers. */
const RULES = [
  '`regions` names each Region once, all of one partition, at least one of them active.',
  '`home` and `writer` are active Regions of `regions`.',
  '`name` does not begin with `aws`, `ssm`, `sg-`, `sthree-` or `amzn-s3-demo-`, which AWS keeps to itself.',
  '`assumeRole` is a role of `account`, in the partition of the Regions.',
  '`state.buckets` names another bucket for each Region of `regions`, and goes neither with `state.backend: "local"` nor with `state.bootstrapped`.',
  'No bucket is called `state`: that is the one of the Terraform state.',
  '`databases.<name>.engineVersion` has a major version that RDS offers for the engine; the minor is taken as it is.',
  '`databases.<name>.maxAllocatedStorageGiB` is at least 10 % above `allocatedStorageGiB`.',
  '`databases.<name>.former` names Regions of `regions`, never the writer.',
  '`databases.<name>.clientCidrs` names each range once, by its first address.',
  '`tables.<name>` has three different attributes as `hashKey`, `rangeKey` and `ttl`; with `consistency: "strong"` it has no `ttl`, and `regions` are three of one set ([the sets](regions.md#strong-consistency)).',
  '`pattern: "data-residency"` with more than one Region has no tables, no databases and no bucket with `replication: "mesh"`.',
  '`network.cidr` is a /8 to /10 that a VPC can have.',
  '`tags` are 45 at the most, none of them `platform`, `environment`, `region`, `stack` or beginning with `aws:`, no two differing only in case.',
] as const;

const WRONG = {
  name: 'orders',
  environment: 'prod',
  account: 111122223333,
  regions: ['us-east-1', 'eu-west-11'],
  writter: 'us-east-1',
  databases: { main: { engine: 'postgres', engineVersion: '9.6', allocatedStorageGiB: 5 } },
};

function reportOf(config: unknown): string {
  const parsed = parsePlatform(config);
  return 'problems' in parsed ? new ConfigError(DEFAULT_CONFIG_FILE, parsed.problems).message : '';
}

/** A section of its own for a key that holds keys: an object, objects by name, or a list of objects. */
function sectionOf(key: string, schema: Schema): string[] {
  const record = recordOf(schema);
  const inner = record?.value ?? elementOf(schema) ?? schema;
  if (!shapeOf(inner)) return [];
  const place = record ? `${key}.<name>` : elementOf(schema) ? `${key}[]` : key;
  const names = record ? `${code('<name>')}: ${allowedText(record.key)}.` : '';
  return [
    `## ${code(place)}`,
    [`${descriptionOf(schema)}`, names].filter(Boolean).join(' '),
    keyTable(`${place}.`, inner),
  ];
}

const keyTable = (prefix: string, schema: Schema): string =>
  table(
    ['Key', 'Type', 'Default', 'Allowed', 'Meaning'],
    Object.entries(shapeOf(schema) ?? {}).map(([key, value]) => [
      code(`${prefix}${key}`),
      [...new Set(kindsOf(value))].join(' or '),
      defaultText(value),
      allowedText(value),
      descriptionOf(value),
    ]),
  );

function defaultText(schema: Schema): string {
  if (isRequired(schema)) return '**required**';
  const value = defaultOf(schema);
  return value === undefined ? 'none' : code(JSON.stringify(value));
}

const descriptionOf = (schema: Schema): string => (schema as { readonly description?: string }).description ?? '';
