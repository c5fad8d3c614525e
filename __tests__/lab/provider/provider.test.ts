import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { type SimulatedProvider, startProvider } from '../../../lab/provider';
import { temporaryDir } from './session';

let provider: SimulatedProvider | undefined;
afterEach(() => provider?.stop());

test('each way in has a port of its own; the same name gives the same one', async () => {
  provider = await startProvider({ dir: temporaryDir(), types: ['resource:aws_vpc', 'data:aws_region'] });
  const [one, again, other] = await Promise.all(['a', 'a', 'b'].map((stack) => provider?.attach(stack)));
  expect(again?.reattach).toBe(one?.reattach);
  expect(new Set([provider.reattach, one?.reattach, other?.reattach]).size).toBe(3);
  expect(JSON.parse(provider.reattach)).toEqual({
    'registry.terraform.io/hashicorp/aws': {
      Protocol: 'grpc',
      ProtocolVersion: 5,
      Pid: process.pid,
      Test: true,
      Addr: { Network: 'tcp', String: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
    },
  });
});

test('a stack with types of its own is offered these and no others', async () => {
  provider = await startProvider({ dir: temporaryDir(), types: ['resource:aws_vpc'] });
  provider.offer(['resource:aws_eip'], 'a');
  provider.offer(['data:aws_region'], 'a');
  provider.offer(['resource:aws_subnet']);
  expect(await typesOffered((await provider.attach('a')).reattach)).toEqual(['data:aws_region', 'resource:aws_eip']);
  expect(await typesOffered((await provider.attach('b')).reattach)).toEqual([
    'resource:aws_subnet',
    'resource:aws_vpc',
  ]);
  // By the common way any of them may come.
  expect(await typesOffered(provider.reattach)).toEqual([
    'data:aws_region',
    'resource:aws_eip',
    'resource:aws_subnet',
    'resource:aws_vpc',
  ]);
  expect(() => provider?.offer(['resource:aws_nothing'], 'a')).toThrow('has no binding for it');
  expect(await typesOffered((await provider.attach('a')).reattach)).toEqual(['data:aws_region', 'resource:aws_eip']);
});

test.each([
  ['vpc', 'types: "vpc" is not understood. Write resource:aws_x or data:aws_x.'],
  ['resource:aws_nothing', 'resource aws_nothing: the installed @cdktf/provider-aws has no binding for it.'],
])('refuses to offer %s', async (type, message) => {
  await expect(startProvider({ dir: temporaryDir(), types: [type] })).rejects.toThrow(new Error(message));
});

test('makes the folder, and a log of calls in it', async () => {
  const dir = path.join(temporaryDir(), 'new', 'one');
  provider = await startProvider({ dir, types: [] });
  expect(readFileSync(path.join(dir, 'calls.jsonl'), 'utf8')).toBe('');
});

test('starts in a moment with as many types as a platform has', async () => {
  const types = [
    'vpc',
    'subnet',
    'db_instance',
    'dynamodb_table',
    's3_bucket',
    'kms_key',
    'iam_role',
    'lambda_function',
    'ssm_parameter',
    'sns_topic',
    'sqs_queue',
    'route_table',
    'security_group',
    'vpc_endpoint',
    'nat_gateway',
    'internet_gateway',
    'eip',
    'route',
    'cloudwatch_metric_alarm',
    'cloudwatch_log_group',
    'route53_zone',
    'route53_record',
    'apigatewayv2_api',
    'apigatewayv2_stage',
    'ec2_transit_gateway',
    'cognito_user_pool',
    'cloudfront_distribution',
    'globalaccelerator_accelerator',
    'backup_plan',
    'backup_vault',
    'rds_cluster',
    'lb',
    'lb_listener',
    'lb_target_group',
    'ecs_service',
    'ecs_cluster',
    'acm_certificate',
    'kms_alias',
    'kms_replica_key',
    's3_bucket_replication_configuration',
  ];
  const started = performance.now();
  provider = await startProvider({ dir: temporaryDir(), types: types.map((type) => `resource:aws_${type}`) });
  // 90 ms on two cores; the rest is room for a busy machine.
  expect(performance.now() - started).toBeLessThan(1000);
});

/** What Terraform is told of by a way in: its types, sorted. */
async function typesOffered(reattach: string): Promise<string[]> {
  const file = path.join(__dirname, '../../../lab/provider/protocol/tfplugin5.proto');
  const { tfplugin5 } = grpc.loadPackageDefinition(loadSync(file, { keepCase: true }));
  const { Provider } = tfplugin5 as grpc.GrpcObject;
  const plugins = JSON.parse(reattach) as Record<string, { readonly Addr: { readonly String: string } }>;
  const [plugin] = Object.values(plugins);
  const Client = Provider as grpc.ServiceClientConstructor;
  const client = new Client(plugin?.Addr.String ?? '', grpc.credentials.createInsecure());
  const schema = await new Promise<Offer>((resolve, reject) =>
    client.makeUnaryRequest(
      Client.service.GetSchema?.path ?? '',
      Client.service.GetSchema?.requestSerialize ?? ((): Buffer => Buffer.alloc(0)),
      (bytes: Buffer) => Client.service.GetSchema?.responseDeserialize(bytes) as Offer,
      {},
      (error, response) => (error || !response ? reject(error) : resolve(response)),
    ),
  );
  client.close();
  return [
    ...Object.keys(schema.resource_schemas ?? {}).map((type) => `resource:${type}`),
    ...Object.keys(schema.data_source_schemas ?? {}).map((type) => `data:${type}`),
  ].sort();
}
interface Offer {
  readonly resource_schemas?: object;
  readonly data_source_schemas?: object;
}
