import type { PlatformConfig } from '../../config';
import type { LabRun } from '../../lab/runner';
import {
  ACCELERATED,
  GATEWAYS,
  JOINS,
  joinedBy,
  LOST,
  REGIONS,
  reversed,
  SWITCHED,
  stackOf,
  withEntry,
} from './fronts';
import { describeWithTerraform } from './provider/terraform';
import { callersOf, changesOf, errorsOf, plannedIn, Story } from './stories';

jest.setTimeout(180_000);
afterAll(Story.cleanUp);

type Planned = ReturnType<typeof plannedIn>;

/** What each stack plans in each part of a Region's life; a stack with nothing to do is not there. */
interface Life {
  readonly config: PlatformConfig;
  readonly applied: Planned;
  readonly evacuated: Planned;
  readonly returned: Planned;
  readonly active: Planned;
  readonly joined: Planned;
  /** The writer moves to `LOST`. */
  readonly moved: Planned;
  /** The Region that joined leaves for good. @default - not played: it goes as in the others */
  readonly left?: { readonly released: Planned; readonly destroyed: Planned };
}

const EDGES = { 'region-us-east-1': { change: 1 }, 'region-ap-southeast-2': { change: 1 } };

const LIVES: Readonly<Record<string, Life>> = {
  'gateways and DNS': {
    config: GATEWAYS,
    applied: {
      foundation: { add: 40 },
      'region-us-east-1': { add: 52 },
      'region-eu-west-1': { add: 52 },
      'region-ap-southeast-2': { add: 52 },
      // Of three pairs six objects each, of each Region four, and ten of them all.
      global: { add: 40 },
    },
    // A gateway and its table, a certificate and what waits for it, two hosts and two records, a key and its alias.
    evacuated: { foundation: { forget: 10 }, global: { forget: 12, destroy: 4, change: 2 } },
    returned: { foundation: { import: 9, add: 1 }, global: { import: 12, add: 4, change: 2 } },
    active: {},
    joined: {
      foundation: { add: 12 },
      'region-sa-east-1': { add: 52 },
      global: { add: 22, change: 2 },
    },
    left: {
      released: { foundation: { add: 1 }, 'region-sa-east-1': { destroy: 52 }, global: { destroy: 22, change: 2 } },
      destroyed: { foundation: { destroy: 12 } },
    },
    moved: {},
  },
  'load balancers and an accelerator': {
    config: ACCELERATED,
    applied: {
      foundation: { add: 53 },
      'region-us-east-1': { add: 65 },
      'region-eu-west-1': { add: 65 },
      'region-ap-southeast-2': { add: 65 },
      global: { add: 37 },
    },
    evacuated: { foundation: { forget: 13 }, global: { destroy: 6, change: 2 } },
    returned: { foundation: { import: 12, add: 1 }, global: { add: 6, change: 2 } },
    active: {},
    // In foundation home's images are copied to one Region more.
    joined: {
      foundation: { add: 16, change: 1 },
      'region-sa-east-1': { add: 65 },
      global: { add: 6, change: 2 },
    },
    moved: {},
  },
  'CloudFront, a primary and switches': {
    config: SWITCHED,
    applied: {
      foundation: { add: 58 },
      'region-us-east-1': { add: 49 },
      'region-eu-west-1': { add: 49 },
      'region-ap-southeast-2': { add: 49 },
      global: { add: 49 },
    },
    // The two rules over the switches are the only things that a Region's life ever replaces.
    evacuated: { ...EDGES, foundation: { forget: 15 }, global: { forget: 1, destroy: 6, change: 5, replace: 2 } },
    returned: { foundation: { import: 14, add: 1 }, global: { import: 1, add: 6, change: 5, replace: 2 } },
    active: { ...EDGES, global: { change: 1 } },
    joined: {
      ...EDGES,
      'region-eu-west-1': { change: 1 },
      foundation: { add: 17 },
      'region-sa-east-1': { add: 49 },
      global: { add: 7, change: 6, replace: 2 },
    },
    moved: { 'region-us-east-1': { change: 1 }, 'region-eu-west-1': { change: 1 }, global: { change: 3 } },
  },
};

/** Objects that a run takes away, by stack. */
const destroyedIn = (run: LabRun): string[] =>
  (changesOf(run).global ?? []).filter((line) => line.startsWith('delete aws_'));

