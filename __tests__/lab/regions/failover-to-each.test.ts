import { DRILL_REGIONS } from '../../../cli/drill/routing/arguments';
import { uploadPhoto } from '../../../cli/drill/routing/load';
import { labPlatform } from '../../../lab/regions/deployment';
import { type Fields, fieldsIn } from '../../../lab/regions/json';
import { RegionsLab } from '../../../lab/regions/regions-lab';

const PATIENCE = 120_000;

/** What a Region answers once it knows. On a busy machine it may say first that it cannot at the moment. */
async function answerOf(lab: RegionsLab, region: string): Promise<string> {
  for (;;) {
    const { outcome, code = '' } = await uploadPhoto(lab, region, PATIENCE);
    if (outcome === 'accepted') return outcome;
    if (code === 'not-writer' || code === 'fenced') return code;
  }
}

async function moveTo(lab: RegionsLab, target: string, state: string): Promise<Fields> {
  const event = {
    AppId: lab.deployment.app,
    TableName: lab.deployment.tables.control,
    NewState: state,
    TargetRegion: target,
  };
  for (;;) {
    const answer = fieldsIn(await lab.invoke(target, 'state-updater', event));
    if (answer.statusCode !== 412 && answer.statusCode !== 503) return answer;
  }
}

test.each([3, 5])(
  'with %i Regions the writer moves to each of them, and every other refuses',
  async (count) => {
    const regions = DRILL_REGIONS.slice(0, count);
    const [primary = 'us-east-1', ...others] = regions;
    const lab = await RegionsLab.start({ platform: labPlatform(regions, 5, primary) });
    try {
      for (const target of [...others, primary]) {
        const state = target === primary ? 'active' : 'failover';
        expect(await moveTo(lab, target, state)).toMatchObject({ statusCode: 200, state, writers: [target] });
        const answers = await Promise.all(regions.map(async (region) => [region, await answerOf(lab, region)]));
        expect(answers).toEqual(regions.map((region) => [region, region === target ? 'accepted' : 'not-writer']));
      }
    } finally {
      await lab.close();
    }
  },
  PATIENCE,
);
