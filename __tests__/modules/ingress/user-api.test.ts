import { routesOf } from '../../../modules/ingress/routes';
import { UserApi, type UserApiProps } from '../../../modules/ingress/user-api';
import type { FunctionName } from '../../../modules/routing/functions';
import { synthConstruct } from '../../synth';

interface Route {
  readonly route_key: string;
  readonly authorization_type: string;
  readonly authorizer_id?: string;
  readonly target: string;
}
interface Permission {
  readonly function_name: string;
  readonly principal: string;
  readonly source_arn: string;
}

const functions = (...names: FunctionName[]): UserApiProps['functions'] =>
  new Map(names.map((name) => [name, { functionName: `orders-prod-${name}`, invokeArn: `invoke ${name}` }]));

const api = (props: Partial<UserApiProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new UserApi(stack, 'api', {
      provider: providerIn('eu-west-1'),
      apiName: 'orders-prod-api',
      logGroupName: '/aws/vendedlogs/apis/orders-prod-api',
      logRetentionDays: 30,
      routes: routesOf({ identity: true, photos: true }),
      functions: functions('control-api', 'health', 'photos-api', 'authorizer'),
      allowedOrigins: ['https://shop.example.com'],
      ...props,
    });
  });

test('a route is authorized as its access says: nobody calls a control route unsigned, nor a user route without a token', () => {
  const authorized = api()
    .resources<Route>('aws_apigatewayv2_route')
    .map(({ args }) => [args.route_key, args.authorization_type, args.authorizer_id !== undefined] as const);
  const of = (type: string, ...keys: string[]) =>
    expect(authorized.filter(([, found]) => found === type).map(([key]) => key)).toEqual(expect.arrayContaining(keys));
  of('AWS_IAM', 'PUT /v1/state/{appId}', 'GET /v1/health/details', 'POST /v1/reconcile/{appId}');
  of('CUSTOM', 'POST /v1/photos', 'PUT /v1/me');
  of('NONE', 'GET /v1/health/live', 'GET /v1/app/{appId}/state');
  expect(authorized.filter(([, type, authorizer]) => (type === 'CUSTOM') !== authorizer)).toEqual([]);
  expect(authorized).toHaveLength(22);
});

test('a function lets this API call it for its own routes, and for no other', () => {
  const stack = api();
  const routes = stack.resources<Route>('aws_apigatewayv2_route').map(({ args }) => args);
  const permissions = stack.resources<Permission>('aws_lambda_permission').map(({ args }) => args);
  expect(permissions).toHaveLength(routes.length + 1);
  expect(new Set(permissions.map(({ principal }) => principal))).toEqual(new Set(['apigateway.amazonaws.com']));
  const sources = (name: string) =>
    permissions
      .filter(({ function_name }) => function_name === `orders-prod-${name}`)
      .map(({ source_arn }) => source_arn);
  const arn = '${aws_apigatewayv2_api.api.execution_arn}';
  expect(sources('health')).toEqual([
    `${arn}/*/GET/v1/health/deep`,
    `${arn}/*/GET/v1/health/details`,
    `${arn}/*/GET/v1/health/live`,
    `${arn}/*/GET/v1/health/route`,
  ]);
  expect(sources('authorizer')).toEqual([`${arn}/authorizers/\${aws_apigatewayv2_authorizer.api_authorizer.id}`]);
});

test('the authorizer is asked once in five minutes for a token, and never without one', () =>
  expect(api().only('aws_apigatewayv2_authorizer')).toMatchObject({
    authorizer_type: 'REQUEST',
    authorizer_uri: 'invoke authorizer',
    authorizer_payload_format_version: '2.0',
    enable_simple_responses: true,
    identity_sources: ['$request.header.Authorization'],
    authorizer_result_ttl_in_seconds: 300,
  }));

test('one integration for each function, whatever the number of routes', () =>
  expect(
    api()
      .resources<{ integration_uri: string; payload_format_version: string }>('aws_apigatewayv2_integration')
      .map(({ args }) => [args.integration_uri, args.payload_format_version]),
  ).toEqual([
    ['invoke control-api', '2.0'],
    ['invoke health', '2.0'],
    ['invoke photos-api', '2.0'],
  ]));

