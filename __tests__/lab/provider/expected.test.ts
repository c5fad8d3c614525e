import { lookUp } from '../../../lab/provider/aws/lookups';
import { putExpected } from '../../../lab/provider/expected';
import { emptyWorld } from './session';

const zones = (names: Record<string, object>) => ({ aws_route53_zone: names });

test('a zone that is looked up and that no stack makes is there; one that a stack makes is not', () => {
  const world = emptyWorld();
  const stacks = [
    { resource: zones({ own: { name: 'orders.example.com' } }), data: zones({ parent: { name: 'example.com.' } }) },
    {
      data: zones({
        own: { name: 'orders.example.com' },
        parent: { name: 'example.com' },
        inner: { name: 'internal.example.com', private_zone: true },
        later: { name: '${aws_x.y.z}' },
      }),
    },
    {},
    null,
  ];
  putExpected(world, stacks);
  expect(world.all().map(({ type, region, state }) => [type, region, state.name])).toEqual([
    ['aws_route53_zone', 'global', 'example.com'],
  ]);
  const place = { region: 'us-east-1', account: '1', global: true };
  expect(lookUp('aws_route53_zone', { world, place, config: { name: 'example.com' } })).toMatchObject({
    values: {
      zone_id: expect.stringMatching(/^Z[0-9A-F]{20}$/),
      name_servers: ['ns-1.example.com', 'ns-2.example.com', 'ns-3.example.com', 'ns-4.example.com'],
    },
  });

  const before = world.all();
  putExpected(world, stacks);
  expect(world.all()).toEqual(before);
});
