import { GatewayAttachment } from '../../../modules/network/gateway-attachment';
import { synthConstruct } from '../../synth';

const of = synthConstruct((stack, providerIn) => {
  new GatewayAttachment(stack, 'backbone', {
    provider: providerIn('eu-west-1'),
    hubTagName: 'orders-prod-hub-euw1',
    tagName: 'orders-prod-vpc-euw1',
    vpcId: 'vpc-1',
    transitSubnetIds: ['transit-a', 'transit-b'],
    routeTables: [
      { name: 'private-0', id: 'rtb-0' },
      { name: 'private-1', id: 'rtb-1' },
      { name: 'isolated', id: 'rtb-i' },
    ],
    supernet: '10.0.0.0/8',
  });
});
const HUB = '${data.aws_ec2_transit_gateway.backbone_hub.id}';

test('the VPC is attached by its own subnets, and to no default table', () =>
  expect(of.only('aws_ec2_transit_gateway_vpc_attachment')).toEqual({
    provider: 'aws.euw1',
    transit_gateway_id: HUB,
    vpc_id: 'vpc-1',
    subnet_ids: ['transit-a', 'transit-b'],
    dns_support: 'enable',
    transit_gateway_default_route_table_association: false,
    transit_gateway_default_route_table_propagation: false,
    tags: { Name: 'orders-prod-vpc-euw1' },
  }));

test.each(['association', 'propagation'])('the gateway’s own table has its %s', (which) =>
  expect(of.only(`aws_ec2_transit_gateway_route_table_${which}`)).toEqual({
    provider: 'aws.euw1',
    transit_gateway_attachment_id: '${aws_ec2_transit_gateway_vpc_attachment.backbone_attachment.id}',
    transit_gateway_route_table_id: '${data.aws_ec2_transit_gateway_route_table.backbone_hub-routes.id}',
  }),
);

test('one route to the whole platform for each table, once the VPC is attached', () =>
  expect(of.resources('aws_route')).toEqual(
    [
      ['isolated', 'rtb-i'],
      ['private-0', 'rtb-0'],
      ['private-1', 'rtb-1'],
    ].map(([name, table]) => ({
      address: `aws_route.backbone_supernet-${name}`,
      type: 'aws_route',
      args: {
        provider: 'aws.euw1',
        route_table_id: table,
        destination_cidr_block: '10.0.0.0/8',
        transit_gateway_id: HUB,
        depends_on: ['aws_ec2_transit_gateway_vpc_attachment.backbone_attachment'],
      },
    })),
  ));
