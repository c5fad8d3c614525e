import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { plansIn, RUNBOOKS, readPages, withPlans } from '../../cli/runbooks/pages';
import { STORIES } from '../../cli/runbooks/plans';
import { planTexts } from '../../cli/runbooks/run-stories';
import {
  bucketName,
  databaseIdentifier,
  databaseSecretName,
  databaseSnapshotName,
  keyAlias,
  stateBucketName,
  tableName,
} from '../../config/names';
import { parsePlatform } from '../../config/parse';
import type { Platform } from '../../config/platform';
import defaults from '../../platform.config';
import { describeWithTerraform } from '../lab/provider/terraform';

const ROOT = path.join(__dirname, '../..');
const pages = readPages();
const events = pages.filter(({ file }) => file !== 'README.md');
const plans = STORIES.flat();

function platformOf(config: unknown): Platform {
  const parsed = parsePlatform(config);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems, null, 2));
  return parsed.platform;
}

/** The default export of a config file's text. */
function exported(source: string): unknown {
  const module: { exports: { default?: unknown } } = { exports: {} };
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs' });
  new Function('module', 'exports', 'require', code)(module, module.exports, () => require('../../config'));
  return module.exports.default;
}

/** A diff on a page, and the config that it starts from: `start`, or the one of another diff. */
const diffs = new Map(
  pages.flatMap(({ text }) =>
    [...text.matchAll(/<!-- config:([\w-]+) from:([\w-]+) -->\n```diff\n([^`]*)```/g)].map(
      ([, name = '', from = '', diff = '']) => [name, { from, diff }] as const,
    ),
  ),
);

/** The text of platform.config.ts after a diff and all those before it. */
function configAfter(name: string): string {
  if (name === 'start') return readFileSync(path.join(ROOT, 'platform.config.ts'), 'utf8');
  const { from, diff } = diffs.get(name) ?? { from: '', diff: '' };
  return diff.split('@@\n').reduce((text, hunk) => {
    const lines = hunk.split('\n').filter((line) => line !== '');
    const side = (sign: '-' | '+'): string =>
      lines
        .filter((line) => line.startsWith(' ') || line.startsWith(sign))
        .map((line) => `${line.slice(1)}\n`)
        .join('');
    const parts = text.split(side('-'));
    if (parts.length !== 2)
      throw new Error(`${name}: what it takes out is ${parts.length - 1} times in ${from}:\n${side('-')}`);
    return parts.join(side('+'));
  }, configAfter(from));
}

describe('the pages', () => {
  test('are one an event, each in the index', () => {
    expect(events.map(({ file }) => file)).toEqual([
      'add-region.md',
      'database-upgrade.md',
      'evacuate.md',
      'home-loss.md',
      'outage.md',
      'planned-switch.md',
      'promote.md',
      'remove-region.md',
      'return.md',
      'stuck-lock.md',
      'switch.md',
    ]);
    const index = pages.find(({ file }) => file === 'README.md')?.text ?? '';
    for (const { file } of events) expect(index).toContain(`](${file})`);
  });

  test.each(events)(
    '$file says when, what not, the change, the commands, the plan, the check and the way back',
    ({ text }) =>
      expect(
        [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title).filter((title) => !title?.startsWith('When the')),
      ).toEqual([
        'When',
        'What this does not do',
        'Config',
        'Commands',
        'What the plan shows',
        'Check on AWS',
        'Go back',
      ]),
  );

  test.each(pages)('$file links to what is there', ({ text }) => {
    for (const [, target = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
      const [file = '', anchor] = target.split('#');
      expect([target, existsSync(path.join(RUNBOOKS, file))]).toEqual([target, true]);
      const headings = [...readFileSync(path.join(RUNBOOKS, file), 'utf8').matchAll(/^#+ (.+)$/gm)].map(
        ([, title = '']) => title.toLowerCase().replaceAll(' ', '-'),
      );
      if (anchor) expect(headings).toContain(anchor);
    }
  });

  test('name only objects, stacks and Regions that the platform has', () => {
    const platform = platformOf({ ...defaults, regions: [...defaults.regions, 'sa-east-1'] });
    const regions = platform.activeRegions;
    const names = [
      'orders-prod',
      ...regions.flatMap((region) => [bucketName(platform, 'objects', region), stateBucketName(platform, region)]),
      tableName(platform, 'sessions'),
      databaseIdentifier(platform, 'main'),
      databaseSecretName(platform, 'main'),
      databaseSnapshotName(platform, 'main'),
      keyAlias(platform, 'data').replace('alias/', ''),
    ];
    const text = pages.map((page) => page.text).join('\n');
    const named = [...text.matchAll(/\borders-prod[\w-]*/g)].map(([name]) => name);
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
    const stacks = [...text.matchAll(/\bregion-[a-z]{2}-[\w-]+/g)].map(([stack]) => stack);
    expect(stacks.filter((stack) => !(platform.deployOrder as string[]).includes(stack))).toEqual([]);
    const called = [...text.matchAll(/--region ([a-z][\w-]+)/g)].map(([, region]) => region);
    expect(called.filter((region) => !(regions as (string | undefined)[]).includes(region))).toEqual([]);
  });
});

describe('the config diffs', () => {
  test.each(plans.filter(({ name }) => diffs.has(name)))(
    '$name leads to the config that is drilled',
    ({ name, config }) => expect(platformOf(exported(configAfter(name)))).toEqual(platformOf(config)),
  );

  test('are of plans that are drilled', () => {
    const names = plans.map(({ name }) => name);
    expect([...diffs.keys()].filter((name) => !names.includes(name))).toEqual([]);
  });
});

test('every plan is shown, once', () =>
  expect(pages.flatMap(plansIn).sort()).toEqual(plans.map(({ name }) => name).sort()));

describeWithTerraform('the plans of the runbooks', () => {
  test('are what real Terraform plans (else: npm run runbooks)', async () => {
    const texts = await planTexts();
    for (const page of pages) expect(page).toEqual(withPlans(page, texts));
  }, 180_000);
});
