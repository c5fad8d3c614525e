import { CATALOG, REGION_NAMES, type RegionName } from '../../config/catalog';
import { anyPlatform, texts } from './region-lists';

const ownRegion = (stack: string): RegionName => stack.replace('region-', '') as RegionName;

/** Where a Region stack may name another Region: parts of ARNs, and the ids of replication rules. */
const FOREIGN_NAMES = [
  'resource.aws_db_instance.replicate_source_db',
  'resource.aws_s3_bucket_replication_configuration.rule.destination.encryption_configuration.replica_kms_key_id',
  'resource.aws_s3_bucket_replication_configuration.rule.id',
  'resource.terraform_data.input',
];
/** Where it may hold another Region's code: names of buckets. */
const FOREIGN_CODES = ['resource.aws_s3_bucket_replication_configuration.rule.destination.bucket'];

/** `resource.aws_db_instance.main.port` without the name: `resource.aws_db_instance.port`. */
const withoutName = (path: string): string => path.replace(/^(resource|data|ephemeral)\.(\w+)\.[^.]+/, '$1.$2');

describe('a Region stack', () => {
  test(
    'has one provider, for its own Region',
    anyPlatform((platform) => {
      for (const { name, providers } of platform.regionStacks)
        expect(providers.map(({ region }) => region)).toEqual([ownRegion(name)]);
    }),
  );

  test(
    'names no other Region, but in ARNs, names of buckets and ids of rules',
    anyPlatform((platform) => {
      for (const { name, json } of platform.regionStacks) {
        const others = REGION_NAMES.filter((region) => region !== ownRegion(name));
        const named = new RegExp(`(?<![\\w-])(${others.join('|')})(?![\\w-])|region-(${others.join('|')})(?!\\w)`);
        const coded = new RegExp(
          `(?<![a-z0-9])(${others.map((region) => CATALOG[region].code).join('|')})(?![a-z0-9])`,
        );
        const found = texts(json).map(({ path, text }) => ({ path: withoutName(path), text }));
        expect(found.filter(({ path, text }) => named.test(text) && !FOREIGN_NAMES.includes(path))).toEqual([]);
        expect(found.filter(({ path, text }) => coded.test(text) && !FOREIGN_CODES.includes(path))).toEqual([]);
        expect(
          texts(json).filter(
            ({ path, text }) =>
              /(replicate_source_db|input)$/.test(path) && named.test(text) && !/^arn:aws:rds:/.test(text),
          ),
        ).toEqual([]);
      }
    }),
  );

  test(
    "looks up no more than its zones and its key's alias",
    anyPlatform((platform) => {
      for (const stack of platform.regionStacks)
        expect(stack.data().map(({ type }) => type)).toEqual(['aws_availability_zones', 'aws_kms_alias']);
    }),
  );

  test(
    'holds no global service and makes no key, bucket, table or secret',
    anyPlatform((platform) => {
      for (const stack of platform.regionStacks)
        expect(
          Object.keys(stack.counts).filter((type) =>
            /^aws_(iam|route53|cloudfront|globalaccelerator|organizations|kms|dynamodb|secretsmanager|s3_bucket$)/.test(
              type,
            ),
          ),
        ).toEqual([]);
    }),
  );
});

test(
  "no stack reads another's state",
  anyPlatform((platform) => {
    for (const { text } of platform.stacks.values())
      expect(text).not.toMatch(/terraform_remote_state|cross-stack-output|TFE?_TOKEN|\$\{TfToken/);
  }),
);

test(
  "every resource works through one of its stack's providers",
  anyPlatform((platform) => {
    for (const stack of platform.stacks.values()) {
      const declared = stack.providers.map(({ alias }) => `aws.${alias}`);
      expect(new Set(declared).size).toBe(declared.length);
      const blocks = [...stack.resources(), ...stack.data(), ...stack.ephemerals()];
      const strays = blocks.filter(
        ({ type, args }) => type !== 'terraform_data' && !declared.includes(String(args.provider)),
      );
      expect(strays).toEqual([]);
    }
  }),
);
