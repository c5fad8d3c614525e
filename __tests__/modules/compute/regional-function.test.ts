import { RegionalFunction, type RegionalFunctionProps } from '../../../modules/compute/regional-function';
import { synthConstruct } from '../../synth';

const fn = (props: Partial<RegionalFunctionProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new RegionalFunction(stack, 'hello', {
      provider: providerIn('eu-west-1'),
      functionName: 'orders-prod-hello',
      description: 'Says hello.',
      zipPath: '../../lambdas/hello.zip',
      sourceCodeHash: 'aGFzaA==',
      roleArn: 'arn:aws:iam::111122223333:role/orders-prod-hello-euw1',
      runtime: 'nodejs22.x',
      timeoutSeconds: 3,
      memoryMb: 512,
      environment: { GREETING: 'hello', LEFT_OUT: undefined },
      logGroupName: '/aws/lambda/orders-prod-hello',
      logRetentionDays: 30,
      ...props,
    });
  });

test('runs on arm64, traced, in no VPC, and writes JSON into a log that was there first and ends', () => {
  const stack = fn();
  expect(stack.only('aws_lambda_function')).toEqual({
    provider: 'aws.euw1',
    function_name: 'orders-prod-hello',
    description: 'Says hello.',
    role: 'arn:aws:iam::111122223333:role/orders-prod-hello-euw1',
    runtime: 'nodejs22.x',
    architectures: ['arm64'],
    handler: 'handler.handler',
    filename: '../../lambdas/hello.zip',
    source_code_hash: 'aGFzaA==',
    timeout: 3,
    memory_size: 512,
    environment: { variables: { GREETING: 'hello' } },
    tracing_config: { mode: 'Active' },
    logging_config: {
      log_format: 'JSON',
      log_group: '${aws_cloudwatch_log_group.hello_log.name}',
      application_log_level: 'INFO',
      system_log_level: 'INFO',
    },
  });
  expect(stack.only('aws_cloudwatch_log_group')).toEqual({
    provider: 'aws.euw1',
    name: '/aws/lambda/orders-prod-hello',
    retention_in_days: 30,
  });
  expect(stack.resources('aws_lambda_function_event_invoke_config')).toEqual([]);
});

test('may have concurrency of its own, and quiet Lambda lines', () =>
  expect(fn({ reservedConcurrency: 5, systemLogLevel: 'WARN' }).only('aws_lambda_function')).toMatchObject({
    reserved_concurrent_executions: 5,
    logging_config: { system_log_level: 'WARN' },
  }));

test('what it could not handle, called without anybody waiting, is kept', () =>
  expect(fn({ failedEventsTo: 'arn:queue' }).only('aws_lambda_function_event_invoke_config')).toMatchObject({
    maximum_retry_attempts: 1,
    destination_config: { on_failure: { destination: 'arn:queue' } },
  }));