describe.each(Object.entries(LIVES))('%s', (_name, life) => {
  const { config } = life;
  describeWithTerraform('in the lab', () => {
    let applied: Story;
    let first: LabRun;

    beforeAll(async () => {
      applied = await Story.begin();
      first = await applied.apply(config);
      await applied.end();
    });

    test('is applied, and settled', () => {
      expect(errorsOf(first)).toEqual([]);
      expect(first.stacks.filter(({ settled }) => !settled)).toEqual([]);
      expect(plannedIn(first)).toEqual(life.applied);
      for (const region of REGIONS) expect(Object.keys(first.stack(stackOf(region)).calls)).toEqual([region]);
    });

    test('the order of the list says nothing', async () => {
      const story = await Story.begin(applied);
      const shared = await story.plan(reversed(config), { only: ['foundation', 'global'] });
      expect([errorsOf(shared), plannedIn(shared)]).toEqual([[], {}]);
    });

    test('the writer moves by what says who it is, in place', async () => {
      const story = await Story.begin(applied);
      const run = await story.plan({ ...config, writer: LOST });
      expect([errorsOf(run), plannedIn(run)]).toEqual([[], life.moved]);
      const records = (changesOf(run).global ?? []).filter((line) => line.includes('aws_route53_record'));
      expect(records).toHaveLength(life.moved.global ? 2 : 0);
    });

    test('a dead Region is evacuated without a call, is out of DNS, returns, and then nothing is left to do', async () => {
      const story = await Story.begin(applied);
      const { world } = story.lab.provider;
      const there = () => world.all().filter(({ region }) => region === LOST);
      const namesIn = () =>
        world
          .all('aws_route53_record')
          .flatMap(({ state: { name, set_identifier: id } }) => (id ? [`${name} ${id}`] : []));
      const [before, names] = [there(), namesIn()];

      const evacuated = await story.apply(withEntry(config, { name: LOST, state: 'evacuated' }), {
        faults: { dead: [LOST] },
      });
      expect([errorsOf(evacuated), plannedIn(evacuated)]).toEqual([[], life.evacuated]);
      expect(callersOf(LOST, evacuated)).toEqual([]);
      expect(there()).toEqual(before);
      expect(namesIn()).toEqual(names.filter((name) => !name.endsWith(' euw1')));
      for (const line of destroyedIn(evacuated)) expect(line).toContain(LOST);

      const returned = await story.apply(withEntry(config, { name: LOST, state: 'returning' }));
      expect([errorsOf(returned), plannedIn(returned)]).toEqual([[], life.returned]);
      // Foundation adopts what it forgot; only the wait for a certificate has no import.
      const forgotten = changesOf(evacuated).foundation ?? [];
      const wait = `aws_acm_certificate_validation.names_certificates_${LOST}-validation`;
      expect(changesOf(returned).foundation).toEqual(
        forgotten.map((line) => line.replace('forget', line.includes(wait) ? 'create' : 'import')).sort(),
      );

      const active = await story.plan(config);
      expect([errorsOf(active), plannedIn(active)]).toEqual([[], life.active]);
      expect(namesIn().sort()).toEqual(names.sort());
    });

    test('a Region joins and leaves: counted exactly, and of the others nothing but edges changes', async () => {
      const story = await Story.begin(applied);
      const joined = await story.apply(joinedBy(config, JOINS));
      expect([errorsOf(joined), plannedIn(joined)]).toEqual([[], life.joined]);
      const { left } = life;
      if (!left) return;

      const leaving = (data: 'release' | 'destroy') => joinedBy(config, { name: JOINS, state: 'leaving', data });
      const released = await story.apply(leaving('release'));
      expect([errorsOf(released), plannedIn(released)]).toEqual([[], left.released]);
      // What leads there goes before what stands there.
      const order = released.stacks.map(({ stack }) => stack);
      expect(order.indexOf('global')).toBeLessThan(order.indexOf(stackOf(JOINS)));
      const destroyed = await story.apply(leaving('destroy'));
      expect([errorsOf(destroyed), plannedIn(destroyed)]).toEqual([[], left.destroyed]);
      expect(story.lab.provider.world.all().filter(({ region }) => region === JOINS)).toEqual([]);
    });
  });
});

describeWithTerraform('us-east-1, where Route 53 answers, dead', () => {
  /** Home and the writer are elsewhere: it can be evacuated, which does not help. */
  const config: PlatformConfig = { ...SWITCHED, writer: LOST };

  test.each<[state: string, config: PlatformConfig]>([
    ['active', config],
    ['evacuated', withEntry(config, { name: 'us-east-1', state: 'evacuated' })],
  ])('and %s: foundation and global stop, and say why', async (_state, now) => {
    const story = await Story.begin();
    for (const stack of ['foundation', 'global']) {
      const run = await story.plan(now, { only: [stack], faults: { dead: ['us-east-1'] } });
      expect(errorsOf(run).join()).toMatch(
        /Error: Retrieving AWS account details: .*sts\.us-east-1\.amazonaws\.com: no such host/,
      );
      expect(run.stacks.map(({ outcome, changes }) => [outcome, changes])).toEqual([['failed', []]]);
    }
  });
});
