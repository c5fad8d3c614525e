/**
 * - `automatic`: happens by itself, nobody calls anything.
 * - `yes`: may be a step of a failover.
 * - `optional`: would work; Meridian does not need it.
 * - `not offered`: would work; Meridian does not make what it takes.
 * - `no`: never a step of a failover, as it needs what may be down with the Region.
 */
export type FailoverUse = 'automatic' | 'yes' | 'optional' | 'not offered' | 'no';

/** Something that AWS does, or is asked to do, while a Region is lost. */
export interface ControlAction {
  readonly title: string;
  /** Operation of AWS's API, or what does it. */
  readonly api: string;
  /** What must be well for it to work. */
  readonly dependsOn: string;
  /** `data`: does what the service is for; `control`: makes or changes what the service has. */
  readonly plane: 'data' | 'control';
  readonly use: FailoverUse;
  /** Title of AWS's page, or where this project tells it. */
  readonly source: string;
}

const FAULT_ISOLATION = 'AWS Fault Isolation Boundaries';
const OWN = 'the surviving Region';
const US_EAST_1 = 'us-east-1';

/** What a failover may and may not use. Law: recovery needs no control plane that may be down. */
export const CONTROL_ACTIONS = {
  'health-check': {
    title: 'A Region stops answering',
    api: 'Route 53 health checks',
    dependsOn: 'checkers in eight Regions',
    plane: 'data',
    use: 'automatic',
    source: FAULT_ISOLATION,
  },
  'fence-itself': {
    title: 'A Region that cannot read the register goes out of service',
    api: '`/v1/health/route`',
    dependsOn: 'the Region itself',
    plane: 'data',
    use: 'automatic',
    source: 'docs/routing.md',
  },
  'answer-dns': {
    title: 'Answer with the records of the Regions that are well',
    api: 'Route 53 DNS',
    dependsOn: 'edge locations',
    plane: 'data',
    use: 'automatic',
    source: FAULT_ISOLATION,
  },
  'leave-endpoint': {
    title: "Leave a Region's endpoint",
    api: 'Global Accelerator',
    dependsOn: 'edge locations',
    plane: 'data',
    use: 'automatic',
    source: FAULT_ISOLATION,
  },
  'serve-at-edge': {
    title: 'Serve from the edge, and go to the second origin',
    api: 'CloudFront',
    dependsOn: 'edge locations',
    plane: 'data',
    use: 'automatic',
    source: FAULT_ISOLATION,
  },
  'copy-data': {
    title: 'Copy what is written, and catch up',
    api: 'replication of S3, DynamoDB, RDS and Secrets Manager',
    dependsOn: 'both Regions; it waits for the lost one',
    plane: 'data',
    use: 'automatic',
    source: FAULT_ISOLATION,
  },
  serve: {
    title: 'Take requests, run what stands ready, read and write data',
    api: "requests to the Region's own services",
    dependsOn: OWN,
    plane: 'data',
    use: 'yes',
    source: FAULT_ISOLATION,
  },
  'move-writer': {
    title: "Move an application's writer, or fence it",
    api: 'DynamoDB `PutItem` on the register, by `AppStateUpdater` or the control API',
    dependsOn: "two of the register's three Regions",
    plane: 'data',
    use: 'yes',
    source: 'docs/routing.md',
  },
  'set-routing-control': {
    title: 'Turn a Region off or on',
    api: 'ARC `UpdateRoutingControlStates`',
    dependsOn: "a quorum of the cluster's five Regions, and an endpoint that answers",
    plane: 'data',
    use: 'yes',
    source: 'Best practices for routing control in ARC',
  },
  'promote-replica': {
    title: 'Promote a database replica, or make one anew',
    api: 'RDS `PromoteReadReplica`, `CreateDBInstanceReadReplica`',
    dependsOn: OWN,
    plane: 'control',
    use: 'yes',
    source: FAULT_ISOLATION,
  },
  'change-region': {
    title: 'Change what stands in a surviving Region, by its own stack',
    api: "that Region's own APIs, and its state bucket",
    dependsOn: OWN,
    plane: 'control',
    use: 'yes',
    source: FAULT_ISOLATION,
  },
  observe: {
    title: 'Look at a surviving Region',
    api: '`describe`, `get`, `list` of services with Regions',
    dependsOn: OWN,
    plane: 'control',
    use: 'yes',
    source: FAULT_ISOLATION,
  },
  'zonal-shift': {
    title: 'Leave a zone',
    api: 'ARC zonal shift',
    dependsOn: OWN,
    plane: 'control',
    use: 'yes',
    source: 'Zonal shift in ARC',
  },
  'edge-key-value': {
    title: 'Override the choice of a Region at the edge',
    api: 'CloudFront KeyValueStore `PutKey`',
    dependsOn: "the store's global endpoint",
    plane: 'data',
    use: 'optional',
    source: 'Work with key value data',
  },
  'access-point-routes': {
    title: 'Shift an S3 Multi-Region Access Point',
    api: 'S3 `SubmitMultiRegionAccessPointRoutes`',
    dependsOn: 'one of five Regions',
    plane: 'data',
    use: 'not offered',
    source: 'Amazon S3 Multi-Region Access Points failover controls',
  },
  'change-dial': {
    title: 'Change a traffic dial or a weight of the accelerator',
    api: 'Global Accelerator',
    dependsOn: 'us-west-2',
    plane: 'control',
    use: 'no',
    source: FAULT_ISOLATION,
  },
  'change-dns': {
    title: 'Write a record, a weight or a health check',
    api: 'Route 53',
    dependsOn: 'us-east-1; records after about 60 minutes with accelerated recovery',
    plane: 'control',
    use: 'no',
    source: FAULT_ISOLATION,
  },
  'change-edge': {
    title: 'Change origins, web ACLs or certificates',
    api: 'CloudFront, WAF, ACM',
    dependsOn: US_EAST_1,
    plane: 'control',
    use: 'no',
    source: FAULT_ISOLATION,
  },
  'create-with-dns': {
    title: 'Create a load balancer, an API, a VPC endpoint or a cache',
    api: "the Region's own API, and Route 53",
    dependsOn: US_EAST_1,
    plane: 'control',
    use: 'no',
    source: FAULT_ISOLATION,
  },
  'change-bucket': {
    title: "Change a bucket's replication, policy or versioning",
    api: 'S3 `PutBucket...`',
    dependsOn: US_EAST_1,
    plane: 'control',
    use: 'no',
    source: FAULT_ISOLATION,
  },
  'change-iam': {
    title: 'Create a role or a policy',
    api: 'IAM',
    dependsOn: US_EAST_1,
    plane: 'control',
    use: 'no',
    source: FAULT_ISOLATION,
  },
  'change-routing-controls': {
    title: 'Create or change routing controls and safety rules',
    api: 'ARC recovery control configuration',
    dependsOn: 'us-west-2',
    plane: 'control',
    use: 'no',
    source: FAULT_ISOLATION,
  },
  'join-networks': {
    title: 'Peer or attach networks',
    api: 'EC2 in both Regions',
    dependsOn: 'both Regions',
    plane: 'control',
    use: 'no',
    source: FAULT_ISOLATION,
  },
  'change-shared': {
    title: 'Plan or apply `bootstrap`, `foundation` or `global`',
    api: 'every Region, IAM and Route 53',
    dependsOn: 'every Region, us-east-1 and us-west-2',
    plane: 'control',
    use: 'no',
    source: 'docs/architecture.md',
  },
} as const satisfies Record<string, ControlAction>;

