import fc from 'fast-check';
import { contains, overlap, rangeOf, refuseCidr } from '../../../lab/provider/plan/cidr';
import { validated } from '../../../lab/provider/plan/validate';

test.each([
  ['10.0.0.0/8', undefined],
  ['0.0.0.0/0', undefined],
  ['2600:1f18::/56', undefined],
  ['::/0', undefined],
  ['10.0.0.0/33', '"10.0.0.0/33" is not a valid CIDR block: invalid CIDR address: 10.0.0.0/33'],
  ['10.0.0.256/8', '"10.0.0.256/8" is not a valid CIDR block: invalid CIDR address: 10.0.0.256/8'],
  ['10.0.0.0', '"10.0.0.0" is not a valid CIDR block: invalid CIDR address: 10.0.0.0'],
  ['vpc', '"vpc" is not a valid CIDR block: invalid CIDR address: vpc'],
  ['::/129', '"::/129" is not a valid CIDR block: invalid CIDR address: ::/129'],
  ['10.1.0.5/16', '"10.1.0.5/16" is not a valid CIDR block; did you mean "10.1.0.0/16"?'],
])('%s', (cidr, said) => expect(refuseCidr(cidr)).toBe(said));

test('every /20 of a /16 lies in it, and they do not overlap', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 255 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 15 }), { minLength: 2 }),
      (second, [a = 0, b = 1]) => {
        const outer = rangeOf(`10.${second}.0.0/16`);
        const [one, other] = [a, b].map((n) => rangeOf(`10.${second}.${n * 16}.0/20`));
        if (!outer || !one || !other) throw new Error('no ranges');
        expect([contains(outer, one), contains(one, outer), overlap(one, other), overlap(outer, one)]).toEqual([
          true,
          false,
          false,
          true,
        ]);
      },
    ),
  ));

test.each([
  ['aws_vpc', 'cidr_block'],
  ['aws_route', 'destination_cidr_block'],
  ['aws_ec2_transit_gateway_route', 'destination_cidr_block'],
  ['aws_vpc_security_group_ingress_rule', 'cidr_ipv4'],
])('%s: %s must be a range', (type, argument) => {
  const details = (value: string) =>
    validated(type, { [argument]: value })
      .filter(({ summary }) => summary.includes(argument))
      .map(({ detail }) => detail);
  expect(details('10.0.0.0/8')).toEqual([]);
  expect(details('10.0.0.1/8')).toEqual(['"10.0.0.1/8" is not a valid CIDR block; did you mean "10.0.0.0/8"?']);
});
