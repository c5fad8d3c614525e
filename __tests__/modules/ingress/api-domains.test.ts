import { TerraformOutput } from 'cdktf';
import { type RegionName, regionFacts } from '../../../config/catalog';
import { ApiDomains, type RegionHosts } from '../../../modules/ingress/api-domains';
import { synthConstruct } from '../../synth';

const D = 'orders.example.com';
const REGIONS: RegionName[] = ['eu-west-1', 'us-east-1'];

interface Changes {
  readonly regions?: readonly RegionName[];
  readonly certified?: readonly RegionName[];
  readonly extra?: RegionHosts['extra'];
}

const domains = ({ regions = REGIONS, certified = regions, extra }: Changes = {}) =>
  synthConstruct((stack, providerIn) => {
    const made = new ApiDomains(stack, 'domains', {
      edge: providerIn('us-east-1'),
      regions: new Map(regions.map((region) => [region, providerIn(region)])),
      hosts: new Map(
        regions.map((region) => {
          const { code } = regionFacts(region);
          const hosts = { client: `api.${D}`, own: `api-${code}.${D}`, target: `target-${code}.${D}` };
          return [region, extra ? { ...hosts, extra } : hosts];
        }),
      ),
      certificateArns: new Map(certified.map((region) => [region, `certificate in ${region}`])),
      zoneId: 'Z1',
    });
    new TerraformOutput(stack, 'belonging', {
      value: Object.fromEntries([...made.belonging].map(([resource, of]) => [resource.fqn, of.join()])),
      staticId: true,
    });
  });

test('each Region answers for the clients’ host and its own, with an issued certificate of its own', () => {
  const of = (provider: string, region: RegionName, host: string) => ({
    provider,
    domain_name: host,
    domain_name_configuration: {
      certificate_arn: `certificate in ${region}`,
      endpoint_type: 'REGIONAL',
      security_policy: 'TLS_1_2',
    },
    lifecycle: { prevent_destroy: true },
  });
  const made = domains().resources('aws_apigatewayv2_domain_name');
  expect(Object.fromEntries(made.map(({ address, args }) => [address.replace(/^.*domains_/, ''), args]))).toEqual({
    'client-us-east-1': of('aws.use1', 'us-east-1', `api.${D}`),
    'own-us-east-1': of('aws.use1', 'us-east-1', `api-use1.${D}`),
    'client-eu-west-1': of('aws.euw1', 'eu-west-1', `api.${D}`),
    'own-eu-west-1': of('aws.euw1', 'eu-west-1', `api-euw1.${D}`),
  });
});

test('the front door is led to the clients’ host of a Region, whoever wants that Region to its own', () => {
  const records = domains().resources<{ name: string; alias: object }>('aws_route53_record');
  const to = (id: string) => {
    const configuration = `aws_apigatewayv2_domain_name.domains_${id}.domain_name_configuration`;
    return {
      name: `\${${configuration}[0].target_domain_name}`,
      zone_id: `\${${configuration}[0].hosted_zone_id}`,
      evaluate_target_health: false,
    };
  };
  expect(Object.fromEntries(records.map(({ args }) => [args.name, args.alias]))).toEqual({
    [`target-use1.${D}`]: to('client-us-east-1'),
    [`api-use1.${D}`]: to('own-us-east-1'),
    [`target-euw1.${D}`]: to('client-eu-west-1'),
    [`api-euw1.${D}`]: to('own-eu-west-1'),
  });
  expect(records.map(({ args }) => args)).toEqual(
    Array(4).fill(expect.objectContaining({ provider: 'aws.use1', type: 'A', zone_id: 'Z1' })),
  );
});

test('every record belongs to the Region that it leads to', () =>
  expect(domains().outputs.belonging?.value).toEqual({
    '${aws_route53_record.domains_target-record-us-east-1}': 'us-east-1',
    '${aws_route53_record.domains_own-record-us-east-1}': 'us-east-1',
    '${aws_route53_record.domains_target-record-eu-west-1}': 'eu-west-1',
    '${aws_route53_record.domains_own-record-eu-west-1}': 'eu-west-1',
  }));

test('a jurisdiction’s host has a domain name in each Region that serves it, and no record here', () => {
  const stack = domains({ extra: [`api-eu.${D}`] });
  expect(stack.addresses.filter((address) => address.includes('api-eu'))).toEqual([
    'aws_apigatewayv2_domain_name.domains_api-eu-eu-west-1',
    'aws_apigatewayv2_domain_name.domains_api-eu-us-east-1',
  ]);
  expect(stack.resources('aws_route53_record')).toHaveLength(4);
});

test('the order of the Regions changes nothing, and one that joins leaves the others as they were', () => {
  const text = (regions: readonly RegionName[]) => JSON.stringify(domains({ regions }).json.resource);
  expect(text([...REGIONS].reverse())).toBe(text(REGIONS));
  const joined = domains({ regions: ['sa-east-1', ...REGIONS] });
  for (const { address, args } of domains().resources()) expect(joined.at(address)).toEqual(args);
  expect(joined.addresses).toHaveLength(domains().addresses.length + 4);
});

test('refuses a Region without a certificate', () =>
  expect(() => domains({ certified: ['us-east-1'] })).toThrow(
    new Error('t/domains: certificateArns lacks eu-west-1. Give one for each Region of `regions`.'),
  ));
