import { EgressAddresses } from '../../../modules/network/egress-addresses';
import { type SynthesizedJson, synthConstruct } from '../../synth';

const made: EgressAddresses[] = [];
const addresses = (count: number, released?: boolean): SynthesizedJson =>
  synthConstruct((stack, providerIn) => {
    made.push(
      new EgressAddresses(stack, 'egress-eu-west-1', {
        provider: providerIn('eu-west-1'),
        count,
        tagName: (what) => `orders-prod-${what}-euw1`,
        ...(released !== undefined && { released }),
      }),
    );
  });

test('one for each gateway, under the name that the network looks for', () => {
  const of = addresses(3);
  expect(of.resources('aws_eip').map(({ args }) => args)).toEqual(
    [0, 1, 2].map((zone) => ({
      provider: 'aws.euw1',
      domain: 'vpc',
      tags: { Name: `orders-prod-egress-${zone}-euw1` },
      lifecycle: { prevent_destroy: true },
    })),
  );
  expect(made.at(-1)?.publicIps).toHaveLength(3);
});

test('one more leaves the others as they are', () => {
  const [two, three] = [addresses(2), addresses(3)];
  expect(three.resources().slice(0, 2)).toEqual(two.resources());
});

test('a Region that is given up lets them go', () =>
  expect(addresses(1, true).only('aws_eip')).toMatchObject({ lifecycle: { prevent_destroy: false } }));
