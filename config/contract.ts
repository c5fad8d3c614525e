import { deploymentsOf } from './ci';
import type { ParameterFolder } from './names';
import type { Platform } from './platform';

/** How SSM keeps a value: text, or texts separated by commas. In Terraform's outputs a `StringList` is a list. */
export const OUTPUT_TYPES = ['String', 'StringList'] as const;
export type OutputType = (typeof OUTPUT_TYPES)[number];

/** Major and minor version of the contract: `1.4`. */
export type ContractVersion = `${number}.${number}`;

/** One thing that a kind of stack tells others: a Terraform output, and an SSM parameter in the stack's Region. */
export interface ContractEntry {
  readonly type: OutputType;
  /** What it is, in one sentence; an object's name stands in it as in the output's own name: `<bucket>`. */
  readonly description: string;
  /** Version in which it came. */
  readonly since: ContractVersion;
  /** Only on platforms that have what it tells of; left out where every platform has it. */
  readonly where?: Condition;
  /** Path of the parameter below `/<name>/<environment>/`. @default `<kind of stack>/<output>` */
  readonly parameter?: string;
  /** Still written, and gone in the next major version: since when, and what to read instead. */
  readonly deprecated?: { readonly since: ContractVersion; readonly use: string };
}

export interface Condition {
  /** Ends "Only ...". */
  readonly text: string;
  readonly holds: (platform: Platform) => boolean;
}

/** What stands for an object's name in an output's: one output for each of the platform's objects of that kind. */
export const OBJECTS = {
  bucket: ({ buckets }) => [...buckets.keys()],
  table: ({ tables }) => [...tables.keys()],
  database: ({ databases }) => [...databases.keys()],
  deployment: (platform) =>
    platform.ci.github ? deploymentsOf(platform, platform.ci.github).map(({ environment }) => environment) : [],
} as const satisfies Readonly<Record<string, (platform: Platform) => readonly string[]>>;

const WITH_DATABASES: Condition = { text: 'with a database', holds: ({ databases }) => databases.size > 0 };
const WITH_MESH: Condition = {
  text: 'with a bucket that is copied between the Regions',
  holds: ({ buckets }) => [...buckets.values()].some(({ replication }) => replication === 'mesh'),
};
const WITH_ROUTING: Condition = { text: 'with a routing layer', holds: ({ routing }) => routing !== undefined };
const WITH_USERS: Condition = { text: 'with user pools', holds: ({ identity }) => identity !== undefined };

const WITH_INGRESS: Condition = { text: 'with a front door', holds: ({ ingress }) => ingress !== undefined };
const WITH_ENTRY: Condition = { text: 'with a front door whose zone is delegated', holds: isOpen };
const WITH_API_ENTRY: Condition = {
  text: 'with an API as entry',
  holds: (platform) => isOpen(platform) && platform.ingress?.entry !== 'alb',
};
const WITH_BALANCER: Condition = {
  text: 'with a load balancer as entry',
  holds: (platform) => isOpen(platform) && platform.ingress?.entry === 'alb',
};
const WITH_ACCELERATOR: Condition = {
  text: 'with Global Accelerator',
  holds: (platform) => isOpen(platform) && platform.ingress?.front === 'accelerator',
};
const WITH_CDN: Condition = {
  text: 'with CloudFront',
  holds: (platform) => isOpen(platform) && platform.ingress?.front === 'cdn',
};
const WITH_IMAGES: Condition = {
  text: 'with a service in containers',
  holds: (platform) => isOpen(platform) && platform.ingress?.service.on !== 'function',
};
const WITH_ADDRESSES: Condition = {
  text: 'with NAT gateways of their own address (`nat` "single" or "per-az")',
  holds: ({ network: { nat } }) => nat === 'single' || nat === 'per-az',
};
const WITH_PRIVATE_ZONE: Condition = {
  text: 'with a private zone',
  holds: ({ network }) => network.privateZone !== undefined,
};

function isOpen({ ingress }: Platform): boolean {
  return ingress?.delegated === true;
}

