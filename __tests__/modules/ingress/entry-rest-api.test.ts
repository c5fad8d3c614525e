import { TerraformOutput } from 'cdktf';
import { EntryRestApi, type EntryRestApiProps } from '../../../modules/ingress/entry-rest-api';
import { divideRoutes, routesOf } from '../../../modules/ingress/routes';
import { synthConstruct } from '../../synth';

const { entry: CHECKS } = divideRoutes({ identity: true, photos: true }, 'rest-api');

const api = (props: Partial<EntryRestApiProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    const made = new EntryRestApi(stack, 'entry', {
      provider: providerIn('eu-west-1'),
      apiName: 'orders-prod-entry',
      logGroupName: '/aws/vendedlogs/apis/orders-prod-entry',
      logRetentionDays: 30,
      domainNames: ['api.orders.example.com', 'api-euw1.orders.example.com'],
      service: { functionName: 'orders-prod-service', invokeArn: 'invoke service' },
      routes: CHECKS,
      functions: new Map([['health', { functionName: 'orders-prod-health', invokeArn: 'invoke health' }]]),
      ...props,
    });
    new TerraformOutput(stack, 'stage-arn', { value: made.stageArn, staticId: true });
  });

interface Definition {
  readonly info: { readonly title: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}
const definitionOf = (stack = api()): Definition =>
  JSON.parse(stack.only<{ body: string }>('aws_api_gateway_rest_api').body);

test('it answers in its Region for its domain names alone', () => {
  const stack = api();
  expect(stack.only('aws_api_gateway_rest_api')).toMatchObject({
    name: 'orders-prod-entry',
    endpoint_configuration: { types: ['REGIONAL'] },
    disable_execute_api_endpoint: true,
  });
  expect(stack.resources('aws_apigatewayv2_api_mapping').map(({ args }) => args)).toEqual(
    ['api-euw1.orders.example.com', 'api.orders.example.com'].map((domain_name) => ({
      provider: 'aws.euw1',
      api_id: '${aws_api_gateway_rest_api.entry_api.id}',
      stage: '${aws_api_gateway_stage.entry_stage.stage_name}',
      domain_name,
    })),
  );
  expect(stack.outputs['stage-arn']?.value).toBe('${aws_api_gateway_stage.entry_stage.arn}');
});

test('every path leads to the service, but the two checks to the health function', () => {
  const { info, paths } = definitionOf();
  const to = (uri: string) => ({
    'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri },
  });
  expect(info.title).toBe('orders-prod-entry');
  expect(paths).toEqual({
    '/': { 'x-amazon-apigateway-any-method': to('invoke service') },
    '/{proxy+}': {
      'x-amazon-apigateway-any-method': {
        parameters: [{ name: 'proxy', in: 'path', required: true, schema: { type: 'string' } }],
        ...to('invoke service'),
      },
    },
    '/v1/health/live': { get: to('invoke health') },
    '/v1/health/route': { get: to('invoke health') },
  });
});

test('without checks the service has it all', () =>
  expect(Object.keys(definitionOf(api({ routes: [], functions: new Map() })).paths)).toEqual(['/', '/{proxy+}']));

test('a function lets this API call it for its own paths', () => {
  const arn = '${aws_api_gateway_rest_api.entry_api.execution_arn}';
  expect(
    api()
      .resources<{ function_name: string; source_arn: string; principal: string }>('aws_lambda_permission')
      .map(({ args: { function_name, source_arn, principal } }) => [function_name, source_arn, principal])
      .sort(),
  ).toEqual([
    ['orders-prod-health', `${arn}/*/GET/v1/health/live`, 'apigateway.amazonaws.com'],
    ['orders-prod-health', `${arn}/*/GET/v1/health/route`, 'apigateway.amazonaws.com'],
    ['orders-prod-service', `${arn}/*`, 'apigateway.amazonaws.com'],
  ]);
});

test('another definition is another deployment, and the stage is never without one', () =>
  expect(api().only('aws_api_gateway_deployment')).toMatchObject({
    triggers: { body: '${sha256(aws_api_gateway_rest_api.entry_api.body)}' },
    lifecycle: { create_before_destroy: true },
  }));

test('requests are limited and traced; the log tells what happened and not to whom, no body is ever logged', () => {
  const stack = api();
  expect(stack.only('aws_api_gateway_method_settings')).toMatchObject({
    method_path: '*/*',
    stage_name: '${aws_api_gateway_stage.entry_stage.stage_name}',
    settings: {
      throttling_rate_limit: 1000,
      throttling_burst_limit: 500,
      metrics_enabled: true,
      logging_level: 'OFF',
      data_trace_enabled: false,
    },
  });
  const stage = stack.only<{ xray_tracing_enabled: boolean; access_log_settings: { format: string } }>(
    'aws_api_gateway_stage',
  );
  expect(stage.xray_tracing_enabled).toBe(true);
  const logged = Object.values<string>(JSON.parse(stage.access_log_settings.format));
  expect(logged).toContain('$context.resourcePath');
  expect(logged.filter((variable) => /ip$|context.path$|query|authorizer|caller|user/i.test(variable))).toEqual([]);
});

test.each([
  ['PUT', '/v1/state/{appId}', 'iam'],
  ['GET', '/v1/health/details', 'iam'],
  ['GET', '/v1/me', 'user'],
  ['GET', '/v1/photos/{id}', 'user'],
  ['GET', '/v1/app/{appId}/state', 'open'],
] as const)('refuses %s %s, which is %s and stays on the control API', (method, path, access) => {
  const route = routesOf({ identity: true, photos: true }).filter((r) => r.method === method && r.path === path);
  expect(() => api({ routes: route })).toThrow(
    new Error(
      `t/entry: ${method} ${path} (${access}) cannot be here. Only open routes without parameters can: leave the others on the control API.`,
    ),
  );
});

test('refuses a route to a function that is not there', () =>
  expect(() => api({ functions: new Map() })).toThrow(
    new Error('t/entry: no function health. There are none: add it to `functions`, or leave its routes out.'),
  ));
