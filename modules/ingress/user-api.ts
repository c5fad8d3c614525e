import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Authorizer } from '@cdktf/provider-aws/lib/apigatewayv2-authorizer';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { FunctionName } from '../routing/functions';
import { mapDomainNames } from './domain-mappings';
import { type ApiRoute, invokedAs, type RouteAccess, routeId } from './routes';

/** A function that the API calls. */
export interface InvokedFunction {
  readonly functionName: string;
  /** As API Gateway wants it: not the function's own ARN. */
  readonly invokeArn: string;
}

export interface UserApiProps {
  readonly provider: TerraformProvider;
  readonly apiName: string;
  readonly logGroupName: string;
  readonly logRetentionDays: number;
  readonly routes: readonly ApiRoute[];
  /** Every function that a route names; `authorizer` among them where there are routes for users. */
  readonly functions: ReadonlyMap<FunctionName, InvokedFunction>;
  /** Origins that browsers may call from; empty for none. */
  readonly allowedOrigins: readonly string[];
  /** Hosts under which alone it answers: names of API Gateway's domain names in its Region. @default - AWS's own host */
  readonly domainNames?: readonly string[];
  /** Function that answers whatever no route does, without authorization. @default - API Gateway answers 404 */
  readonly fallback?: InvokedFunction | undefined;
}

/** Seconds for which an answer of the authorizer holds for the same token. */
const AUTHORIZED_SECONDS = 300;
/** Requests a second, and at once, of all callers of a Region: far above a platform's own need, below an account's 10,000. */
export const THROTTLE = { throttlingRateLimit: 1000, throttlingBurstLimit: 500 } as const;
/** What is written of a request: no address, token, path or query, as those are people's. */
const LOGGED = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  error: '$context.error.responseType',
  integrationError: '$context.integrationErrorMessage',
  integrationMs: '$context.integrationLatency',
  authorizerError: '$context.authorizer.error',
} as const;

/**
 * A Region's HTTP API: the control API, or what stands behind the front door. Routes for operators take signed requests, on the Region's own name: who moves the writer picks a
 * Region that lives. Routes for users take a token of any Region's pool, which the authorizer checks without calling that
 * pool; API Gateway's own JWT authorizer asks the issuer, and fails with its Region.
 */
export class UserApi extends Construct {
  readonly apiId: string;
  readonly endpoint: string;
  readonly executionArn: string;

  constructor(scope: Construct, id: string, props: UserApiProps) {
    super(scope, id);
    const { provider, apiName, routes, allowedOrigins, domainNames = [], fallback } = props;
    const api = new Apigatewayv2Api(this, 'api', {
      provider,
      name: apiName,
      protocolType: 'HTTP',
      ...(allowedOrigins.length > 0 && { corsConfiguration: corsOf(props) }),
      // Else AWS's own host would lead past all that the front door decides.
      ...(domainNames.length > 0 && { disableExecuteApiEndpoint: true }),
    });
    const log = new CloudwatchLogGroup(this, 'log', {
      provider,
      name: props.logGroupName,
      retentionInDays: props.logRetentionDays,
    });
    const stage = new Apigatewayv2Stage(this, 'stage', {
      provider,
      apiId: api.id,
      name: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: log.arn, format: JSON.stringify(LOGGED) },
      defaultRouteSettings: { ...THROTTLE },
    });