export type ActionName = keyof typeof CONTROL_ACTIONS;

export const ACTION_NAMES = Object.keys(CONTROL_ACTIONS).filter(isActionName);

export function isActionName(name: string): name is ActionName {
  return Object.hasOwn(CONTROL_ACTIONS, name);
}

/** Those of `actions` that a failover must not use. */
export const forbiddenIn = (actions: readonly ActionName[]): ActionName[] =>
  actions.filter((action) => CONTROL_ACTIONS[action].use === 'no');

/** Beginning of a resource type, what recovering uses of such a resource as it stands, and what changing one takes. */
type TypeNeeds = readonly [prefix: string, use: readonly ActionName[], change: readonly ActionName[]];

/** The longest beginning counts. Only types that are looked at are here: one that is missing has no answer. */
const NEEDS: readonly TypeNeeds[] = [
  ['aws_acm_certificate', ['serve'], ['change-edge']],
  ['aws_api_gateway_', ['serve'], ['create-with-dns']],
  ['aws_apigatewayv2_', ['serve'], ['create-with-dns']],
  ['aws_autoscaling_group', ['serve'], ['change-region']],
  ['aws_cloudfront_', ['serve-at-edge'], ['change-edge']],
  ['aws_cognito_', ['serve'], ['change-region']],
  ['aws_db_', ['promote-replica'], ['promote-replica']],
  ['aws_dynamodb_table', ['serve', 'copy-data'], ['change-shared']],
  ['aws_ec2_transit_gateway', ['serve'], ['join-networks']],
  ['aws_ecs_', ['serve'], ['change-region']],
  ['aws_globalaccelerator_', ['leave-endpoint'], ['change-dial']],
  ['aws_iam_', ['serve'], ['change-iam']],
  ['aws_kms_', ['serve'], ['change-shared']],
  ['aws_lambda_', ['serve'], ['change-region']],
  ['aws_lb', ['serve'], ['create-with-dns']],
  ['aws_route53_health_check', ['health-check'], ['change-dns']],
  ['aws_route53_', ['answer-dns'], ['change-dns']],
  ['aws_route53recoverycontrolconfig_', ['set-routing-control'], ['change-routing-controls']],
  ['aws_s3_bucket', ['serve'], ['change-bucket']],
  ['aws_s3_bucket_replication_configuration', ['copy-data'], ['change-bucket']],
  ['aws_secretsmanager_', ['serve'], ['change-shared']],
  ['aws_ssm_parameter', ['observe'], ['change-region']],
  ['aws_vpc_endpoint', ['serve'], ['create-with-dns']],
  ['aws_vpc_peering_', ['serve'], ['join-networks']],
  ['aws_wafv2_', ['serve'], ['change-edge']],
  ['terraform_data', [], []],
];

const needsOf = (type: string): TypeNeeds | undefined =>
  NEEDS.filter(([prefix]) => type.startsWith(prefix)).sort(([a], [b]) => b.length - a.length)[0];

/** What recovering does with a resource of this type that is there already; nothing for a type that is not looked at. */
export const usingActions = (type: string): readonly ActionName[] | undefined => needsOf(type)?.[1];

/** What a plan that makes or changes a resource of this type takes; nothing for a type that is not looked at. */
export const changingActions = (type: string): readonly ActionName[] | undefined => needsOf(type)?.[2];
