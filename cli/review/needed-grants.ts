import { bucketArnPatterns, type Naming, namePrefix } from '../../config/names';
import type { Change, ManifestFacts, ObjectIntent } from './model';
import { newGrants, type Statement } from './rules/grants';

/** Services that use the data key for an object of a kind, by the name in their endpoints. */
const SERVICES: Readonly<Record<string, readonly string[]>> = {
  bucket: ['s3'],
  table: ['dynamodb'],
  identity: ['dynamodb'],
  database: ['rds', 'secretsmanager'],
  // Images, and volumes of instances.
  ingress: ['ecr', 'ec2'],
};

/** What callers do with a key through a service ("Key policies in AWS KMS", "Allows key users to use the KMS key"). */
const USE = new Set(['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*']);
/** What a service that holds data for longer does besides ("kms:GrantIsForAWSResource"). */
const GRANTING = new Set(['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant']);
const GRANTEES = new Set(['rds', 'dynamodb', 'ecr', 'ec2']);
/** "Encrypt log data in CloudWatch Logs using AWS Key Management Service". */
const LOGGING = new Set(['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*']);
/** "Encrypting Amazon SNS topics". */
const ALARMING = new Set(['kms:Decrypt', 'kms:GenerateDataKey*']);

/** "Restrict access to an Amazon S3 origin": the distributions of the account read a bucket, and decrypt what they read. */
const CLOUDFRONT = 'Service:cloudfront.amazonaws.com';
const OF_DISTRIBUTION = 'ArnLike aws:sourcearn';
const distributionsOf = ({ partition, account }: Naming): string =>
  `arn:${partition}:cloudfront::${account}:distribution/*`;
/** "Required AWS KMS key policy for use with encrypted volumes". */
const AUTO_SCALING = 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';

const VIA = 'StringEquals kms:viaservice';
const KEYS = new Set(['aws_kms_key', 'aws_kms_replica_key']);
const IDENTITY_POLICIES = new Set(['aws_iam_policy', 'aws_iam_role_policy']);

/** More pieces than a policy of the platform has; a larger one is taken as it is. */
const MOST_PIECES = 2_000;

/** What of a policy is new, and no object that is added needs. */
export interface Remainder {
  /** Statements of one principal, action, resource and service each. */
  readonly beyond: readonly Statement[];
  /** The intents that need the rest. Empty where nothing is taken out. */
  readonly labels: readonly string[];
}

/** Knows what the platform's policies have to allow once an object is there. */
export class NeededGrants {
  private readonly naming: Naming;
  private readonly byService = new Map<string, string[]>();
  private readonly buckets: readonly { readonly arns: readonly string[]; readonly label: string }[];
  /** ARNs of the buckets that are there already, as those of one in `buckets`. */
  private readonly others: readonly (readonly string[])[];

  constructor(
    private readonly added: readonly ObjectIntent[],
    base: ManifestFacts,
    head: ManifestFacts,
  ) {
    const { name, environment, account, partition } = base;
    this.naming = { name, environment, account, partition: partitionOf(partition) };
    for (const { object, label } of added)
      for (const service of SERVICES[object] ?? [])
        this.byService.set(service, [...(this.byService.get(service) ?? []), label]);
    const codes = [...new Set(head.regions.map(({ code }) => code))];
    const arnsOf = (bucket: string): string[] => arnsOfBucket(this.naming, bucket, codes);
    this.buckets = added
      .filter(({ object }) => object === 'bucket')
      .map(({ name: bucket, label }) => ({ arns: arnsOf(bucket), label }));
    this.others = (base.objects ?? []).filter(({ kind }) => kind === 'bucket').map((bucket) => arnsOf(bucket.name));
  }

  /** Takes out of a policy what was allowed before and what the added objects need. */
  remainder(change: Change, before: readonly Statement[], after: readonly Statement[]): Remainder {
    const beyond: Statement[] = [];
    const labels = new Set<string>();
    for (const statement of after) {
      const pieces = piecesOf(statement);
      if (!pieces) {
        beyond.push(statement);
        continue;
      }
      for (const piece of pieces) {
        if (newGrants(before, [piece])?.length === 0) continue;
        const needing = this.needing(change, piece, before);
        if (needing.length === 0) beyond.push(piece);
        for (const label of needing) labels.add(label);
      }
    }
    return { beyond, labels: this.added.map(({ label }) => label).filter((label) => labels.has(label)) };
  }

  private needing(change: Change, piece: Statement, before: readonly Statement[]): readonly string[] {
    const { type, stack, address, region } = change;
    if (KEYS.has(type))
      return stack === 'foundation' && address === `${type}.key_${region}` ? this.needingKey(region, piece) : [];
    if (type === 'aws_s3_bucket_policy') return this.needingReads(piece);
    if (!IDENTITY_POLICIES.has(type) || piece.principals[0] !== '') return [];
    return [...this.needingBucket(piece, before), ...this.needingCalls(piece)];
  }

