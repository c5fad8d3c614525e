import { type ObjectValue, text } from '../protocol/value';
import type { World } from '../world';
import { GLOBAL } from './reach';

interface Unique {
  readonly attribute: string;
  /** The operation, as the provider names it, and AWS's error. `%` stands for the name. */
  readonly creating: string;
  readonly error: string;
  /** Names are unique in the whole partition, not in a Region. */
  readonly everywhere?: boolean;
}

/** Objects of which there can be only one by a name. What is missing here may be created twice. */
const UNIQUE: Readonly<Record<string, Unique>> = {
  aws_s3_bucket: {
    attribute: 'bucket',
    creating: 'creating S3 Bucket (%): operation error S3: CreateBucket',
    error: 'BucketAlreadyOwnedByYou: the bucket % exists',
    everywhere: true,
  },
  aws_kms_alias: {
    attribute: 'name',
    creating: 'creating KMS Alias (%): operation error KMS: CreateAlias',
    error: 'AlreadyExistsException: An alias with the name % already exists',
  },
  aws_iam_role: {
    attribute: 'name',
    creating: 'creating IAM Role (%): operation error IAM: CreateRole',
    error: 'EntityAlreadyExists: Role with name % already exists.',
  },
  aws_iam_policy: {
    attribute: 'name',
    creating: 'creating IAM Policy (%): operation error IAM: CreatePolicy',
    error: 'EntityAlreadyExists: A policy called % already exists.',
  },
  aws_dynamodb_table: {
    attribute: 'name',
    creating: 'creating AWS DynamoDB Table (%): operation error DynamoDB: CreateTable',
    error: 'ResourceInUseException: Table already exists: %',
  },
  aws_db_instance: {
    attribute: 'identifier',
    creating: 'creating RDS DB Instance (%): operation error RDS: CreateDBInstance',
    error: 'DBInstanceAlreadyExists: DB instance already exists: %',
  },
  aws_db_subnet_group: {
    attribute: 'name',
    creating: 'creating RDS DB Subnet Group (%): operation error RDS: CreateDBSubnetGroup',
    error: 'DBSubnetGroupAlreadyExists: The DB subnet group % already exists.',
  },
  aws_db_parameter_group: {
    attribute: 'name',
    creating: 'creating RDS DB Parameter Group (%): operation error RDS: CreateDBParameterGroup',
    error: 'DBParameterGroupAlreadyExists: Parameter group % already exists',
  },
  aws_secretsmanager_secret: {
    attribute: 'name',
    creating: 'creating Secrets Manager Secret (%): operation error Secrets Manager: CreateSecret',
    error: 'ResourceExistsException: The operation failed because the secret % already exists.',
  },
  aws_ssm_parameter: {
    attribute: 'name',
    creating: 'creating SSM Parameter (%): operation error SSM: PutParameter',
    error:
      'ParameterAlreadyExists: The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  },
  aws_cloudwatch_log_group: {
    attribute: 'name',
    creating: 'creating CloudWatch Logs Log Group (%): operation error CloudWatch Logs: CreateLogGroup',
    error: 'ResourceAlreadyExistsException: The specified log group already exists',
  },
  aws_lambda_function: {
    attribute: 'function_name',
    creating: 'creating Lambda Function (%): operation error Lambda: CreateFunction',
    error: 'ResourceConflictException: Function already exist: %',
  },
  aws_iam_instance_profile: {
    attribute: 'name',
    creating: 'creating IAM Instance Profile (%): operation error IAM: CreateInstanceProfile',
    error: 'EntityAlreadyExists: Instance Profile % already exists.',
  },
  aws_ecr_repository: {
    attribute: 'name',
    creating: 'creating ECR Repository (%): operation error ECR: CreateRepository',
    error: "RepositoryAlreadyExistsException: The repository with name '%' already exists in the registry",
  },
  aws_apigatewayv2_domain_name: {
    attribute: 'domain_name',
    creating: 'creating API Gateway v2 Domain Name (%): operation error ApiGatewayV2: CreateDomainName',
    error: 'BadRequestException: The domain name you provided already exists.',
  },
  aws_lb: { attribute: 'name', creating: 'ELBv2 Load Balancer (%) already exists', error: '' },
  aws_lb_target_group: { attribute: 'name', creating: 'ELBv2 Target Group (%) already exists', error: '' },
  aws_launch_template: {
    attribute: 'name',
    creating: 'creating EC2 Launch Template (%): operation error EC2: CreateLaunchTemplate',
    error: 'InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use.',
  },
  aws_autoscaling_group: {
    attribute: 'name',
    creating: 'creating Auto Scaling Group (%): operation error Auto Scaling: CreateAutoScalingGroup',
    error: 'AlreadyExists: AutoScalingGroup by this name already exists',
  },
  aws_wafv2_web_acl: {
    attribute: 'name',
    creating: 'creating WAFv2 WebACL (%): operation error WAFV2: CreateWebACL',
    error:
      'WAFDuplicateItemException: AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.',
  },
  aws_cloudfront_function: {
    attribute: 'name',
    creating: 'creating CloudFront Function (%): operation error CloudFront: CreateFunction',
    error: 'FunctionAlreadyExists: %',
  },
  aws_cloudfront_origin_access_control: {
    attribute: 'name',
    creating: 'creating CloudFront Origin Access Control (%): operation error CloudFront: CreateOriginAccessControl',
    error: 'OriginAccessControlAlreadyExists: An origin access control with the same name already exists.',
  },
};

/** What AWS says when something of that name is there already. */
export function refuseSecond(world: World, type: string, region: string, planned: ObjectValue): string | undefined {
  const unique = UNIQUE[type];
  const name = text(planned[unique?.attribute ?? '']);
  if (!unique || !name || planned.overwrite === true) return undefined;
  const taken = world.all(type).find((stored) => {
    return (
      stored.state[unique.attribute] === name &&
      (unique.everywhere === true || stored.region === region || stored.region === GLOBAL)
    );
  });
  return taken && [unique.creating, unique.error].filter(Boolean).join(', ').replaceAll('%', name);
}
