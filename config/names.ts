import { createHash } from 'node:crypto';
import { CATALOG, MAX_REGION_CODE_LENGTH, type Partition, type RegionName, regionFacts } from './catalog';

/** What every physical name begins with, and the account and partition of every ARN. */
export interface Naming {
  readonly name: string;
  readonly environment: string;
  /** 12 digits. */
  readonly account: string;
  readonly partition: Partition;
}

/** Longest name that each service takes, in characters, with the AWS page that says so. */
export const NAME_LIMITS = {
  /** "General purpose bucket naming rules". */
  bucket: 63,
  /** "IAM and AWS STS quotas". */
  role: 64,
  /** "CreateAlias", the prefix `alias/` included. */
  alias: 256,
  /** "Naming rules" of DynamoDB. */
  table: 255,
  /** "CreateDBInstance": letters, digits and single hyphens, the first a letter. */
  database: 63,
  /** "CreateDBSubnetGroup" and "CreateDBParameterGroup". */
  databaseGroup: 255,
  /** "CreateDBSnapshot". */
  snapshot: 255,
  /** "CreateSecret". A name must not end in a hyphen and six characters: Secrets Manager's own suffix of an ARN. */
  secret: 512,
  /** "PutParameter": what precedes the name in its ARN counts too. */
  parameter: 1011,
  /** "CreateSecurityGroup". */
  securityGroup: 255,
  /** "CreateFunction": of the name alone. */
  function: 64,
  /** "IAM and AWS STS quotas". */
  policy: 128,
  /** "CreateApi". */
  api: 128,
  /** "CreateUserPool". */
  userPool: 128,
  /** "CreateSchedule". */
  schedule: 64,
  /** "CreateTopic". */
  topic: 256,
  /** "CreateQueue". */
  queue: 80,
  /** "PutMetricAlarm". */
  alarm: 255,
  /** "CreateLogGroup". */
  logGroup: 512,
  /** "CreateLoadBalancer" and "CreateTargetGroup". */
  loadBalancer: 32,
  /** "CreateWebACL". */
  webAcl: 128,
  /** "CreateCluster" and "CreateService". */
  ecs: 255,
  /** "CreateRepository". */
  repository: 256,
  /** "CreateAutoScalingGroup". */
  autoScalingGroup: 255,
  /** "CreateLaunchTemplate". */
  launchTemplate: 128,
  /** "CreateAccelerator". */
  accelerator: 64,
  /** "CreateCluster", "CreateControlPanel", "CreateRoutingControl" and "CreateSafetyRule" of ARC. */
  recovery: 64,
  /** "CreateFunction" and "CreateOriginAccessControl" of CloudFront, less what follows a common beginning. */
  cdnPrefix: 48,
  /** "PutDeliverySource". */
  delivery: 60,
  /** "PutDashboard". */
  dashboard: 255,
} as const;

const HASH_LENGTH = 6;

/** `stem` if it is short enough, else its beginning and a hash of the whole, which stays the same for the same stem. */
export function fitted(stem: string, longest: number): string {
  if (stem.length <= longest) return stem;
  const hash = createHash('sha256').update(stem).digest('hex').slice(0, HASH_LENGTH);
  return `${stem.slice(0, longest - HASH_LENGTH - 1).replace(/-+$/, '')}-${hash}`;
}

const stem = (naming: Naming, what: string): string => `${naming.name}-${naming.environment}-${what}`;

/** `<stem>-<code>-<account>`: bucket names are one namespace in a partition, so the account is part of them. */
function bucketNameWith(naming: Naming, what: string, code: string): string {
  // Budgeted with the longest code, so that one pattern covers a bucket in all Regions.
  const tail = MAX_REGION_CODE_LENGTH + naming.account.length + 2;
  return `${fitted(stem(naming, what), NAME_LIMITS.bucket - tail)}-${code}-${naming.account}`;
}

export const bucketName = (naming: Naming, bucket: string, region: RegionName): string =>
  bucketNameWith(naming, bucket, regionFacts(region).code);

/** ARN of an S3 bucket. It has neither Region nor account. */
export const s3Arn = (naming: Naming, name: string): string => `arn:${naming.partition}:s3:::${name}`;