  /** The policy of the data key, in its Region: callers through a service, logs of databases, alarms of the routing layer. */
  private needingKey(region: string, { principals, actions, resources, conditions }: Statement): readonly string[] {
    const [principal, action = '', resource] = [principals[0], actions[0], resources[0]];
    const { partition, account } = this.naming;
    const only = (key: string): string | undefined =>
      conditions.get(key)?.length === 1 ? conditions.get(key)?.[0] : undefined;
    if (resource !== '*') return [];
    if (principal === `AWS:arn:${partition}:iam::${account}:root`) {
      const service = serviceOf(only(VIA), region);
      const isNeeded =
        USE.has(action) ||
        (GRANTING.has(action) && GRANTEES.has(service) && only('Bool kms:grantisforawsresource') === 'true');
      return isNeeded ? (this.byService.get(service) ?? []) : [];
    }
    const prefix = namePrefix(this.naming);
    const own = (service: string, rest: string): string =>
      `arn:${partition}:${service}:${region}:${account}:${rest}${prefix}`;
    if (principal === `Service:logs.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`) {
      const groups = only('ArnLike kms:encryptioncontext:aws:logs:arn');
      const isOwn = groups?.startsWith(own('logs', 'log-group:/aws/rds/instance/'));
      return isOwn && LOGGING.has(action) ? this.labelsOf('database') : [];
    }
    if (principal === 'Service:cloudwatch.amazonaws.com') {
      const isOwn = only('ArnLike aws:sourcearn')?.startsWith(own('cloudwatch', 'alarm:'));
      return isOwn && ALARMING.has(action) ? this.labelsOf('routing') : [];
    }
    if (principal === CLOUDFRONT)
      return action === 'kms:Decrypt' && only(OF_DISTRIBUTION) === distributionsOf(this.naming)
        ? this.labelsOf('ingress')
        : [];
    if (principal === '*') {
      const byAutoScaling =
        only('StringEquals aws:principalarn') === `arn:${partition}:iam::${account}:${AUTO_SCALING}` &&
        only('StringEquals kms:calleraccount') === account;
      const isNeeded =
        USE.has(action) || (action === 'kms:CreateGrant' && only('Bool kms:grantisforawsresource') === 'true');
      return byAutoScaling && isNeeded ? this.labelsOf('ingress') : [];
    }
    return [];
  }

  /** A front door with a distribution reads from a bucket of the platform. */
  private needingReads({ principals, actions, conditions }: Statement): readonly string[] {
    const sources = conditions.get(OF_DISTRIBUTION);
    const isOwn = sources?.length === 1 && sources[0] === distributionsOf(this.naming);
    return principals[0] === CLOUDFRONT && actions[0] === 's3:GetObject' && isOwn ? this.labelsOf('ingress') : [];
  }

  /** The same for one more bucket: what the policy allows for another one already, under the same conditions. */
  private needingBucket(piece: Statement, before: readonly Statement[]): readonly string[] {
    const [resource = ''] = piece.resources;
    const slash = resource.indexOf('/');
    const [arn, rest] = slash < 0 ? [resource, ''] : [resource.slice(0, slash), resource.slice(slash)];
    for (const { arns, label } of this.buckets) {
      const place = arns.indexOf(arn);
      if (place < 0) continue;
      const alike = this.others.map((others) => ({ ...piece, resources: [`${others[place]}${rest}`] }));
      return alike.some((other) => newGrants(before, [other])?.length === 0) ? [label] : [];
    }
    return [];
  }

  /** With user pools there is one more function, and the routes that call it. */
  private needingCalls({ actions, resources }: Statement): readonly string[] {
    const { partition, account } = this.naming;
    const [resource = ''] = resources;
    const [region = ''] = resource.split(':').slice(3);
    const isNeeded =
      actions[0] === 'lambda:InvokeFunction'
        ? !region.includes('*') &&
          resource === `arn:${partition}:lambda:${region}:${account}:function:${namePrefix(this.naming)}reconcile`
        : actions[0] === 'execute-api:Invoke' &&
          ['GET', 'POST'].some(
            (method) => resource === `arn:${partition}:execute-api:*:${account}:*/*/${method}/v1/reconcile/*`,
          );
    return isNeeded ? this.labelsOf('identity') : [];
  }

  private labelsOf(kind: string): readonly string[] {
    return this.added.filter(({ object }) => object === kind).map(({ label }) => label);
  }
}

const partitionOf = (text: string): Naming['partition'] => (text === 'aws-cn' || text === 'aws-us-gov' ? text : 'aws');

/** The patterns of a bucket in all Regions, then its ARN in each one: of every bucket in the same order. */
const arnsOfBucket = (naming: Naming, bucket: string, codes: readonly string[]): string[] =>
  bucketArnPatterns(naming, bucket).flatMap((pattern) => [
    pattern,
    ...codes
      .filter((code) => pattern.includes(`-${'?'.repeat(code.length)}-`))
      .map((code) => pattern.replace(/\?+/, code)),
  ]);

/** `s3` of `s3.eu-west-1.amazonaws.com`; nothing for another Region's, or for a pattern. */
function serviceOf(endpoint: string | undefined, region: string): string {
  const [service = '', ...rest] = endpoint?.split('.') ?? [];
  return [`${region}.amazonaws.com`, `${region}.amazonaws.com.cn`].includes(rest.join('.')) ? service : '';
}

/**
 * What a statement allows, one by one: together the pieces say the same, as any of a condition's values fulfils it.
 * Nothing for what cannot be taken apart.
 */
function piecesOf({ principals, actions, resources, conditions, ...rest }: Statement): Statement[] | undefined {
  if (rest.effect !== 'Allow' || rest.opaque !== undefined) return undefined;
  const services = conditions.get(VIA) ?? [];
  const conditionsOf =
    services.length < 2 ? [conditions] : services.map((one) => new Map([...conditions, [VIA, [one]]]));
  if (principals.length * actions.length * resources.length * conditionsOf.length > MOST_PIECES) return undefined;
  return principals.flatMap((principal) =>
    actions.flatMap((action) =>
      resources.flatMap((resource) =>
        conditionsOf.map((each) => ({
          ...rest,
          principals: [principal],
          actions: [action],
          resources: [resource],
          conditions: each,
        })),
      ),
    ),
  );
}
