import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Progress } from '../../../cli/drill/progress';
import { rehearsalOf } from '../../../cli/drill/rehearsal';
import type { DrillResult } from '../../../cli/drill/result';
import { drill } from '../../../cli/drill/run';
import { Stage } from '../../../cli/drill/stage';
import type { PlatformConfig } from '../../../config/schema';
import { ROOT } from '../../../lab/runner';
import { PlatformStack } from '../../../stacks/platform-stack';
import { RegionStack } from '../../../stacks/region-stack';
import type { SynthesizedStack } from '../../../stacks/region-states';
import { GATEWAYS } from '../../lab/fronts';
import { describeWithTerraform } from '../../lab/provider/terraform';

jest.setTimeout(120_000);

const QUIET: Progress = { scenario() {}, begin() {}, event() {}, end() {}, applied() {}, stop() {} };

const dir = mkdtempSync(path.join(tmpdir(), 'drill-scenarios-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** One stage for each example: what is applied first is shared. */
function example(name: string) {
  const rehearsal = rehearsalOf(path.join(ROOT, 'examples', name, 'platform.config.ts'));
  const stage = new Stage(path.join(dir, name), QUIET);
  return async (scenario: string, more: Parameters<typeof drill>[0] = {}): Promise<DrillResult> => {
    const [result] = await drill({ ...more, scenario }, rehearsal, stage, QUIET);
    if (!result) throw new Error(`no result of ${scenario}`);
    return result;
  };
}

/** What did not hold, step by step. */
const broken = ({ steps }: DrillResult): string[] =>
  steps.flatMap(({ name, laws = [] }) =>
    laws.flatMap(({ reason }) => (reason === undefined ? [] : [`${name}: ${reason}`])),
  );

const planned = ({ steps }: DrillResult, name: RegExp): Record<string, number[]> =>
  Object.fromEntries(
    (steps.find((step) => name.test(step.name))?.stacks ?? []).map((stack) => [
      stack.stack,
      [stack.add, stack.change, stack.replace, stack.destroy, stack.forget, stack.import],
    ]),
  );

describeWithTerraform('drills of active-active', () => {
  const play = example('active-active');

  test('an outage: the Regions that live are still in our hands', async () => {
    const result = await play('region-outage', { region: 'eu-west-1' });
    expect(broken(result)).toEqual([]);
    expect(result.passed).toBe(true);
    expect(result.steps.map(({ mode, dead, stacks }) => [mode, dead, stacks.length])).toEqual([
      ['plan', ['eu-west-1'], 2],
      ['apply', ['eu-west-1'], 2],
      ['apply', [], 1],
    ]);
    expect(Object.keys(result.steps[1]?.calls ?? {})).toEqual(['eu-central-1', 'eu-west-3']);
  });

  test('an evacuation and the way back', async () => {
    const result = await play('evacuate-return');
    expect(broken(result)).toEqual([]);
    expect(result.steps.map(({ name }) => name)).toEqual([
      'evacuating eu-central-1, the home Region, is refused',
      'eu-west-3 is dead: evacuate it',
      'eu-west-3 is dead: nothing is left to do',
      'eu-west-3 returns: what was forgotten is adopted',
      'eu-west-3 is active again: its edges come back',
      'nothing is left to do',
    ]);
    // add, change, replace, destroy, forget, import
    expect(planned(result, /evacuate it/)).toEqual({
      bootstrap: [0, 2, 0, 0, 10, 0],
      foundation: [0, 0, 0, 0, 25, 0],
      'region-eu-central-1': [0, 2, 0, 0, 0, 0],
      'region-eu-west-1': [0, 2, 0, 0, 0, 0],
    });
    expect(planned(result, /returns/)).toMatchObject({
      bootstrap: [0, 0, 0, 0, 0, 10],
      foundation: [0, 0, 0, 0, 0, 25],
    });
    expect(result.steps[1]?.diff).toEqual([
      "-   regions: ['eu-west-1', 'eu-central-1', 'eu-west-3'],",
      "+   regions: ['eu-west-1', 'eu-central-1', { name: 'eu-west-3', state: 'evacuated' }],",
    ]);
  });
});

describeWithTerraform('drills of the smaller examples', () => {
  test('active-passive: the only other Region takes over', async () => {
    const result = await example('active-passive')('promote');
    expect(broken(result)).toEqual([]);
    expect(result.passed).toBe(true);
    expect(result.steps.at(-1)?.map?.writer).toBe('us-west-2');
  });

  test('single-region: a second Region joins', async () => {
    const result = await example('single-region')('add-region', { region: 'eu-west-1' });
    expect(broken(result)).toEqual([]);
    expect(result.steps.map(({ stacks }) => stacks.length)).toEqual([4, 4]);
  });
});

describeWithTerraform('drills of a platform with a backbone, a private zone and a front door', () => {
  const config: PlatformConfig = {
    ...GATEWAYS,
    home: 'eu-west-1',
    network: { ...GATEWAYS.network, privateZone: 'internal.orders.example.com' },
  };
  const stage = new Stage(path.join(dir, 'front'), QUIET);
  const play = async (scenario: string, more: Parameters<typeof drill>[0] = {}): Promise<DrillResult> => {
    const [result] = await drill({ ...more, scenario }, { config, notes: [] }, stage, QUIET);
    if (!result) throw new Error(`no result of ${scenario}`);
    return result;
  };

  test('what answers in us-east-1 alone waits for it, evacuated or not; the Regions do not', async () => {
    const result = await play('region-outage', { region: 'us-east-1' });
    expect(broken(result)).toEqual([]);
    expect(result.steps.map(({ name }) => name)).toEqual([
      'us-east-1 is dead: the other Regions plan nothing',
      'us-east-1 is dead: foundation waits for it, evacuated or not',
      'us-east-1 is dead: global waits for it, evacuated or not',
      'us-east-1 is dead: the other Regions take a change',
      'us-east-1 answers again: the change reaches it',
    ]);
    await expect(play('evacuate-return', { region: 'us-east-1' })).rejects.toThrow(
      /foundation and global cannot be planned while us-east-1 is dead.*drill region-outage instead/,
    );
  });

  test('home is lost with the state of all that is shared, and moves', async () => {
    const result = await play('home-loss');
    expect(broken(result)).toEqual([]);
    expect(result.passed).toBe(true);
    // add, change, replace, destroy, forget, import
    const { global } = planned(result, /is gone for good/);
    expect(global?.slice(2, 4)).toEqual([0, 4]);
    expect(result.steps.at(-1)?.map).toMatchObject({
      home: 'us-east-1',
      front: { host: 'api.orders.example.com', regions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'] },
    });
    expect(result.steps.at(-1)?.map?.edges.filter(({ kind }) => kind === 'gateway-peering')).toHaveLength(3);
  });
});

describeWithTerraform('a law that is broken on purpose', () => {
  afterEach(() => jest.restoreAllMocks());

  test('a lookup in another Region is found out, by law, stack and Region', async () => {
    const synthesized = Object.getOwnPropertyDescriptor(PlatformStack.prototype, 'toTerraform')
      ?.value as () => SynthesizedStack;
    jest.spyOn(RegionStack.prototype, 'toTerraform').mockImplementation(function (this: RegionStack) {
      const stack = synthesized.call(this);
      const [lookup] = Object.values(stack.data?.aws_kms_alias ?? {});
      return {
        ...stack,
        data: {
          ...stack.data,
          aws_kms_alias: { ...stack.data?.aws_kms_alias, other: { ...lookup, region: 'us-east-1' } },
        },
      };
    });
    const result = await example('active-passive')('region-outage', { region: 'us-east-1' });
    expect(result.passed).toBe(false);
    expect(result.steps).toHaveLength(1);
    expect(result.steps[0]?.reason).toBe('law 2, islands: region-us-west-2 called us-east-1 (1 call)');
  });
});