test('browsers of the listed origins may call it, of no other, and not with cookies', () => {
  const { cors_configuration: cors } = api().only<{ cors_configuration: Record<string, unknown> }>(
    'aws_apigatewayv2_api',
  );
  expect(cors).toMatchObject({
    allow_origins: ['https://shop.example.com'],
    allow_methods: ['DELETE', 'GET', 'POST', 'PUT'],
    allow_headers: ['authorization', 'content-type', 'idempotency-key', 'if-match'],
  });
  expect(cors).not.toHaveProperty('allow_credentials');
  expect(api({ allowedOrigins: [] }).only('aws_apigatewayv2_api')).not.toHaveProperty('cors_configuration');
});

test('the access log tells what happened and not to whom: no address, path, query, token or caller', () => {
  const { access_log_settings: log, default_route_settings: throttle } = api().only<{
    access_log_settings: { format: string };
    default_route_settings: object;
  }>('aws_apigatewayv2_stage');
  const logged = Object.values<string>(JSON.parse(log.format));
  expect(logged).toContain('$context.routeKey');
  expect(
    logged.filter((variable) => /ip|path$|query|authorizer\.(claims|property)|caller|user/i.test(variable)),
  ).toEqual([]);
  expect(throttle).toEqual({ throttling_rate_limit: 1000, throttling_burst_limit: 500 });
});

test('without routes for users there is no authorizer', () => {
  const stack = api({
    routes: routesOf({ identity: false, photos: false }),
    functions: functions('control-api', 'health'),
  });
  expect(stack.resources('aws_apigatewayv2_authorizer')).toEqual([]);
});

test('refuses a route to a function that is not there', () =>
  expect(() => api({ functions: functions('control-api', 'health', 'authorizer') })).toThrow(
    new Error(
      't/api: no function photos-api. There are control-api, health, authorizer: add it to `functions`, or leave its routes out.',
    ),
  ));

describe('behind a front door', () => {
  const entry = (props: Partial<UserApiProps> = {}) =>
    api({
      domainNames: ['api.orders.example.com', 'api-euw1.orders.example.com'],
      fallback: { functionName: 'orders-prod-service', invokeArn: 'invoke service' },
      ...props,
    });

  test('it answers for its domain names alone', () => {
    const stack = entry();
    expect(stack.only('aws_apigatewayv2_api')).toMatchObject({ disable_execute_api_endpoint: true });
    expect(stack.resources('aws_apigatewayv2_api_mapping').map(({ args }) => args)).toEqual(
      ['api-euw1.orders.example.com', 'api.orders.example.com'].map((domain_name) => ({
        provider: 'aws.euw1',
        api_id: '${aws_apigatewayv2_api.api.id}',
        stage: '${aws_apigatewayv2_stage.api_stage.id}',
        domain_name,
      })),
    );
  });

  test('what no route names goes to the fallback, unsigned, by that route alone', () => {
    const stack = entry();
    const fallback = stack.at('aws_apigatewayv2_route.api_route-default');
    expect(fallback).toMatchObject({
      route_key: '$default',
      authorization_type: 'NONE',
      target: 'integrations/${aws_apigatewayv2_integration.api_integration-default.id}',
    });
    expect(stack.at('aws_apigatewayv2_integration.api_integration-default')).toMatchObject({
      integration_uri: 'invoke service',
      payload_format_version: '2.0',
    });
    expect(stack.at('aws_lambda_permission.api_permission-default')).toMatchObject({
      function_name: 'orders-prod-service',
      principal: 'apigateway.amazonaws.com',
      source_arn: '${aws_apigatewayv2_api.api.execution_arn}/*/$default',
    });
    expect(entry({ routes: [] }).only('aws_apigatewayv2_route')).toEqual(fallback);
  });

  test('browsers may ask the fallback by any method', () =>
    expect(entry({ routes: [] }).only('aws_apigatewayv2_api')).toMatchObject({
      cors_configuration: { allow_methods: ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'] },
    }));

  test('without either, it is what it was: AWS’s own host, and 404 for the rest', () => {
    const stack = api();
    expect(stack.only('aws_apigatewayv2_api')).not.toHaveProperty('disable_execute_api_endpoint');
    expect(stack.resources('aws_apigatewayv2_api_mapping')).toEqual([]);
    expect(stack.text).not.toContain('default}');
    expect(
      stack.resources<Route>('aws_apigatewayv2_route').filter(({ args }) => args.route_key === '$default'),
    ).toEqual([]);
  });
});
