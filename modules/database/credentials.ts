import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';
import { ephemeral, writeOnly } from '../terraform/ephemeral';
import { EVERY_REGION } from '../terraform/tags';

/** Days in which a deleted secret can be brought back: the longest time Secrets Manager offers. */
const RECOVERY_WINDOW_DAYS = 30;
/** The longest master password that RDS for MySQL takes is 41 characters; PostgreSQL takes 128 ("CreateDBInstance"). */
const PASSWORD_LENGTH = 40;
/** RDS refuses these in a master password ("CreateDBInstance"); a quote or backslash would need escaping everywhere. */
const EXCLUDED_CHARACTERS = '/@" \'\\';

export interface CredentialsProps {
  /** Provider of the home Region. */
  readonly provider: TerraformProvider;
  readonly secretName: string;
  /** The database's name, for the description. */
  readonly database: string;
  readonly username: string;
  /** Key of the home Region. */
  readonly keyArn: string;
  /** The other Regions that hold a copy, each with its own key's ARN. */
  readonly replicas: ReadonlyMap<RegionName, string>;
  /** What must exist before the keys can be used. @default - nothing */
  readonly keyDependencies?: readonly ITerraformDependable[];
  /** A higher number writes a new password. */
  readonly passwordVersion: number;
}

/**
 * A database's master credentials: a random password that Terraform makes, writes to a secret in every Region, and
 * forgets. Neither plan nor state holds it. RDS's own managed secret cannot be had here: it excludes read replicas
 * ("Password management with Amazon RDS and AWS Secrets Manager").
 */
export class Credentials extends Construct {
  readonly secretArn: string;

  constructor(scope: Construct, id: string, props: CredentialsProps) {
    super(scope, id);
    const { provider, secretName, database, username, keyArn, replicas, keyDependencies, passwordVersion } = props;

    const secret = new SecretsmanagerSecret(this, 'secret', {
      provider,
      name: secretName,
      description: `Master credentials of the database ${database}`,
      kmsKeyId: keyArn,
      tags: { ...EVERY_REGION },
      recoveryWindowInDays: RECOVERY_WINDOW_DAYS,
      // A copy that outlived its original, as when home was lost, is in the way of the new one.
      forceOverwriteReplicaSecret: true,
      replica: [...replicas].sort(([a], [b]) => bySlot(a, b)).map(([region, kmsKeyId]) => ({ region, kmsKeyId })),
      lifecycle: { preventDestroy: true },
      ...(keyDependencies?.length && { dependsOn: [...keyDependencies] }),
    });
    const password = ephemeral(
      this,
      'aws_secretsmanager_random_password',
      { password_length: PASSWORD_LENGTH, exclude_characters: EXCLUDED_CHARACTERS, require_each_included_type: true },
      provider,
    )('random_password');
    new SecretsmanagerSecretVersion(this, 'version', {
      provider,
      secretId: secret.id,
      secretStringWo: writeOnly(
        `jsonencode({ username = "${username}", password = ${password}, version = ${passwordVersion} })`,
      ),
      secretStringWoVersion: passwordVersion,
    });
    this.secretArn = secret.arn;
  }
}
