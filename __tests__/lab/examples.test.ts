import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { PlatformConfig } from '../../config';
import { type LabRun, ROOT } from '../../lab/runner';
import { type Counts, EXAMPLE_PLANS, type ExamplePlans } from '../examples/plan-counts';
import { type ChangeName, changesOf, type ExampleChange } from '../examples/planned-changes';
import { describeWithTerraform } from './provider/terraform';
import { callersOf, errorsOf, plannedIn, Story } from './stories';

jest.setTimeout(180_000);
afterAll(Story.cleanUp);

const fileOf = (name: string): string => path.join(ROOT, 'examples', name, 'platform.config.ts');
const configOf = (name: string): PlatformConfig =>
  (require(fileOf(name)) as { readonly default: PlatformConfig }).default;

const examples = readdirSync(path.join(ROOT, 'examples')).filter((name) => existsSync(fileOf(name)));
const withPlans = Object.entries<ExamplePlans>(EXAMPLE_PLANS);

async function applied(name: string): Promise<Story> {
  const story = await Story.begin();
  const run = await story.apply(fileOf(name));
  expect(errorsOf(run)).toEqual([]);
  expect(run.stacks.every(({ planned, settled }) => settled && (planned?.add ?? 0) > 0)).toBe(true);
  expect(run.planned).toMatchObject({ change: 0, replace: 0, destroy: 0, forget: 0, import: 0 });
  await story.end();
  return story;
}

describeWithTerraform('examples in the lab', () => {
  test.each(examples.filter((name) => !Object.hasOwn(EXAMPLE_PLANS, name)))(
    '%s is applied, and a second plan is empty',
    async (name) => expect(await applied(name)).toBeInstanceOf(Story),
  );
});

const SHARED = ['bootstrap', 'foundation', 'global'];

describe.each(withPlans)('%s', (name, { counts, ...cast }) => {
  const start = configOf(name);
  const changes = changesOf(start, cast);
  const stacks = start.regions.map((region) => `region-${String(region)}`);

  const changeOf = (change: ChangeName): ExampleChange => {
    const found = changes.get(change);
    if (!found) throw new Error(`${name} has no change ${change}.`);
    return found;
  };
  /** What its page says of a change, by stack. */
  const saidOf = (change: ChangeName): Record<string, Counts> => {
    const { bootstrap, foundation, own, others, global } = counts[change] ?? {};
    const { region } = changeOf(change);
    const all = Object.entries<Counts | undefined>({
      bootstrap,
      foundation,
      global,
      ...Object.fromEntries(stacks.map((stack) => [stack, others])),
      ...(region && { [`region-${region}`]: own }),
    });
    return Object.fromEntries(
      all.flatMap(([stack, said]) => (said && Object.keys(said).length > 0 ? [[stack, said]] : [])),
    );
  };
  const faultsOf = ({ isDead, region }: ExampleChange) => (isDead && region ? { dead: [region] } : {});

  describeWithTerraform('in the lab', () => {
    let base: Story;

    beforeAll(async () => {
      base = await applied(name);
    });

    test('with each Region dead the others plan nothing, and make no call there', async () => {
      const story = await Story.begin(base);
      for (const region of start.regions) {
        const dead = String(region);
        const only = stacks.filter((stack) => stack !== `region-${dead}`);
        const run = await story.plan(start, { only, faults: { dead: [dead] } });
        expect([dead, errorsOf(run), plannedIn(run), callersOf(dead, run)]).toEqual([dead, [], {}, []]);
      }
    });

    test('a Region that joins is what its page says, in all that stands already', async () => {
      const story = await Story.begin(base);
      const only = ['bootstrap', 'foundation', ...stacks];
      const run = await story.plan(changeOf('join').config, { only });
      const said = Object.entries(saidOf('join')).filter(([stack]) => only.includes(stack));
      expect([errorsOf(run), plannedIn(run)]).toEqual([[], Object.fromEntries(said)]);
    });

    test('so is one that is lost and returns', async () => {
      const story = await Story.begin(base);
      const planned = async (change: ChangeName): Promise<LabRun> => {
        const run = await story.plan(changeOf(change).config, { faults: faultsOf(changeOf(change)) });
        expect([change, errorsOf(run), plannedIn(run)]).toEqual([change, [], saidOf(change)]);
        return run;
      };
      const evacuated = await planned('evacuate');
      expect(callersOf(cast.lost, evacuated)).toEqual([]);
      const { config } = changeOf('evacuate');
      expect(errorsOf(await story.apply(config, { faults: { dead: [cast.lost] }, only: SHARED }))).toEqual([]);
      // The others' edges are gone in config alone, and come back with it.
      const returned = await story.plan(changeOf('return').config, { only: SHARED });
      const said = Object.entries(saidOf('return')).filter(([stack]) => SHARED.includes(stack));
      expect([errorsOf(returned), plannedIn(returned)]).toEqual([[], Object.fromEntries(said)]);
    });
  });
});
