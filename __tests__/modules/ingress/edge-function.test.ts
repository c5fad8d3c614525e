import { TerraformOutput } from 'cdktf';
import { EdgeFunction } from '../../../modules/ingress/edge-function';
import { synthConstruct } from '../../synth';

const stack = synthConstruct((scope, providerIn) => {
  const { versionArn } = new EdgeFunction(scope, 'edge', {
    provider: providerIn('us-east-1'),
    functionName: 'orders-prod-edge-jurisdiction',
    description: 'Sends writes to the jurisdiction that they name',
    zipPath: '../../lambdas/edge-jurisdiction.zip',
    sourceCodeHash: 'hash',
    roleArn: 'arn:role',
    runtime: 'nodejs22.x',
  });
  new TerraformOutput(scope, 'version', { value: versionArn, staticId: true });
});

test('is what CloudFront can copy: published, for x86, small, with no environment', () =>
  expect(stack.only('aws_lambda_function')).toEqual({
    provider: 'aws.use1',
    function_name: 'orders-prod-edge-jurisdiction',
    description: 'Sends writes to the jurisdiction that they name',
    role: 'arn:role',
    runtime: 'nodejs22.x',
    architectures: ['x86_64'],
    handler: 'handler.handler',
    filename: '../../lambdas/edge-jurisdiction.zip',
    source_code_hash: 'hash',
    timeout: 5,
    memory_size: 128,
    publish: true,
    timeouts: { delete: '3h' },
    // Or Lambda would be asked to delete it while the distribution has it.
    lifecycle: { create_before_destroy: true },
  }));

test('is named by its version', () =>
  expect(stack.outputs.version?.value).toBe('${aws_lambda_function.edge_function.qualified_arn}'));
