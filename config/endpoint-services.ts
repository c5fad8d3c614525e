import type { RegionName } from './catalog';

/**
 * Services that a VPC can have an interface endpoint for, by the end of the endpoint service's name
 * (`com.amazonaws.<region>.<service>`, "AWS services that integrate with AWS PrivateLink"), and the Regions that the
 * service is not in (endpoints.json of botocore 1.44.5).
 */
const ABSENT = {
  autoscaling: [],
  'cognito-idp': ['cn-north-1', 'cn-northwest-1'],
  ec2: [],
  ec2messages: [],
  'ecr.api': [],
  'ecr.dkr': [],
  ecs: [],
  'ecs-agent': [],
  'ecs-telemetry': [],
  elasticfilesystem: [],
  elasticloadbalancing: [],
  events: [],
  'execute-api': [],
  'kinesis-firehose': [],
  'kinesis-streams': [],
  kms: [],
  lambda: [],
  logs: [],
  monitoring: [],
  rds: [],
  secretsmanager: [],
  sns: [],
  sqs: [],
  ssm: [],
  ssmmessages: [],
  states: [],
  sts: [],
  xray: [],
} as const satisfies Record<string, readonly RegionName[]>;

export type EndpointService = keyof typeof ABSENT;

export const ENDPOINT_SERVICES = Object.keys(ABSENT) as [EndpointService, ...EndpointService[]];

/** Whether the service is in the Region. */
export const isServiceIn = (service: EndpointService, region: RegionName): boolean =>
  !(ABSENT[service] as readonly RegionName[]).includes(region);

/** What compute in private subnets without a way out needs at the least: credentials, keys, secrets and a log. */
export const BASIC_ENDPOINT_SERVICES: readonly EndpointService[] = ['kms', 'logs', 'secretsmanager', 'sts'];
