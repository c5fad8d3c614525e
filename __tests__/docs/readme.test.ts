import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DrillResult } from '../../cli/drill/result';
import { describeWithTerraform } from '../lab/provider/terraform';

const ROOT = join(__dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

describeWithTerraform('the drill that README.md shows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('goes as it says', () => {
    const [, command = ''] = /npm run drill -- ([^\n]*)/.exec(README) ?? [];
    const shown = README.split('<!-- drill:region-outage -->\n```text\n')[1]?.split('\n```')[0] ?? '';
    const json = join(folder, 'drill.json');
    const args = ['--require', 'tsx/cjs', 'cli/drill.ts', ...command.split(' '), '--json', json];
    const { status } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
    expect(status).toBe(0);
    const { scenario, steps } = JSON.parse(readFileSync(json, 'utf8')) as DrillResult;
    const rows = steps.map(({ name, passed, stacks, calls }) => {
      const sum = (key: 'add' | 'change' | 'replace' | 'destroy' | 'forget' | 'import'): number =>
        stacks.reduce((total, stack) => total + stack[key], 0);
      const counts = [
        stacks.length,
        ...(['add', 'change', 'replace', 'destroy', 'forget', 'import'] as const).map(sum),
      ];
      const called = Object.entries(calls)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([region, count]) => `${region} ${count}`);
      return [name, ...counts, passed ? 'pass' : 'fail', called.join(', ')].join(' ');
    });
    expect(shown.replace(/ +/g, ' ').split('\n').slice(1)).toEqual([
      ...rows,
      '',
      `${scenario}: every law held in ${steps.length} steps`,
    ]);
  }, 120_000);
});
