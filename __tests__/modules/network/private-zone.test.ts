import { type RegionName, regionFacts } from '../../../config/catalog';
import { PrivateZone } from '../../../modules/network/private-zone';
import { type SynthesizedJson, synthConstruct } from '../../synth';
import { addressed, type Backbone } from './backbone-laws';

const zone = (home: RegionName, ...regions: RegionName[]): { stack: SynthesizedJson } & Backbone => {
  let belonging: Backbone['belonging'] = new Map();
  const stack = synthConstruct((scope, providerIn) => {
    belonging = addressed(
      new PrivateZone(scope, 'names', {
        edge: providerIn('us-east-2'),
        name: 'internal.example.com',
        home,
        regions,
        providerIn,
        vpcTagName: (region) => `orders-prod-vpc-${regionFacts(region).code}`,
      }).belonging,
    );
  });
  return { stack, belonging };
};

const three = zone('eu-west-1', 'eu-west-1', 'us-east-1', 'ap-southeast-2');

test('the zone is made with the home VPC, and takes no notice of the others', () =>
  expect(three.stack.only('aws_route53_zone')).toEqual({
    provider: 'aws.use2',
    name: 'internal.example.com',
    comment: 'Names that the VPCs of the platform ask',
    vpc: [{ vpc_id: '${data.aws_vpc.names_vpc-eu-west-1.id}', vpc_region: 'eu-west-1' }],
    tags: { region: 'global' },
    lifecycle: { ignore_changes: ['vpc'] },
  }));

test('every other Region is associated, through Route 53’s own provider', () =>
  expect(three.stack.resources('aws_route53_zone_association')).toEqual(
    ['ap-southeast-2', 'us-east-1'].map((region) => ({
      address: `aws_route53_zone_association.names_association-${region}`,
      type: 'aws_route53_zone_association',
      args: {
        provider: 'aws.use2',
        zone_id: '${aws_route53_zone.names_zone.zone_id}',
        vpc_id: `\${data.aws_vpc.names_vpc-${region}.id}`,
        vpc_region: region,
      },
    })),
  ));

test('each VPC is looked up through its Region’s own provider', () =>
  expect(three.stack.data('aws_vpc').map(({ args }) => args)).toEqual(
    ['apse2', 'euw1', 'use1'].map((code) => ({
      provider: `aws.${code}`,
      filter: [{ name: 'tag:Name', values: [`orders-prod-vpc-${code}`] }],
      state: 'available',
    })),
  ));

test('an association belongs to its Region, and the zone to none', () =>
  expect([...three.belonging]).toEqual([
    ['aws_route53_zone_association.names_association-us-east-1', ['us-east-1']],
    ['aws_route53_zone_association.names_association-ap-southeast-2', ['ap-southeast-2']],
  ]));

test('the order of the list does not change what is made', () =>
  expect(zone('eu-west-1', 'ap-southeast-2', 'us-east-1', 'eu-west-1').stack.resources()).toEqual(
    three.stack.resources(),
  ));

test('one Region needs no association', () =>
  expect(zone('eu-west-1', 'eu-west-1').stack.counts).toEqual({ aws_route53_zone: 1 }));

test('refuses a list without the home Region', () =>
  expect(() => zone('eu-west-1', 'us-east-1')).toThrow(
    new Error('t/names: regions (us-east-1) lacks home, eu-west-1. The zone is made with its VPC.'),
  ));
