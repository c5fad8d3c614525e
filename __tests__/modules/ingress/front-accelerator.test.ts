import { REGION_NAMES, type RegionName } from '../../../config/catalog';
import { FrontAccelerator, type FrontAcceleratorProps, MOST_GROUPS } from '../../../modules/ingress/front-accelerator';
import { synthConstruct } from '../../synth';

const synth = (regions: readonly RegionName[], props: Partial<FrontAcceleratorProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new FrontAccelerator(stack, 'front', {
      provider: providerIn('us-west-2'),
      edgeProvider: providerIn('us-east-1'),
      acceleratorName: 'orders-prod',
      zoneId: 'Z1',
      hostName: 'api.orders.example.com',
      endpointArns: new Map(regions.map((region) => [region, `arn:balancer:${region}`])),
      clientAffinity: 'none',
      ...props,
    });
  });

test('one accelerator, one listener, one group a Region with its whole dial', () => {
  const stack = synth(['us-east-1', 'eu-west-1']);
  expect(stack.only('aws_globalaccelerator_accelerator')).toEqual({
    provider: 'aws.usw2',
    name: 'orders-prod',
    enabled: true,
    ip_address_type: 'IPV4',
    attributes: { flow_logs_enabled: false },
  });
  expect(stack.only('aws_globalaccelerator_listener')).toEqual({
    provider: 'aws.usw2',
    accelerator_arn: '${aws_globalaccelerator_accelerator.front_accelerator.arn}',
    protocol: 'TCP',
    client_affinity: 'NONE',
    port_range: [{ from_port: 443, to_port: 443 }],
  });
  expect(stack.counts.aws_globalaccelerator_endpoint_group).toBe(2);
  expect(stack.at('aws_globalaccelerator_endpoint_group.front_group-eu-west-1')).toEqual({
    provider: 'aws.usw2',
    listener_arn: '${aws_globalaccelerator_listener.front_listener.arn}',
    endpoint_group_region: 'eu-west-1',
    traffic_dial_percentage: 100,
    endpoint_configuration: [
      { endpoint_id: 'arn:balancer:eu-west-1', weight: 128, client_ip_preservation_enabled: true },
    ],
  });
});

test("the clients' name is one alias, without a check: the accelerator knows its endpoints' health itself", () =>
  expect(synth(['us-east-1']).only('aws_route53_record')).toEqual({
    provider: 'aws.use1',
    zone_id: 'Z1',
    name: 'api.orders.example.com',
    type: 'A',
    alias: {
      name: '${aws_globalaccelerator_accelerator.front_accelerator.dns_name}',
      zone_id: '${aws_globalaccelerator_accelerator.front_accelerator.hosted_zone_id}',
      evaluate_target_health: false,
    },
  }));

test('affinity and flow logs are asked for', () => {
  const stack = synth(['us-east-1'], {
    clientAffinity: 'source-ip',
    flowLogs: { bucketName: 'orders-prod-logs-usw2', prefix: 'accelerator' },
  });
  expect(stack.only('aws_globalaccelerator_listener')).toMatchObject({ client_affinity: 'SOURCE_IP' });
  expect(stack.only('aws_globalaccelerator_accelerator')).toMatchObject({
    attributes: {
      flow_logs_enabled: true,
      flow_logs_s3_bucket: 'orders-prod-logs-usw2',
      flow_logs_s3_prefix: 'accelerator',
    },
  });
});

test('a Region that joins changes nothing that stands, wherever it is in the list', () => {
  const before = synth(['us-east-1', 'eu-west-1']).resources();
  const after = synth(['sa-east-1', 'eu-west-1', 'us-east-1']).resources();
  expect(after).toEqual(expect.arrayContaining(before));
  expect(after).toHaveLength(before.length + 1);
});

test('refuses no Region', () =>
  expect(() => synth([])).toThrow(new Error('t/front: 0 Regions. A listener has 1 to 42 endpoint groups.')));

test('the catalog has no more Regions than a listener has groups', () =>
  expect(REGION_NAMES.length).toBeLessThanOrEqual(MOST_GROUPS));
