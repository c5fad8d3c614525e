import { TerraformOutput } from 'cdktf';
import { Domain, type DomainProps } from '../../../modules/ingress/domain';
import { synthConstruct } from '../../synth';

const domain = (props: Partial<Omit<DomainProps, 'edge'>> = {}) =>
  synthConstruct((stack, providerIn) => {
    const made = new Domain(stack, 'domain', {
      edge: providerIn('us-east-1'),
      domain: 'orders.example.com',
      zone: 'create',
      ...props,
    });
    new TerraformOutput(stack, 'zone-id', { value: made.zoneId, staticId: true });
    new TerraformOutput(stack, 'name-servers', { value: made.nameServers, staticId: true });
    new TerraformOutput(stack, 'waits-for', { value: made.delegation.map((what) => what.fqn), staticId: true });
  });

const PARENT = { parentZone: 'example.com' };

test('a zone that is made survives a destroy, and its records can be changed without us-east-1', () => {
  const stack = domain();
  expect(stack.only('aws_route53_zone')).toEqual({
    provider: 'aws.use1',
    name: 'orders.example.com',
    comment: 'Names of the platform in every Region',
    enable_accelerated_recovery: true,
    force_destroy: false,
    timeouts: { create: '6h', update: '6h' },
    tags: { region: 'global' },
    lifecycle: { prevent_destroy: true },
  });
  expect(stack.outputs).toMatchObject({
    'zone-id': { value: '${aws_route53_zone.domain_zone.zone_id}' },
    'name-servers': { value: '${aws_route53_zone.domain_zone.name_servers}' },
    'waits-for': { value: [] },
  });
  expect(stack.addresses).toEqual(['aws_route53_zone.domain_zone']);
});

test('an existing zone is the public one of that name, and nothing is made', () => {
  const stack = domain({ zone: 'existing' });
  expect(stack.data('aws_route53_zone').map(({ args }) => args)).toEqual([
    { provider: 'aws.use1', name: 'orders.example.com', private_zone: false },
  ]);
  expect(stack.addresses).toEqual([]);
  expect(stack.outputs['name-servers']).toMatchObject({
    value: '${data.aws_route53_zone.domain_zone.name_servers}',
  });
});

test('the zone above names the servers of the one that is made', () => {
  const stack = domain(PARENT);
  expect(stack.data('aws_route53_zone').map(({ args }) => args)).toEqual([
    { provider: 'aws.use1', name: 'example.com', private_zone: false },
  ]);
  expect(stack.only('aws_route53_record')).toEqual({
    provider: 'aws.use1',
    zone_id: '${data.aws_route53_zone.domain_parent.zone_id}',
    name: 'orders.example.com',
    type: 'NS',
    ttl: 300,
    records: '${aws_route53_zone.domain_zone.name_servers}',
  });
  expect(stack.outputs['waits-for']).toMatchObject({ value: ['${aws_route53_record.domain_delegation}'] });
});

test.each<[string, Partial<DomainProps>, string]>([
  [
    'a delegation to a zone that is there',
    { ...PARENT, zone: 'existing' },
    't/domain: parentZone example.com with an existing zone, which is delegated to already. Leave it out, or create the zone.',
  ],
  [
    'a zone that only ends alike',
    { domain: 'myexample.com', ...PARENT },
    't/domain: myexample.com is not below parentZone example.com. Name a zone above it.',
  ],
  [
    'the zone itself as the one above',
    { domain: 'example.com', ...PARENT },
    't/domain: example.com is not below parentZone example.com. Name a zone above it.',
  ],
])('refuses %s', (_what, props, message) => expect(() => domain(props)).toThrow(new Error(message)));