    const authorizerId = routes.some(({ access }) => access === 'user') ? this.authorizer(api, props) : undefined;
    const targets = new Map<FunctionName, string>();
    for (const route of routes) {
      const target = targets.get(route.function) ?? this.integration(api, route.function, props);
      targets.set(route.function, target);
      this.route(api, route, target, authorizerId, props);
    }
    if (fallback) this.fallback(api, fallback, props);
    mapDomainNames(this, domainNames, { provider, apiId: api.id, stage: stage.id });
    this.apiId = api.id;
    this.endpoint = api.apiEndpoint;
    this.executionArn = api.executionArn;
  }

  private authorizer(api: Apigatewayv2Api, props: UserApiProps): string {
    const { functionName, invokeArn } = this.functionOf('authorizer', props);
    const { provider } = props;
    const authorizer = new Apigatewayv2Authorizer(this, 'authorizer', {
      provider,
      apiId: api.id,
      name: 'users',
      authorizerType: 'REQUEST',
      authorizerUri: invokeArn,
      authorizerPayloadFormatVersion: '2.0',
      enableSimpleResponses: true,
      // Without a token there is nobody to ask for: API Gateway answers 401 by itself.
      identitySources: ['$request.header.Authorization'],
      authorizerResultTtlInSeconds: AUTHORIZED_SECONDS,
    });
    new LambdaPermission(this, 'authorizer-permission', {
      provider,
      functionName,
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/authorizers/${authorizer.id}`,
    });
    return authorizer.id;
  }

  private integration(api: Apigatewayv2Api, name: FunctionName, props: UserApiProps): string {
    return this.integrationWith(`integration-${name}`, api, this.functionOf(name, props), props);
  }

  private integrationWith(id: string, api: Apigatewayv2Api, to: InvokedFunction, props: UserApiProps): string {
    const integration = new Apigatewayv2Integration(this, id, {
      provider: props.provider,
      apiId: api.id,
      integrationType: 'AWS_PROXY',
      integrationMethod: 'POST',
      integrationUri: to.invokeArn,
      payloadFormatVersion: '2.0',
    });
    return `integrations/${integration.id}`;
  }

  /** `$default` takes every method and path that no route names ("Routes for HTTP APIs in API Gateway"). */
  private fallback(api: Apigatewayv2Api, to: InvokedFunction, props: UserApiProps): void {
    const { provider } = props;
    new Apigatewayv2Route(this, 'route-default', {
      provider,
      apiId: api.id,
      routeKey: '$default',
      target: this.integrationWith('integration-default', api, to, props),
      authorizationType: 'NONE',
    });
    new LambdaPermission(this, 'permission-default', {
      provider,
      functionName: to.functionName,
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/*/$default`,
    });
  }

  private route(
    api: Apigatewayv2Api,
    route: ApiRoute,
    target: string,
    authorizerId: string | undefined,
    props: UserApiProps,
  ): void {
    const { provider } = props;
    new Apigatewayv2Route(this, `route-${routeId(route)}`, {
      provider,
      apiId: api.id,
      routeKey: `${route.method} ${route.path}`,
      target,
      authorizationType: AUTHORIZATION[route.access],
      ...(route.access === 'user' && authorizerId !== undefined && { authorizerId }),
    });
    new LambdaPermission(this, `permission-${routeId(route)}`, {
      provider,
      functionName: this.functionOf(route.function, props).functionName,
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}${invokedAs(route)}`,
    });
  }

  private functionOf(name: FunctionName, { functions }: UserApiProps): InvokedFunction {
    const found = functions.get(name);
    if (!found)
      throw new Error(
        `${this.node.path}: no function ${name}. There are ${[...functions.keys()].join(', ') || 'none'}: add it to \`functions\`, or leave its routes out.`,
      );
    return found;
  }
}

const AUTHORIZATION: Readonly<Record<RouteAccess, string>> = { iam: 'AWS_IAM', user: 'CUSTOM', open: 'NONE' };

/** What a function may be asked for that answers whatever comes. */
const ANY_METHOD = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'] as const;

/** API Gateway answers a browser's first question by itself, and puts these headers on every other answer. */
const corsOf = ({ allowedOrigins, routes, fallback }: UserApiProps) => ({
  allowOrigins: [...allowedOrigins],
  allowMethods: fallback ? [...ANY_METHOD] : [...new Set(routes.map(({ method }) => method))].sort(),
  allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match'],
  exposeHeaders: ['etag', 'idempotent-replay', 'retry-after', 'x-meridian-epoch', 'x-meridian-region', 'x-request-id'],
  maxAge: 600,
});
