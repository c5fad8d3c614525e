import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { dataOutlives } from '../../../cli/drill/laws/data';
import { passes, planIsEmpty, settles } from '../../../cli/drill/laws/plans';
import { islands, notCalled } from '../../../cli/drill/laws/reach';
import type { Progress } from '../../../cli/drill/progress';
import { Stage } from '../../../cli/drill/stage';
import type { Story } from '../../../cli/drill/story';
import type { RegionName } from '../../../config/catalog';
import type { PlatformConfig } from '../../../config/schema';
import { describeWithTerraform } from '../../lab/provider/terraform';
import { type Event, eventsOf, statesOf } from './events';

jest.setTimeout(1_200_000);

/** Each beginning of a life is a sequence: two lives of five events are ten of them. */
const LIVES = Number(process.env.DRILL_LIVES ?? 2);
const EVENTS = 5;
const RUNS = {
  numRuns: LIVES,
  seed: Number(process.env.FC_SEED ?? Date.now() % 2 ** 31),
  endOnFailure: true,
} as const;
const MOST_REGIONS = 3;
const POOL: readonly RegionName[] = ['us-east-1', 'eu-west-1', 'ap-southeast-2', 'sa-east-1'];

/** One of each thing, and no bootstrap: what is laid down is what each event has to move. */
const platform = (
  regions: readonly RegionName[],
  writer: RegionName,
  backbone: 'none' | 'transit-gateway',
): PlatformConfig => ({
  name: 'orders',
  environment: 'prod',
  account: '111122223333',
  regions: [...regions],
  home: regions[0] as RegionName,
  writer,
  state: { buckets: Object.fromEntries(regions.map((region) => [region, `drill-state-${region}`])) },
  buckets: { objects: {} },
  databases: {
    main: { engine: 'postgres', engineVersion: '17', instanceClass: 'db.t4g.medium', allocatedStorageGiB: 20 },
  },
  tables: { sessions: { hashKey: 'pk' } },
  network: { azs: 2, nat: 'none', interfaceEndpoints: [], flowLogs: 'none', backbone },
});

const QUIET: Progress = { scenario() {}, begin() {}, event() {}, end() {}, applied() {}, stop() {} };
const dir = mkdtempSync(path.join(tmpdir(), 'drill-sequences-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** Regions in any order, a writer among them, and a number for each event: which of those that are possible it is. */
const lives = fc.record({
  regions: fc.shuffledSubarray([...POOL], { minLength: 1, maxLength: MOST_REGIONS }),
  writer: fc.nat(MOST_REGIONS - 1),
  backbone: fc.constantFrom('none' as const, 'transit-gateway' as const),
  picks: fc.array(fc.nat(10_000), { minLength: EVENTS, maxLength: EVENTS }),
});

const evacuatedIn = (config: PlatformConfig): RegionName[] =>
  [...statesOf(config)].filter(([, state]) => state === 'evacuated').map(([region]) => region);

/** Every stack is run in every step, so each has an empty plan after it: at once, or once it was applied. */
async function happen(story: Story, { name, configs, givenUp }: Event): Promise<void> {
  for (const config of configs) {
    const dead = evacuatedIn(config);
    const laws = [islands, ...dead.map((region) => notCalled(region)), settles, passes, dataOutlives(givenUp)];
    await story.step(name, { config, faults: { dead }, laws });
  }
}

describeWithTerraform('whatever happens to a platform', () => {
  test('plans are empty afterwards, and no data is destroyed', async () => {
    const stage = new Stage(dir, QUIET);
    const happened: string[] = [];
    const law = fc.asyncProperty(lives, async ({ regions, writer, backbone, picks }) => {
      const config = platform(regions, regions[writer % regions.length] as RegionName, backbone);
      happened.splice(0, happened.length, regions.join(', '), `writer ${config.writer}`, `backbone ${backbone}`);
      await stage.withApplied('life', config, stage.recorder(), async (story) => {
        for (const pick of picks) {
          const events = eventsOf(story.config, POOL, MOST_REGIONS);
          const event = events[pick % events.length] as Event;
          happened.push(event.name);
          await happen(story, event);
        }
        const dead = evacuatedIn(story.config);
        const laws = [islands, ...dead.map((region) => notCalled(region)), passes, planIsEmpty];
        await story.step('at the end', { mode: 'plan', faults: { dead }, laws });
      });
    });
    await fc.assert(law, RUNS).catch((error: Error) => {
      throw new Error(`${happened.join('; ')}\n${error.message}`, { cause: error });
    });
  });
});