export const bucketArn = (naming: Naming, bucket: string, region: RegionName): string =>
  s3Arn(naming, bucketName(naming, bucket, region));

/** Lengths of the Region codes, shortest first. */
const CODE_LENGTHS = [...new Set(Object.values(CATALOG).map(({ code }) => code.length))].sort((a, b) => a - b);

/**
 * Match the bucket's ARN in every Region, also in those that join later: a policy with them needs no change then. One
 * pattern for each length of a code, as `*` would match the buckets whose names go on after this one's (`objects-old`).
 */
export const bucketArnPatterns = (naming: Naming, bucket: string): string[] =>
  CODE_LENGTHS.map((length) => s3Arn(naming, bucketNameWith(naming, bucket, '?'.repeat(length))));

/** Matches the ARNs of all the platform's buckets and of what is in them. */
export const ownBucketsArnPattern = (naming: Naming): string => s3Arn(naming, stem(naming, '*'));

/** The Terraform state's bucket; `state` is therefore no name for a configured bucket. */
export const STATE_BUCKET = 'state';
export const stateBucketName = (naming: Naming, region: RegionName): string => bucketName(naming, STATE_BUCKET, region);

/** Key of a stack's state object. The buckets copy to one another, so it differs for each stack, not for each bucket. */
export const stateKey = (naming: Naming, stack: string): string =>
  `${naming.name}/${naming.environment}/${stack}.tfstate`;

/** Alias of a key, the same in every Region. */
export const keyAlias = (naming: Naming, what: 'data' | 'state'): string => `alias/${stem(naming, what)}`;

export const keyAliasArn = (naming: Naming, what: 'data' | 'state', region: RegionName): string =>
  `arn:${naming.partition}:kms:${region}:${naming.account}:${keyAlias(naming, what)}`;

export const roleName = (naming: Naming, what: string): string => fitted(stem(naming, what), NAME_LIMITS.role);

export const policyArn = (naming: Naming, what: string): string =>
  `arn:${naming.partition}:iam::${naming.account}:policy/${policyName(naming, what)}`;

/** What every physical name of the platform begins with: ARN patterns of what is still to be made are written with it. */
export const namePrefix = (naming: Naming): string => stem(naming, '');

export const roleArn = (naming: Naming, what: string): string => roleArnOf(naming, roleName(naming, what));

/** ARN of the role of that very name. */
export const roleArnOf = (naming: Naming, name: string): string =>
  `arn:${naming.partition}:iam::${naming.account}:role/${name}`;

export const tableName = (naming: Naming, table: string): string => fitted(stem(naming, table), NAME_LIMITS.table);

/** @param region `*` for the table of that name in any Region */
export const tableArn = (naming: Naming, table: string, region: RegionName | '*'): string =>
  `arn:${naming.partition}:dynamodb:${region}:${naming.account}:table/${tableName(naming, table)}`;

/** The same in every Region, so that a promotion changes no name. */
export const databaseIdentifier = (naming: Naming, database: string): string =>
  fitted(stem(naming, database), NAME_LIMITS.database);

export const databaseArn = (naming: Naming, database: string, region: RegionName): string =>
  `arn:${naming.partition}:rds:${region}:${naming.account}:db:${databaseIdentifier(naming, database)}`;

export const databaseSubnetGroupName = (naming: Naming, database: string): string =>
  fitted(stem(naming, database), NAME_LIMITS.databaseGroup);

/** Holds the family, as a group's family cannot change: an upgrade makes a second group beside the first. */
export const databaseParameterGroupName = (naming: Naming, database: string, family: string): string =>
  fitted(stem(naming, `${database}-${family.replaceAll('.', '-')}`), NAME_LIMITS.databaseGroup);

export const databaseSnapshotName = (naming: Naming, database: string): string =>
  fitted(stem(naming, `${database}-final`), NAME_LIMITS.snapshot);

/** Name of the user that owns each database. */
export const MASTER_USERNAME = 'meridian';

/** The suffix is longer than six characters on purpose: see `NAME_LIMITS.secret`. */
export const databaseSecretName = (naming: Naming, database: string): string =>
  fitted(stem(naming, `${database}-credentials`), NAME_LIMITS.secret);