type Outputs = Readonly<Record<string, ContractEntry>>;

/** What `foundation` tells, in the home Region. */
const FOUNDATION = {
  key_arn: { type: 'String', since: '1.0', description: 'ARN of the data key in the home Region.' },
  replication_role_arn: {
    type: 'String',
    since: '1.0',
    where: WITH_MESH,
    description: 'ARN of the role with which S3 copies objects between the Regions.',
  },
  monitoring_role_arn: {
    type: 'String',
    since: '1.0',
    where: WITH_DATABASES,
    description: "ARN of the role with which RDS writes the instances' metrics.",
  },
  'database_<database>_secret_arn': {
    type: 'String',
    since: '1.0',
    description: 'ARN of the secret with the master credentials of the database <database>, in the home Region.',
  },
  operator_policy_arn: {
    type: 'String',
    since: '1.1',
    where: WITH_ROUTING,
    description: 'ARN of the managed policy for the roles of those who move the writer.',
  },
  viewer_policy_arn: {
    type: 'String',
    since: '1.1',
    where: WITH_ROUTING,
    description: 'ARN of the managed policy for the roles of those who see who writes and how each Region is.',
  },
  'ci_<deployment>_role_arn': {
    type: 'String',
    since: '1.0',
    description: 'ARN of the role that jobs of the deployment environment <deployment> take.',
  },
  zone_id: { type: 'String', since: '1.2', where: WITH_INGRESS, description: "Id of the domain's hosted zone." },
  zone_name_servers: {
    type: 'StringList',
    since: '1.2',
    where: WITH_INGRESS,
    description: "Name servers of the domain's hosted zone: what its parent delegates to.",
  },
} as const satisfies Outputs;

/** What the stack of each Region tells, in that Region. */
const REGION = {
  contract_json: {
    type: 'String',
    since: '1.0',
    parameter: 'contract',
    description: 'Version of this contract, what the Region is, and where the state of its stack is, as JSON.',
  },
  key_arn: { type: 'String', since: '1.0', description: 'ARN of the data key, in this Region.' },
  vpc_id: { type: 'String', since: '1.0', description: "Id of this Region's VPC." },
  vpc_cidr: { type: 'String', since: '1.0', description: "IPv4 range of this Region's VPC." },
  private_subnet_ids: { type: 'StringList', since: '1.0', description: 'Ids of the private subnets, for compute.' },
  public_subnet_ids: {
    type: 'StringList',
    since: '1.2',
    description: 'Ids of the public subnets, for load balancers.',
  },
  nat_public_ips: {
    type: 'StringList',
    since: '1.2',
    where: WITH_ADDRESSES,
    description: 'Public IPv4 addresses that private subnets are seen with.',
  },
  isolated_subnet_ids: { type: 'StringList', since: '1.0', description: 'Ids of the isolated subnets, for data.' },
  'bucket_<bucket>_name': {
    type: 'String',
    since: '1.0',
    description: 'Name of the bucket <bucket> in this Region.',
  },
  'bucket_<bucket>_arn': { type: 'String', since: '1.0', description: 'ARN of the bucket <bucket> in this Region.' },
  'table_<table>_name': {
    type: 'String',
    since: '1.0',
    description: 'Name of the table <table>, the same in every Region.',
  },
  'table_<table>_arn': { type: 'String', since: '1.0', description: 'ARN of the table <table> in this Region.' },
  'database_<database>_arn': {
    type: 'String',
    since: '1.0',
    description: 'ARN of the instance of the database <database> in this Region.',
  },
  'database_<database>_address': {
    type: 'String',
    since: '1.0',
    description: 'Host name of the instance of the database <database> in this Region.',
  },
  'database_<database>_port': { type: 'String', since: '1.0', description: 'TCP port of the database <database>.' },
  'database_<database>_role': {
    type: 'String',
    since: '1.0',
    description: 'What the instance is: writer, replica, or a former writer that is kept or released.',
  },
  'database_<database>_secret_name': {
    type: 'String',
    since: '1.0',
    description: 'Name of the secret with the master credentials of the database <database>, the same in every Region.',
  },
  'database_<database>_client_security_group_id': {
    type: 'String',
    since: '1.0',
    description: 'Id of the security group whose members may connect to the database <database>.',
  },
  api_endpoint: {
    type: 'String',
    since: '1.1',
    where: WITH_ROUTING,
    description: "Address of this Region's HTTP API, at AWS's own name.",
  },
  state_updater_name: {
    type: 'String',
    since: '1.1',
    where: WITH_ROUTING,
    description: 'Name of the function that moves the writer, the same in every Region.',
  },
  alarm_topic_arn: {
    type: 'String',
    since: '1.1',
    where: WITH_ROUTING,
    description: "ARN of the topic that this Region's alarms are sent to.",
  },
  user_pool_id: {
    type: 'String',
    since: '1.1',
    where: WITH_USERS,
    description: "Id of this Region's user pool.",
  },
  user_pool_client_id: {
    type: 'String',
    since: '1.1',
    where: WITH_USERS,
    description: "Id of the app client in this Region's user pool.",
  },
  entry_url: {
    type: 'String',
    since: '1.2',
    where: WITH_ENTRY,
    description: 'Address of this very Region, past the front door.',
  },
  entry_api_id: {
    type: 'String',
    since: '1.2',
    where: WITH_API_ENTRY,
    description: "Id of this Region's API, to add routes to.",
  },
  entry_listener_arn: {
    type: 'String',
    since: '1.2',
    where: WITH_BALANCER,
    description: "ARN of the TLS listener of this Region's load balancer, to add rules to.",
  },
  entry_security_group_id: {
    type: 'String',
    since: '1.2',
    where: WITH_BALANCER,
    description: "Id of the security group of this Region's load balancer, to be let into services.",
  },
  service_repository_url: {
    type: 'String',
    since: '1.2',
    where: WITH_IMAGES,
    description: "Address of this Region's copy of the service's image repository.",
  },
} as const satisfies Outputs;

