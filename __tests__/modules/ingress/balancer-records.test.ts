import { type RegionName, regionFacts } from '../../../config/catalog';
import { BalancerRecords } from '../../../modules/ingress/balancer-records';
import { synthConstruct } from '../../synth';

const synth = (regions: readonly RegionName[]) =>
  synthConstruct((stack, providerIn) => {
    new BalancerRecords(stack, 'balancers', {
      provider: providerIn('us-east-1'),
      regions: new Map(regions.map((region) => [region, providerIn(region)])),
      zoneId: 'Z1',
      balancerName: (region) => `orders-prod-${regionFacts(region).code}`,
      targetHostName: (region) => `target-${regionFacts(region).code}.orders.example.com`,
      ownHostName: (region) => `api-${regionFacts(region).code}.orders.example.com`,
    });
  });

test('a balancer is looked up in its own Region, and named where Route 53 is changed', () => {
  const stack = synth(['eu-west-1']);
  expect(stack.data('aws_lb').map(({ args }) => args)).toEqual([{ provider: 'aws.euw1', name: 'orders-prod-euw1' }]);
  expect(
    stack
      .resources<{ provider: string; name: string; alias: object; type: string }>()
      .map(({ address, args: { provider, name, alias, type } }) => [address, provider, name, type, alias]),
  ).toEqual(
    ['own', 'target'].map((kind) => [
      `aws_route53_record.balancers_${kind}-eu-west-1`,
      'aws.use1',
      `${kind === 'own' ? 'api' : 'target'}-euw1.orders.example.com`,
      'A',
      {
        name: '${data.aws_lb.balancers_balancer-eu-west-1.dns_name}',
        zone_id: '${data.aws_lb.balancers_balancer-eu-west-1.zone_id}',
        evaluate_target_health: false,
      },
    ]),
  );
});

test('a record goes after what led to it leads elsewhere', () => {
  for (const { args } of synth(['us-east-1', 'eu-west-1']).resources())
    expect(args).toHaveProperty('lifecycle', { create_before_destroy: true });
});

test('the order of the Regions changes nothing of theirs', () => {
  const sorted = (regions: readonly RegionName[]) => {
    const { json } = synth(regions);
    return JSON.stringify([json.resource, json.data]);
  };
  expect(sorted(['us-east-1', 'sa-east-1', 'eu-west-1'])).toBe(sorted(['eu-west-1', 'us-east-1', 'sa-east-1']));
});
