import type { RegionName } from '../../../config/catalog';
import { InterfaceEndpoints, interfaceServiceName } from '../../../modules/network/endpoints';
import { type SynthesizedJson, synthConstruct } from '../../synth';

const endpoints = (...services: string[]): SynthesizedJson =>
  synthConstruct((stack, providerIn) => {
    new InterfaceEndpoints(stack, 'endpoints', {
      provider: providerIn('eu-west-1'),
      region: 'eu-west-1',
      services,
      vpcId: 'vpc-1',
      cidr: '10.10.0.0/16',
      subnetIds: ['subnet-a', 'subnet-b'],
      tagName: (what) => `orders-prod-${what}`,
    });
  });

test('a service is reached under its usual name, from all zones', () =>
  expect(endpoints('ecr.api').at('aws_vpc_endpoint.endpoints_ecr-api')).toEqual({
    provider: 'aws.euw1',
    vpc_id: 'vpc-1',
    vpc_endpoint_type: 'Interface',
    service_name: 'com.amazonaws.eu-west-1.ecr.api',
    private_dns_enabled: true,
    subnet_ids: ['subnet-a', 'subnet-b'],
    security_group_ids: ['${aws_security_group.endpoints_callers.id}'],
    tags: { Name: 'orders-prod-ecr-api' },
  }));

test('the VPC may call over HTTPS, nobody else, and nothing goes out', () => {
  const of = endpoints('kms', 'sts');
  expect(of.counts).toEqual({ aws_security_group: 1, aws_vpc_security_group_ingress_rule: 1, aws_vpc_endpoint: 2 });
  expect(of.only('aws_vpc_security_group_ingress_rule')).toMatchObject({
    cidr_ipv4: '10.10.0.0/16',
    ip_protocol: 'tcp',
    from_port: 443,
    to_port: 443,
  });
});

test('the order of the list is of no matter, nor that a service stands in it twice', () =>
  expect(endpoints('sts', 'kms', 'sts').text).toBe(endpoints('kms', 'sts').text));

test.each<[RegionName, string, string]>([
  ['eu-west-1', 'sts', 'com.amazonaws.eu-west-1.sts'],
  ['us-gov-west-1', 'sts', 'com.amazonaws.us-gov-west-1.sts'],
  ['cn-north-1', 'sts', 'cn.com.amazonaws.cn-north-1.sts'],
  ['cn-northwest-1', 'ecr.api', 'cn.com.amazonaws.cn-northwest-1.ecr.api'],
  ['cn-north-1', 'kms', 'com.amazonaws.cn-north-1.kms'],
])('in %s %s is %s', (region, service, name) => expect(interfaceServiceName(region, service)).toBe(name));
