import { AlbFunction } from '../../../modules/ingress/alb-function';
import { synthConstruct } from '../../synth';

const CHECKS = ['/v1/health/route', '/v1/health/live'];

const fn = (paths: readonly string[] = CHECKS) =>
  synthConstruct((stack, providerIn) => {
    new AlbFunction(stack, 'health', {
      provider: providerIn('eu-west-1'),
      listenerArn: 'arn of the listener',
      functionName: 'orders-prod-health',
      functionArn: 'arn of the function',
      targetGroupName: 'orders-prod-health',
      paths,
    });
  });
const stack = fn();
const GROUP = '${aws_lb_target_group.health_targets.arn}';

test('the listed paths lead to the function, by GET alone and before all else', () =>
  expect(stack.only('aws_lb_listener_rule')).toEqual({
    provider: 'aws.euw1',
    listener_arn: 'arn of the listener',
    priority: 1,
    action: [{ type: 'forward', target_group_arn: GROUP }],
    condition: [
      { path_pattern: { values: ['/v1/health/live', '/v1/health/route'] } },
      { http_request_method: { values: ['GET'] } },
    ],
  }));

test('the function lets this target group call it, before it is registered', () => {
  expect(stack.only('aws_lambda_permission')).toMatchObject({
    function_name: 'orders-prod-health',
    principal: 'elasticloadbalancing.amazonaws.com',
    source_arn: GROUP,
  });
  expect(stack.only('aws_lb_target_group_attachment')).toMatchObject({
    target_group_arn: GROUP,
    target_id: 'arn of the function',
    depends_on: ['aws_lambda_permission.health_permission'],
  });
  expect(stack.only('aws_lb_target_group')).toEqual({
    provider: 'aws.euw1',
    name: 'orders-prod-health',
    target_type: 'lambda',
    lambda_multi_value_headers_enabled: true,
  });
});

test.each<[string[], string]>([
  [[], 't/health: 0 paths. One rule takes 1 to 4: leave some to the service.'],
  [['/a', '/b', '/c', '/d', '/e'], 't/health: 5 paths. One rule takes 1 to 4: leave some to the service.'],
  [['/v1/health/*'], 't/health: /v1/health/* is a pattern. Name each path: others of the function are signed.'],
])('refuses %j', (paths, message) => expect(() => fn(paths)).toThrow(new Error(message)));

test('takes four paths', () => expect(() => fn(['/a', '/b', '/c', '/d'])).not.toThrow());
