import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
import {
  alarmArnPattern,
  alarmName,
  alarmTopicName,
  apiLogGroupName,
  apiName,
  functionArn,
  functionLogGroupName,
  functionName,
  functionRoleName,
  queueName,
  roleArnOf,
  scheduleName,
  tableName,
  userPoolName,
} from '../config/names';
import type { Platform } from '../config/platform';
import type { Routing } from '../config/routing';
import { peersOf } from '../config/topology';
import { FailedEvents } from '../modules/compute/failed-events';
import { RegionalFunction } from '../modules/compute/regional-function';
import { PoolClient } from '../modules/identity/pool-client';
import { ProfileSync } from '../modules/identity/profile-sync';
import { divideRoutes } from '../modules/ingress/routes';
import { UserApi } from '../modules/ingress/user-api';
import { AlarmTopic } from '../modules/observability/alarm-topic';
import { RoutingAlarms } from '../modules/routing/alarms';
import { type FunctionName, functionFacts } from '../modules/routing/functions';
import { archivePath, bundlesOf } from './function-bundles';
import { environmentOf, regionsThatStay, usersAppOf } from './routing-environment';
import { functionsOf } from './routing-functions';
import { SCHEDULE } from './routing-names';

export interface RoutingRegionProps {
  readonly platform: Platform;
  readonly routing: Routing;
  readonly provider: TerraformProvider;
  readonly region: RegionName;
  /** The data key in this Region. */
  readonly keyArn: string;
}

/** One Region's part of the routing layer: functions, API, alarms. It finds its roles, tables and pool by name. */
export class RoutingRegion extends Construct {
  readonly apiEndpoint: string;
  readonly apiExecutionArn: string;
  readonly alarmTopicArn: string;
  /** What an entry may call too. */
  readonly functions: ReadonlyMap<FunctionName, RegionalFunction>;
  /** The Region's app client and its pool, where the platform has users. */
  readonly pool: PoolClient | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RoutingRegionProps,
  ) {
    super(scope, id);
    const { platform, routing, provider, region, keyArn } = props;
    const { identity } = platform;

    this.pool = identity && this.poolClient();
    const failed = identity && new FailedEvents(this, 'failed-events', { provider, queueName: this.failedEventsName });
    this.functions = new Map(functionsOf(platform).map((name) => [name, this.fn(name, failed?.arn)]));
    const { functions } = this;
    const triggers = functions.get('cognito-triggers');
    if (triggers) this.pool?.allowTriggers(triggers.functionName);
    if (functions.has('profile-apply')) {
      new ProfileSync(this, SCHEDULE, {
        provider,
        scheduleName: scheduleName(platform, 'profiles'),
        functionArn: functionArn(platform, 'profile-apply', region),
        roleArn: roleArnOf(platform, functionRoleName(platform, SCHEDULE, region)),
      });
    }

    const api = new UserApi(this, 'api', {
      provider,
      apiName: apiName(platform),
      logGroupName: apiLogGroupName(platform),
      logRetentionDays: routing.logRetentionDays,
      routes: divideRoutes(
        { identity: identity !== undefined, photos: routing.photos !== undefined },
        platform.ingress?.delegated ? platform.ingress.entry : undefined,
      ).control,
      functions,
      allowedOrigins: routing.allowedOrigins,
    });
    this.apiEndpoint = api.endpoint;
    this.apiExecutionArn = api.executionArn;

    const topic = new AlarmTopic(this, 'alarm-topic', {
      provider,
      topicName: alarmTopicName(platform),
      keyArn,
      alarmArnPattern: alarmArnPattern(platform, region),
    });
    this.alarmTopicArn = topic.arn;
    new RoutingAlarms(this, 'alarms', {
      provider,
      alarmName: (what) => alarmName(platform, what),
      topicArn: topic.arn,
      functions: new Map([...functions.keys()].map((name) => [name, functionName(platform, name)])),
      apps: routing.apps,
      usersApp: usersAppOf(routing),
      contentTable: identity && tableName(platform, 'content'),
      peers: peersOf(region, regionsThatStay(platform)),
      failedEventsQueue: failed?.queueName,
    });
  }

  private get failedEventsName(): string {
    return queueName(this.props.platform, 'failed-events');
  }

  private poolClient(): PoolClient {
    const { platform, provider } = this.props;
    const name = userPoolName(platform);
    return new PoolClient(this, 'users', { provider, poolName: name, clientName: name });
  }

  private fn(name: FunctionName, failedEventsTo: string | undefined): RegionalFunction {
    const { platform, routing, provider, region } = this.props;
    const facts = functionFacts(name, routing.leaseSeconds);
    const bundle = bundlesOf(platform).get(name);
    if (!bundle) throw new Error(`${this.node.path}: no bundle of ${name}.`);
    return new RegionalFunction(this, `function-${name}`, {
      provider,
      functionName: functionName(platform, name),
      description: facts.description,
      zipPath: archivePath(name),
      sourceCodeHash: bundle.sourceCodeHash,
      roleArn: roleArnOf(platform, functionRoleName(platform, name, region)),
      runtime: platform.compute.runtime,
      timeoutSeconds: facts.timeoutSeconds,
      memoryMb: facts.memoryMb,
      environment: environmentOf(name, platform, routing, region, this.pool),
      logGroupName: functionLogGroupName(platform, name),
      logRetentionDays: facts.logRetentionDays ?? routing.logRetentionDays,
      ...(facts.systemLogLevel && { systemLogLevel: facts.systemLogLevel }),
      reservedConcurrency: platform.compute.reserve ? facts.reservedConcurrency : undefined,
      failedEventsTo: facts.unattended ? failedEventsTo : undefined,
    });
  }
}
