import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { TerraformOutput } from 'cdktf';
import { afterListener, requestCountLabel } from '../../../modules/compute/request-count';
import { synthConstruct } from '../../synth';

const written = (value: unknown): unknown =>
  synthConstruct((stack) => {
    new TerraformOutput(stack, 'value', { value, staticId: true });
  }).outputs.value?.value;

test('names load balancer and target group as the last parts of their ARNs', () =>
  expect(
    written(
      requestCountLabel(
        'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/entry/50dc',
        'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/service/73e2',
      ),
    ),
  ).toBe(
    '${element(split(":loadbalancer/", "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/entry/50dc"), 1)}/${element(split(":", "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/service/73e2"), 5)}',
  ));

test('a condition that refers to the listener, and so waits for it', () => {
  const stack = synthConstruct((scope, providerIn) => {
    const provider = providerIn('eu-west-1');
    const listener = new LbListener(scope, 'https', { provider, loadBalancerArn: 'arn:lb', defaultAction: [] });
    new TerraformOutput(scope, 'value', { value: afterListener(listener.arn)[0]?.condition, staticId: true });
  });
  expect(stack.outputs.value?.value).toBe('${startswith(aws_lb_listener.https.arn, "arn:")}');
});