/** What `global` tells, in the home Region. */
const GLOBAL = {
  api_url: { type: 'String', since: '1.2', where: WITH_ENTRY, description: 'Address that clients ask.' },
  app_url: { type: 'String', since: '1.2', where: WITH_CDN, description: 'Address of CloudFront.' },
  distribution_id: {
    type: 'String',
    since: '1.2',
    where: WITH_CDN,
    description: 'Id of the distribution, to drop what it has cached.',
  },
  accelerator_ips: {
    type: 'StringList',
    since: '1.2',
    where: WITH_ACCELERATOR,
    description: 'The two IPv4 addresses of the accelerator, which never change.',
  },
  edge_alarm_topic_arn: {
    type: 'String',
    since: '1.2',
    where: WITH_ENTRY,
    description: 'ARN of the topic in us-east-1 that the alarms of the front door are sent to.',
  },
  private_zone_id: {
    type: 'String',
    since: '1.2',
    where: WITH_PRIVATE_ZONE,
    description: 'Id of the private hosted zone, to add records to.',
  },
} as const satisfies Outputs;

/**
 * All that the stacks tell other workspaces, and the version of it: what is not here is not published. Something new, or
 * newly deprecated, raises `minor`; something taken away, renamed, of another type or on fewer platforms raises `major`,
 * and only after a version in which it was deprecated. `contract.lock.json` holds the last version that was committed, and
 * a test compares the two (`config/contract-lock.ts`).
 */
export const CONTRACT = {
  major: 1,
  minor: 2,
  outputs: { foundation: FOUNDATION, region: REGION, global: GLOBAL },
} as const satisfies Contract;

/** The contract as its readers see it, whatever it holds. */
export interface Contract {
  readonly major: number;
  readonly minor: number;
  readonly outputs: Readonly<Record<ParameterFolder, Outputs>>;
}

/** Outputs of a kind of stack, by their names in the contract. */
export type OutputsOf<Kind extends ParameterFolder> = (typeof CONTRACT)['outputs'][Kind];
