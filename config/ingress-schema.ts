import { z } from 'zod';
import { domainName, FORMS, nameOf, objectName, region, wholeNumber } from './forms';

/** How a request enters a Region. */
export const ENTRIES = ['http-api', 'rest-api', 'alb'] as const;
/** What a client meets first. */
export const FRONTS = ['dns', 'accelerator', 'cdn'] as const;
/** How DNS picks among the Regions. */
export const DNS_ROUTINGS = ['latency', 'priority', 'failover', 'weighted', 'geolocation'] as const;
/** What takes a Region out of service. */
export const SWITCHES = ['automatic', 'routing', 'routing-control'] as const;
/** What the example service runs on. */
export const SERVICE_HOSTS = ['function', 'fargate', 'instances'] as const;
/** Regions of Route 53's health checkers ("HealthCheckConfig", Regions). */
export const CHECKER_REGIONS = [
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'eu-west-1',
  'sa-east-1',
  'us-east-1',
  'us-west-1',
  'us-west-2',
] as const;
/** Codes of the continents ("Values specific for geolocation records"). */
export const CONTINENTS = ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA'] as const;
/** Longest name of a jurisdiction: it stands in a host, `api-<jurisdiction>.<domain>`. */
const MAX_JURISDICTION_LENGTH = 16;

const country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .register(FORMS, { allowed: 'a country by its two letters (ISO 3166-1), upper case', example: 'DE' });

const jurisdiction = nameOf(MAX_JURISDICTION_LENGTH, 'eu');

const residency = z.strictObject({
  regions: z
    .array(region)
    .min(1)
    .register(FORMS, { allowed: 'a list of at least one Region', example: 'eu-west-1' })
    .describe('Regions that may serve it.'),
  continents: z.array(z.enum(CONTINENTS)).default([]).describe('Continents whose clients belong to it.'),
  countries: z
    .array(country)
    .default([])
    .describe('Countries whose clients belong to it, over what their continent says.'),
  default: z.boolean().default(false).describe('Whether clients from anywhere else belong to it; true in exactly one.'),
  routing: z
    .enum(['priority', 'latency'])
    .default('priority')
    .describe(
      'How DNS picks among its Regions. `priority`: the writer where it is one of them, else the first by slot.',
    ),
});

const health = z.strictObject({
  path: z
    .string()
    .regex(/^\/[\w./-]*$/)
    .register(FORMS, { allowed: 'a path that begins with a slash, without a query', example: '/health' })
    .optional()
    .describe(
      'What Route 53 asks each Region. Default: `/v1/health/route` with `switch` "routing", else `/health`; it must answer 200 within 2 seconds, from the own Region alone.',
    ),
  intervalSeconds: z
    .union([z.literal(10), z.literal(30)])
    .default(10)
    .register(FORMS, { allowed: '10 or 30 (seconds)' })
    .describe('Seconds between two questions of one checker. Changing it replaces the checks.'),
  failureThreshold: wholeNumber(1, 10, 'answers', 2)
    .default(2)
    .describe('Failures in a row after which a Region is out.'),
  checkerRegions: z
    .array(z.enum(CHECKER_REGIONS))
    .min(3)
    .register(FORMS, { allowed: `a list of at least 3 of ${CHECKER_REGIONS.join(', ')}` })
    .optional()
    .describe('Where Route 53 asks from. Default: all eight.'),
});

const uses = z.strictObject({
  tables: z
    .array(objectName)
    .default([])
    .describe('Tables of `tables` whose items it reads and writes, by key and by query.'),
  buckets: z.array(objectName).default([]).describe('Buckets of `buckets` whose objects it reads, writes and deletes.'),
  databases: z
    .array(objectName)
    .default([])
    .describe('Databases of `databases` that it may connect to and whose credentials it may read. Not for `function`.'),
});

const service = z.strictObject({
  on: z
    .enum(SERVICE_HOSTS)
    .optional()
    .describe('What the example service runs on. Default: `function` behind an API, `fargate` behind a load balancer.'),
  imageTag: z
    .string()
    .regex(/^[\w][\w.-]{0,127}$/)
    .register(FORMS, { allowed: "an image's tag of 1 to 128 letters, digits, _ . -", example: '1.4.0' })
    .default('1')
    .describe("Tag of the image in the Region's repository, for `fargate` and `instances`. Tags are never moved."),
  port: wholeNumber(1, 65_535, '', 8080).default(8080).describe('Port that the container listens on.'),
  cpu: z
    .union([z.literal(256), z.literal(512), z.literal(1024), z.literal(2048), z.literal(4096)])
    .default(256)
    .register(FORMS, { allowed: '256, 512, 1024, 2048 or 4096 (1/1024 of a processor)' })
    .describe("A task's share of processors, for `fargate`."),
  memoryMiB: wholeNumber(512, 30_720, 'MiB', 512).default(512).describe("A task's memory, for `fargate`."),
  minTasks: wholeNumber(1, 1000, '', 2)
    .default(2)
    .describe('Tasks or instances that always run in each Region: enough for the load of a Region that is lost.'),
  maxTasks: wholeNumber(1, 1000, '', 10).default(10).describe('Tasks or instances that a Region grows to.'),
  instanceType: z
    .string()
    .regex(/^[a-z0-9-]+\.[a-z0-9]+$/)
    .register(FORMS, { allowed: 'an instance type with an Arm processor', example: 't4g.small' })
    .default('t4g.small')
    .describe('Type of the instances, for `instances`; one with an Arm processor.'),
  uses: uses
    .prefault({})
    .describe("What of the platform's data the service works with, each time its own Region's. Default: none of it."),
});

