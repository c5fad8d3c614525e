import fc from 'fast-check';
import { DatabaseAccess } from '../../../modules/database/database-access';
import { synthConstruct } from '../../synth';

const access = (clientCidrs: readonly string[]) =>
  synthConstruct((stack, providerIn) => {
    new DatabaseAccess(stack, 'access', {
      provider: providerIn('eu-west-1'),
      vpcId: 'vpc-1',
      port: 5432,
      securityGroupName: 'orders-prod-main-database',
      clientSecurityGroupName: 'orders-prod-main-client',
      clientCidrs,
    });
  });

const DATABASE = '${aws_security_group.access_database.id}';
const CLIENT = '${aws_security_group.access_client.id}';
const PORT = { provider: 'aws.euw1', ip_protocol: 'tcp', from_port: 5432, to_port: 5432 };

test('two groups, whose rules are resources of their own', () => {
  expect(
    access([])
      .resources('aws_security_group')
      .map(({ args }) => args),
  ).toEqual([
    expect.objectContaining({ name: 'orders-prod-main-client', vpc_id: 'vpc-1' }),
    expect.objectContaining({ name: 'orders-prod-main-database', vpc_id: 'vpc-1' }),
  ]);
  expect(access([]).text).not.toMatch(/"(ingress|egress)"/);
});

test('clients reach the database on its port, and it reaches nobody', () => {
  const stack = access([]);
  expect(stack.only('aws_vpc_security_group_ingress_rule')).toEqual({
    ...PORT,
    security_group_id: DATABASE,
    referenced_security_group_id: CLIENT,
    description: 'Members of the client group',
  });
  expect(stack.only('aws_vpc_security_group_egress_rule')).toEqual({
    ...PORT,
    security_group_id: CLIENT,
    referenced_security_group_id: DATABASE,
    description: 'The database',
  });
});

const octet = fc.integer({ min: 0, max: 255 });
const cidr = fc
  .tuple(octet, octet, octet, octet, fc.integer({ min: 8, max: 32 }))
  .map(([a, b, c, d, n]) => `${a}.${b}.${c}.${d}/${n}`);

test('each range that is named has a rule of its own, on the port alone', () =>
  fc.assert(
    fc.property(fc.uniqueArray(cidr, { maxLength: 6 }), (cidrs) => {
      const rules = access(cidrs)
        .resources('aws_vpc_security_group_ingress_rule')
        .map(({ args }) => args);
      const named = rules.filter(({ cidr_ipv4 }) => cidr_ipv4 !== undefined);
      expect(named.map(({ cidr_ipv4 }) => cidr_ipv4).sort()).toEqual([...cidrs].sort());
      expect(rules.filter((rule) => rule.from_port !== 5432 || rule.to_port !== 5432)).toEqual([]);
      expect(rules).toHaveLength(cidrs.length + 1);
    }),
    { numRuns: 30 },
  ));

test("a range's rule is named after the range", () =>
  expect(access(['10.1.0.0/19']).at('aws_vpc_security_group_ingress_rule.access_from-10-1-0-0-19')).toEqual({
    ...PORT,
    security_group_id: DATABASE,
    cidr_ipv4: '10.1.0.0/19',
    description: 'A range named in the config',
  }));
