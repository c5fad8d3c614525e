import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { summary } from '../cli/synth-summary';
import { loadPlatform } from '../config';
import { manifestOf } from '../config/manifest';
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
function shownIn(page: string, config: string): string {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const shown = text.split(`<!-- synth:${config} -->\n\`\`\`text\n`)[1]?.split('\n```')[0];
  if (shown === undefined) throw new Error(`${page} shows no synth of ${config}`);
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

  test('has these resources', () => {
    expect(
      Object.fromEntries([...synthesized.stacks.values()].map((stack) => [stack.name, stack.counts])),
    ).toMatchSnapshot();
  });
});
