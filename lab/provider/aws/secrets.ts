import { randomBytes } from 'node:crypto';
import { type ObjectValue, objects, text } from '../protocol/value';
import type { Attribute, Block, Type } from '../schema/types';
import type { Stored, World } from '../world';

/** Every made-up password begins with this, so that a test can look for one where none may be. */
export const SECRET_MARK = 'SIMULATED-SECRET-';

const SECRET = 'aws_secretsmanager_secret';

/** A secret of this Region, or the copy here of another Region's, by name or ARN. */
export function findSecret(world: World, region: string, nameOrArn: string): Stored | undefined {
  const own = world.find(SECRET, region, nameOrArn);
  if (own) return own;
  const primary = world.all(SECRET).find(({ state }) => {
    const here = objects(state.replica).some((replica) => replica.region === region);
    return here && (state.name === nameOrArn || arnIn(region, text(state.arn)) === nameOrArn);
  });
  if (!primary) return undefined;
  const arn = arnIn(region, text(primary.state.arn)) ?? null;
  return { ...primary, region, state: { ...primary.state, id: arn, arn, replica: [] } };
}

/** Replicas keep the primary's ARN but for the Region. */
function arnIn(region: string, arn: string | undefined): string | undefined {
  return arn?.replace(/^(arn:[^:]*:secretsmanager:)[^:]*/, `$1${region}`);
}

/** Keeps what a secret version's configuration brings, for the ephemeral resource that reads it. Copies have the value as well. */
export function keepSecretValue(world: World, region: string, config: ObjectValue | null): void {
  const value = text(config?.secret_string_wo) ?? text(config?.secret_string);
  const secret = findSecret(world, region, text(config?.secret_id) ?? '');
  if (secret && value !== undefined) world.putSecret(canonical(text(secret.state.arn) ?? ''), value);
}

/** The ARN without its Region: what primary and copies have in common. */
const canonical = (arn: string): string => arnIn('', arn) ?? arn;

export interface Ephemeral {
  readonly schema: Block;
  open(
    config: ObjectValue,
    region: string,
    world: World,
  ): { readonly result: ObjectValue } | { readonly error: string };
}

/**
 * The ephemeral resources, which the bindings don't have: by hand from the provider's documentation, version 6.25.
 * https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/ephemeral-resources/secretsmanager_random_password
 */
export const EPHEMERAL: Readonly<Record<string, Ephemeral>> = {
  aws_secretsmanager_random_password: {
    schema: schema({
      exclude_characters: optional('string'),
      exclude_lowercase: optional('bool'),
      exclude_numbers: optional('bool'),
      exclude_punctuation: optional('bool'),
      exclude_uppercase: optional('bool'),
      include_space: optional('bool'),
      password_length: optional('number'),
      require_each_included_type: optional('bool'),
      random_password: { ...computed('string'), sensitive: true },
      region: { ...optional('string'), computed: true },
    }),
    open: (config, region) => ({
      result: { ...config, region, random_password: SECRET_MARK + randomBytes(12).toString('hex') },
    }),
  },
  aws_secretsmanager_secret_version: {
    schema: schema({
      secret_id: { ...optional('string'), required: true, optional: false },
      version_id: { ...optional('string'), computed: true },
      version_stage: { ...optional('string'), computed: true },
      arn: computed('string'),
      created_date: computed('string'),
      secret_binary: { ...computed('string'), sensitive: true },
      secret_string: { ...computed('string'), sensitive: true },
      version_stages: computed(['list', 'string']),
      region: { ...optional('string'), computed: true },
    }),
    open: openSecretVersion,
  },
};

function openSecretVersion(config: ObjectValue, region: string, world: World): ReturnType<Ephemeral['open']> {
  const wanted = text(config.secret_id) ?? '';
  const reading = `reading Secrets Manager Secret Version (${wanted}|AWSCURRENT): operation error Secrets Manager: GetSecretValue`;
  if (!findSecret(world, region, wanted))
    return { error: `${reading}, ResourceNotFoundException: Secrets Manager can't find the specified secret.` };
  const value = secretValue(world, region, wanted);
  if (!value)
    return {
      error: `${reading}, ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT`,
    };
  return {
    result: { ...config, ...value, region, version_id: config.version_id ?? 'lab', version_stage: 'AWSCURRENT' },
  };
}

/** The current version of a secret, by the secret's name or ARN. */
export function secretValue(world: World, region: string, nameOrArn: string): ObjectValue | undefined {
  const arn = text(findSecret(world, region, nameOrArn)?.state.arn);
  const value = arn === undefined ? undefined : world.secret(canonical(arn));
  if (arn === undefined || value === undefined) return undefined;
  return {
    arn,
    secret_string: value,
    secret_binary: '',
    created_date: '2024-01-01T00:00:00Z',
    version_stages: ['AWSCURRENT'],
  };
}

function schema(attributes: Readonly<Record<string, Attribute>>): Block {
  return { attributes, blocks: {} };
}
function optional(type: Type): Attribute {
  return { type, required: false, optional: true, computed: false, sensitive: false, writeOnly: false };
}
function computed(type: Type): Attribute {
  return { type, required: false, optional: false, computed: true, sensitive: false, writeOnly: false };
}
