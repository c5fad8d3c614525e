import { ApiGatewayDeployment } from '@cdktf/provider-aws/lib/api-gateway-deployment';
import { ApiGatewayMethodSettings } from '@cdktf/provider-aws/lib/api-gateway-method-settings';
import { ApiGatewayRestApi } from '@cdktf/provider-aws/lib/api-gateway-rest-api';
import { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Fn, type TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { FunctionName } from '../routing/functions';
import { mapDomainNames } from './domain-mappings';
import { type ApiRoute, routeId } from './routes';
import { type InvokedFunction, THROTTLE } from './user-api';

export interface EntryRestApiProps {
  readonly provider: TerraformProvider;
  readonly apiName: string;
  readonly logGroupName: string;
  readonly logRetentionDays: number;
  /** Hosts under which alone it answers: names of API Gateway's domain names in its Region. */
  readonly domainNames: readonly string[];
  /** Answers whatever no route does; whom it lets in is its own affair. */
  readonly service: InvokedFunction;
  /** What other functions answer; open to everybody. @default - nothing */
  readonly routes?: readonly ApiRoute[];
  /** Every function that a route names. @default - none */
  readonly functions?: ReadonlyMap<FunctionName, InvokedFunction>;
}

const STAGE = 'live';
/** What is written of a request: no address, token, path or query, as those are people's. */
const LOGGED = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  status: '$context.status',
  bytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  error: '$context.error.responseType',
  integrationError: '$context.integrationErrorMessage',
  integrationMs: '$context.integrationLatency',
  wafStatus: '$context.wafResponseCode',
} as const;

/**
 * A Region's REST API as its entry: every path leads to the service but those that other functions answer. Unlike an HTTP
 * API it can have a web ACL and traces. Its access log needs the account's setting (`ApiLogging`).
 */
export class EntryRestApi extends Construct {
  readonly apiId: string;
  /** What a web ACL is associated with. */
  readonly stageArn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EntryRestApiProps,
  ) {
    super(scope, id);
    const { provider, apiName, routes = [], service, domainNames } = props;
    this.refuseProtected(routes);

    const api = new ApiGatewayRestApi(this, 'api', {
      provider,
      name: apiName,
      endpointConfiguration: { types: ['REGIONAL'] },
      // Else AWS's own host would lead past all that the front door decides.
      disableExecuteApiEndpoint: true,
      body: this.definition(routes),
    });
    this.permission('permission-service', service, `${api.executionArn}/*`);
    for (const route of routes) {
      this.permission(
        `permission-${routeId(route)}`,
        this.functionOf(route.function),
        `${api.executionArn}/*/${route.method}${route.path}`,
      );
    }

    const log = new CloudwatchLogGroup(this, 'log', {
      provider,
      name: props.logGroupName,
      retentionInDays: props.logRetentionDays,
    });
    const deployment = new ApiGatewayDeployment(this, 'deployment', {
      provider,
      restApiId: api.id,
      // A deployment is a copy of the API: without a new one no change would reach the stage.
      triggers: { body: Fn.sha256(api.body) },
      // The stage holds the old one until it has the new.
      lifecycle: { createBeforeDestroy: true },
    });
    const stage = new ApiGatewayStage(this, 'stage', {
      provider,
      restApiId: api.id,
      deploymentId: deployment.id,
      stageName: STAGE,
      xrayTracingEnabled: true,
      accessLogSettings: { destinationArn: log.arn, format: JSON.stringify(LOGGED) },
    });
    new ApiGatewayMethodSettings(this, 'settings', {
      provider,
      restApiId: api.id,
      stageName: stage.stageName,
      methodPath: '*/*',
      // Execution logs hold headers and bodies, which are people's.
      settings: { ...THROTTLE, metricsEnabled: true, loggingLevel: 'OFF', dataTraceEnabled: false },
    });
    mapDomainNames(this, domainNames, { provider, apiId: api.id, stage: stage.stageName });
    this.apiId = api.id;
    this.stageArn = stage.arn;
  }

  /** The API as OpenAPI, with API Gateway's extensions: one value to compare and to deploy, in place of a tree of resources. */
  private definition(routes: readonly ApiRoute[]): string {
    const { apiName, service } = this.props;
    const paths: Record<string, Record<string, unknown>> = {
      '/': { [ANY]: integrated(service) },
      '/{proxy+}': {
        [ANY]: {
          parameters: [{ name: 'proxy', in: 'path', required: true, schema: { type: 'string' } }],
          ...integrated(service),
        },
      },
    };
    for (const { path, method, function: name } of routes)
      paths[path] = { ...paths[path], [method.toLowerCase()]: integrated(this.functionOf(name)) };
    return JSON.stringify({ openapi: '3.0.1', info: { title: apiName, version: '1' }, paths });
  }

  private permission(id: string, { functionName }: InvokedFunction, sourceArn: string): void {
    new LambdaPermission(this, id, {
      provider: this.props.provider,
      functionName,
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      sourceArn,
    });
  }

  private functionOf(name: FunctionName): InvokedFunction {
    const { functions = new Map<FunctionName, InvokedFunction>() } = this.props;
    const found = functions.get(name);
    if (!found)
      throw new Error(
        `${this.node.path}: no function ${name}. There are ${[...functions.keys()].join(', ') || 'none'}: add it to \`functions\`, or leave its routes out.`,
      );
    return found;
  }

  private refuseProtected(routes: readonly ApiRoute[]): void {
    const refused = routes.find(({ access, path }) => access !== 'open' || path.includes('{'));
    if (refused)
      throw new Error(
        `${this.node.path}: ${refused.method} ${refused.path} (${refused.access}) cannot be here. Only open routes without parameters can: leave the others on the control API.`,
      );
  }
}

const ANY = 'x-amazon-apigateway-any-method';

const integrated = ({ invokeArn }: InvokedFunction) => ({
  'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: invokeArn },
});
