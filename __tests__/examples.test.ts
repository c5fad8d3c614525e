import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { estimateOf } from '../cli/costs/estimate';
import { costsReport } from '../cli/costs/report';
import { resourcesOf } from '../cli/costs/stacks-json';
import { summary } from '../cli/synth-summary';
import { loadPlatform } from '../config';
import { manifestOf } from '../config/manifest';
import { EXAMPLE_PLANS } from './examples/plan-counts';
import { synthesizedFrom } from './synth';

const ROOT = join(__dirname, '..');
const EXAMPLES = [
  'platform.config.ts',
  ...readdirSync(join(ROOT, 'examples'))
    .map((name) => `examples/${name}/platform.config.ts`)
    // Others show what stands around a platform: its pipelines, its consumers.
    .filter((config) => existsSync(join(ROOT, config))),
];

/** The output that a page shows for a config, between its marker and the end of the block. */
function shownIn(page: string, config: string, what: 'synth' | 'costs' = 'synth'): string {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const shown = text.split(`<!-- ${what}:${config} -->\n\`\`\`text\n`)[1]?.split('\n```')[0];
  if (shown === undefined) throw new Error(`${page} shows no ${what} of ${config}`);
  return shown;
}

describe.each(EXAMPLES)('%s', (config) => {
  const platform = loadPlatform(join(ROOT, config));
  const synthesized = synthesizedFrom(platform);

  test('prints what its page shows', () => {
    const page = config === 'platform.config.ts' ? 'README.md' : join(config, '../README.md');
    const printed = summary({
      manifest: manifestOf(platform),
      resourcesIn: (stack) => synthesized.stack(stack).addresses.length,
      seconds: 1,
      out: 'cdktf.out',
    });
    const table = printed.split('\n\nWritten')[0]?.replace('   in 1.0 s', '');
    expect(shownIn(page, config)).toBe(table);
  });

  if (Object.hasOwn(EXAMPLE_PLANS, basename(dirname(config))))
    test('costs what its page shows', () => {
      const estimate = estimateOf(
        [...synthesized.stacks.values()].flatMap(({ name, text }) => resourcesOf(name, text)),
      );
      expect(shownIn(join(config, '../README.md'), config, 'costs')).toBe(
        costsReport(estimate).split('\n\nMade of')[0],
      );
    });

  test('has these resources', () => {
    expect(
      Object.fromEntries([...synthesized.stacks.values()].map((stack) => [stack.name, stack.counts])),
    ).toMatchSnapshot();
  });
});
