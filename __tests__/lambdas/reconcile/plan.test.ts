import { planOf } from '../../../lambdas/reconcile/plan';
import { ControlWorld } from '../shared/control-world';

const [US, EU] = ['us-east-1', 'eu-west-1'] as const;
const EVENT = { AppId: 'orders', TableName: 'orders-prod-control' };
const SCOPE = { app: 'orders' };

const moved = async (...states: readonly string[]) => {
  const world = new ControlWorld();
  for (const NewState of states) await world.update(EU, { ...EVENT, NewState });
  return world;
};
const planIn = async (world: ControlWorld, named?: readonly number[]) =>
  (await planOf(world.control(EU).register, SCOPE, named)).map(({ epoch, wr }) => [epoch, wr]);

test.each<[string, readonly string[], readonly (readonly [number, string])[]]>([
  ['never moved', [], [[0, US]]],
  ['fenced', ['fenced'], [[0, US]]],
  [
    'moved away',
    ['failover'],
    [
      [2, EU],
      [0, US],
    ],
  ],
  [
    'moved away and fenced, ready to go back',
    ['failover', 'fenced'],
    [
      [2, EU],
      [0, US],
    ],
  ],
  [
    'back again',
    ['failover', 'active'],
    [
      [4, US],
      [2, EU],
      [0, US],
    ],
  ],
  [
    'moved twice: not further back than the last time',
    ['failover', 'active', 'failover'],
    [
      [6, EU],
      [4, US],
    ],
  ],
])('%s', async (_, states, expected) => expect(await planIn(await moved(...states))).toEqual(expected));

test('named epochs, and only those, with the first one', async () => {
  const world = await moved('failover', 'active', 'failover');
  expect(await planIn(world, [0, 2, 3])).toEqual([
    [2, EU],
    [0, US],
  ]);
  expect(await planIn(world, [6])).toEqual([[6, EU]]);
  await expect(planIn(world, [2, 7])).rejects.toThrow('there is no epoch 7: the latest is 6');
});

test('the last epoch is there though its proposer died before it wrote it down', async () => {
  const world = await moved('failover');
  const entries = world.register.entries.get('APP#orders') ?? [];
  world.register.entries.set(
    'APP#orders',
    entries.filter(({ epoch }) => epoch !== 2),
  );
  expect(await planIn(world)).toEqual([
    [2, EU],
    [0, US],
  ]);
});

test('no more than fifty epochs back', async () => {
  const plan = await planIn(await moved('failover', ...Array(30).fill(['fenced', 'failover']).flat()));
  expect(plan[0]).toEqual([62, EU]);
  expect(plan.at(-1)).toEqual([12, EU]);
});
