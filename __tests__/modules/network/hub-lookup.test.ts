import { TerraformOutput } from 'cdktf';
import { type Hub, lookUpHub } from '../../../modules/network/hub-lookup';
import { synthConstruct } from '../../synth';

const of = synthConstruct((stack, providerIn) => {
  const hub: Hub = lookUpHub(stack, 'hub-eu-west-1', providerIn('eu-west-1'), 'orders-prod-hub-euw1');
  new TerraformOutput(stack, 'gateway', { value: hub.gatewayId });
  new TerraformOutput(stack, 'table', { value: hub.routeTableId });
});

test('a gateway that was deleted is not found beside the one that is there', () =>
  expect(of.data().map(({ type, args }) => [type, args])).toEqual(
    ['aws_ec2_transit_gateway', 'aws_ec2_transit_gateway_route_table'].map((type) => [
      type,
      {
        provider: 'aws.euw1',
        filter: [
          { name: 'tag:Name', values: ['orders-prod-hub-euw1'] },
          { name: 'state', values: ['available'] },
        ],
      },
    ]),
  ));

test('each id is that of its own look-up', () =>
  expect(of.outputs).toEqual({
    gateway: { value: '${data.aws_ec2_transit_gateway.hub-eu-west-1.id}' },
    table: { value: '${data.aws_ec2_transit_gateway_route_table.hub-eu-west-1-routes.id}' },
  }));