/** Matches the ARN of the secret of that name in a Region: Secrets Manager ends it with a hyphen and six characters of its own. */
export const databaseSecretArnPattern = (naming: Naming, database: string, region: RegionName): string =>
  `arn:${naming.partition}:secretsmanager:${region}:${naming.account}:secret:${databaseSecretName(naming, database)}-??????`;

/** Log groups that RDS writes an instance's logs to ("Publishing database logs to Amazon CloudWatch Logs"). */
export const databaseLogGroupName = (naming: Naming, database: string, log: string): string =>
  `/aws/rds/instance/${databaseIdentifier(naming, database)}/${log}`;

/** ARN pattern of the log groups of all the platform's databases in a Region. */
export const databaseLogGroupArnPattern = (naming: Naming, region: RegionName): string =>
  `arn:${naming.partition}:logs:${region}:${naming.account}:log-group:/aws/rds/instance/${stem(naming, '*')}`;

/** The same in every Region, so that a Region's functions are found there by name alone. */
export const functionName = (naming: Naming, what: string): string => fitted(stem(naming, what), NAME_LIMITS.function);

/** @param region `*` for the function of that name in any Region */
export const functionArn = (naming: Naming, what: string, region: RegionName | '*'): string =>
  `arn:${naming.partition}:lambda:${region}:${naming.account}:function:${functionName(naming, what)}`;

/** Role of a function in one Region. */
export const functionRoleName = (naming: Naming, what: string, region: RegionName): string =>
  roleName(naming, `${what}-${regionFacts(region).code}`);

/** Where Lambda writes unless told otherwise ("Sending Lambda function logs to CloudWatch Logs"). */
export const functionLogGroupName = (naming: Naming, what: string): string =>
  `/aws/lambda/${functionName(naming, what)}`;

export const functionLogGroupArn = (naming: Naming, what: string, region: RegionName): string =>
  logGroupArn(naming, functionLogGroupName(naming, what), region);

/** @param region `*` for the log group of that name in any Region */
export const logGroupArn = (naming: Naming, name: string, region: RegionName | '*'): string =>
  `arn:${naming.partition}:logs:${region}:${naming.account}:log-group:${name}`;

/** Log of the service's containers; the same in every Region. */
export const serviceLogGroupName = (naming: Naming): string =>
  fitted(`/aws/ecs/${stem(naming, 'service')}`, NAME_LIMITS.logGroup);

/** The Region's own copy of the service's image repository, by name. */
export const repositoryArn = (naming: Naming, region: RegionName): string =>
  `arn:${naming.partition}:ecr:${region}:${naming.account}:repository/${serviceName(naming, 'repository')}`;

/** Host and path of the same. */
export const repositoryUrl = (naming: Naming, region: RegionName): string =>
  `${naming.account}.dkr.ecr.${region}.amazonaws.com/${serviceName(naming, 'repository')}`;

/** The HTTP API of a Region; the same name in each. */
export const apiName = (naming: Naming): string => fitted(stem(naming, 'api'), NAME_LIMITS.api);

/** Access log of the HTTP API. The prefix is the one that API Gateway may write to without a resource policy of its own. */
export const apiLogGroupName = (naming: Naming): string =>
  fitted(`/aws/vendedlogs/apis/${stem(naming, 'api')}`, NAME_LIMITS.logGroup);

/** Access log of a Region's entry, where that is an API. */
export const entryLogGroupName = (naming: Naming): string =>
  fitted(`/aws/vendedlogs/apis/${stem(naming, 'entry')}`, NAME_LIMITS.logGroup);

/** The user pool of a Region; the same name in each. */
export const userPoolName = (naming: Naming): string => fitted(stem(naming, 'users'), NAME_LIMITS.userPool);

/** Matches the ARNs of the user pools of a Region: a pool's id is random. */
export const userPoolArnPattern = (naming: Naming, region: RegionName): string =>
  `arn:${naming.partition}:cognito-idp:${region}:${naming.account}:userpool/${region}_*`;

/** A managed policy to attach to people's roles. */
export const policyName = (naming: Naming, what: string): string => fitted(stem(naming, what), NAME_LIMITS.policy);

export const scheduleName = (naming: Naming, what: string): string => fitted(stem(naming, what), NAME_LIMITS.schedule);

