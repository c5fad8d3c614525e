import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Progress } from '../../../cli/drill/progress';
import { rehearsalOf } from '../../../cli/drill/rehearsal';
import type { DrillResult } from '../../../cli/drill/result';
import { drill } from '../../../cli/drill/run';
import { Stage } from '../../../cli/drill/stage';
import { ROOT } from '../../../lab/runner';
import { PlatformStack } from '../../../stacks/platform-stack';
import { RegionStack } from '../../../stacks/region-stack';
import type { SynthesizedStack } from '../../../stacks/region-states';
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
      foundation: [0, 0, 0, 0, 18, 0],
      'region-eu-central-1': [0, 2, 0, 0, 0, 0],
      'region-eu-west-1': [0, 2, 0, 0, 0, 0],
    });
    expect(planned(result, /returns/)).toMatchObject({
      bootstrap: [0, 0, 0, 0, 0, 10],
      foundation: [0, 0, 0, 0, 0, 18],
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