const cdn = z.strictObject({
  bucket: objectName
    .optional()
    .describe(
      'Bucket of `buckets` that reads are served from: the copy of the writer, and when that fails the one of the nearest Region. Default: reads go where writes go.',
    ),
  origin: z
    .enum(['buckets', 'multi-region-access-point'])
    .default('buckets')
    .describe(
      "`buckets`: each Region's own. A Multi-Region Access Point is refused: its buckets are fixed when it is made.",
    ),
  regionByCountry: z
    .partialRecord(country, region)
    .default({})
    .register(FORMS, { allowed: 'a Region by country' })
    .describe("Region whose bucket is read first, by the viewer's country. Default: the writer's."),
  jurisdictionField: z
    .string()
    .regex(/^[A-Za-z_][\w-]{0,63}$/)
    .register(FORMS, { allowed: "a field's name of 1 to 64 letters, digits, _ and -", example: 'jurisdiction' })
    .optional()
    .describe(
      'Field of the JSON body of a write that names its jurisdiction, which then takes it, wherever the client is. With `residency`.',
    ),
});

/** How clients reach the platform. */
export const ingressSchema = z.strictObject({
  state: z
    .enum(['active', 'leaving'])
    .default('active')
    .describe(
      '`leaving`: all of it is taken down (docs/network.md, "Giving it up"); then the key may go. Without that step no provider is left to take it down with.',
    ),
  domain: domainName('orders.example.com').describe(
    "The platform's domain. Clients ask `api.<domain>`, and `app.<domain>` where the front is `cdn`.",
  ),
  zone: z
    .enum(['create', 'existing'])
    .default('create')
    .describe('`create`: foundation makes the hosted zone. `existing`: it is there already, in this account.'),
  parentZone: domainName('example.com')
    .optional()
    .describe('Hosted zone of this account above `domain`: the delegation is written there.'),
  delegated: z
    .boolean()
    .optional()
    .describe(
      'Whether the zone is delegated to, so that certificates can be issued. While it is not, only the zone is made: its name servers are an output. Default: true with `parentZone` or an existing zone, else false.',
    ),
  entry: z
    .enum(ENTRIES)
    .default('http-api')
    .describe('How a request enters a Region: an API of API Gateway, or an Application Load Balancer.'),
  front: z
    .enum(FRONTS)
    .default('dns')
    .describe('What clients meet first: Route 53 alone, Global Accelerator (before load balancers), or CloudFront.'),
  routing: z
    .enum(DNS_ROUTINGS)
    .optional()
    .describe(
      'How DNS picks a Region. `latency`: the nearest. `priority`: the writer, and the others once it is out. `failover`: the same with exactly two. `weighted`: by `weights`. `geolocation`: by `residency`. Default: `latency` with pattern active-active, `priority` with active-passive, `geolocation` with data-residency.',
    ),
  weights: z
    .partialRecord(region, wholeNumber(0, 255, '', 100))
    .default({})
    .register(FORMS, { allowed: 'a whole number from 0 to 255 by Region' })
    .describe('Share of each Region, with `routing` "weighted".'),
  residency: z
    .record(jurisdiction, residency)
    .default({})
    .register(FORMS, { allowed: 'an object of jurisdictions by name' })
    .describe(
      'Where clients and their data belong, with `routing` "geolocation". Every Region is in one jurisdiction.',
    ),
  switch: z
    .enum(SWITCHES)
    .optional()
    .describe(
      'What takes a Region out. `automatic`: its health check alone. `routing`: the check asks the routing layer too, so that only Regions that serve are in DNS. `routing-control`: a switch of Application Recovery Controller besides (about 1,825 USD a month). Default: `routing` with a routing layer, else `automatic`.',
    ),
  health: health.prefault({}).describe('How Route 53 asks each Region whether it can serve.'),
  waf: z
    .boolean()
    .optional()
    .describe(
      'A web ACL before each Region, and before CloudFront. Default: true but for an `http-api`, which can have none.',
    ),
  rateLimit: wholeNumber(100, 2_000_000, 'requests', 2000)
    .default(2000)
    .describe(
      'Requests of one address in five minutes beyond which the web ACL refuses it. Health paths are not counted.',
    ),
  clientAffinity: z
    .enum(['none', 'source-ip'])
    .default('none')
    .describe('Whether Global Accelerator sends a client to the same Region each time.'),
  deletionProtection: z
    .boolean()
    .default(true)
    .describe(
      'Whether AWS refuses to delete the load balancers. `false`, applied, before a Region leaves or its stack is destroyed.',
    ),
  service: service.prefault({}).describe('The example service behind the entry.'),
  cdn: cdn.prefault({}).describe('What CloudFront does besides, with `front` "cdn".'),
});