export const topicName = (naming: Naming, what: string): string => fitted(stem(naming, what), NAME_LIMITS.topic);

/** Topic that a Region's alarms are sent to. */
export const alarmTopicName = (naming: Naming): string => topicName(naming, 'alarms');

/** Queue for the events that a function could not handle. */
export const queueName = (naming: Naming, what: string): string => fitted(stem(naming, what), NAME_LIMITS.queue);

export const queueArn = (naming: Naming, what: string, region: RegionName): string =>
  `arn:${naming.partition}:sqs:${region}:${naming.account}:${queueName(naming, what)}`;

export const alarmName = (naming: Naming, what: string): string => fitted(stem(naming, what), NAME_LIMITS.alarm);

/** Matches the ARNs of all the platform's alarms in a Region. */
export const alarmArnPattern = (naming: Naming, region: RegionName): string =>
  `arn:${naming.partition}:cloudwatch:${region}:${naming.account}:alarm:${stem(naming, '*')}`;

export const securityGroupName = (naming: Naming, what: string): string =>
  fitted(stem(naming, what), NAME_LIMITS.securityGroup);

/** Value of the tag `Name` of what AWS gives no name of its own. */
export const tagName = (naming: Naming, what: string, region: RegionName): string =>
  `${stem(naming, what)}-${regionFacts(region).code}`;

/** What of a service stands behind the entry: cluster, service, repository, group of instances, each the same in every Region. */
export const serviceName = (naming: Naming, what: keyof typeof NAME_LIMITS): string =>
  fitted(stem(naming, 'service'), NAME_LIMITS[what]);

/** The load balancer of a Region, its target groups and the web ACL before it; the same in each. */
export const entryName = (naming: Naming, what: 'loadBalancer' | 'webAcl' | 'api', part = 'entry'): string =>
  fitted(stem(naming, part), NAME_LIMITS[what]);

/** Log of a web ACL: its name must begin so ("Sending web ACL traffic logs to an Amazon CloudWatch Logs log group"). */
export const webAclLogGroupName = (naming: Naming, what: 'entry' | 'edge'): string =>
  fitted(`aws-waf-logs-${stem(naming, what)}`, NAME_LIMITS.logGroup);

/** Access log of CloudFront: groups that begin so need no resource policy of their own. */
export const cdnLogGroupName = (naming: Naming): string =>
  fitted(`/aws/vendedlogs/cloudfront/${stem(naming, 'cdn')}`, NAME_LIMITS.logGroup);

/** Of what belongs to no Region: accelerator, routing controls, functions at the edge, dashboards. */
export const globalName = (
  naming: Naming,
  what: string,
  limit: 'accelerator' | 'recovery' | 'cdnPrefix' | 'delivery' | 'dashboard' | 'webAcl',
): string => fitted(stem(naming, what), NAME_LIMITS[limit]);

/** Buckets of a Region that AWS writes logs to; no names for configured buckets. */
export const LOG_BUCKETS = { flow: 'flow-logs', access: 'access-logs' } as const;

/** Folder of the SSM parameters that a stack publishes; the same path in every Region. */
export type ParameterFolder = 'foundation' | 'region' | 'global';
export const parameterName = (naming: Naming, folder: ParameterFolder, output: string): string =>
  platformParameterName(naming, `${folder}/${output}`);

/** An SSM parameter of the platform. */
export const platformParameterName = (naming: Naming, path: string): string =>
  `/${naming.name}/${naming.environment}/${path}`;

/** ARN of the SSM parameter of that name in a Region. */
export const parameterArn = (naming: Naming, name: string, region: RegionName): string =>
  `arn:${naming.partition}:ssm:${region}:${naming.account}:parameter${name}`;

/** An object's name as a part of an output's: outputs have underscores, names have hyphens. */
export const outputName = (name: string): string => name.replaceAll('-', '_');

/** Parameter in every Region that says where the routing controls are set, and which there are. */
export const switchParameterName = (naming: Naming): string => parameterName(naming, 'global', 'switch');

/** Parameter in the home Region that is there once the data of a leaving Region was released: only then may it be destroyed. */
export const leavingParameterName = (naming: Naming, region: RegionName): string =>
  parameterName(naming, 'foundation', `leaving/${region}`);
