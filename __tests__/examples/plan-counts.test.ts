import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlatformConfig } from '../../config/schema';
import { platformOf } from '../config/configs';
import { ACTIONS, type Counts, EXAMPLE_PLANS, type ExamplePlans, type PlanCounts } from './plan-counts';
import { changesOf } from './planned-changes';

const ROOT = join(__dirname, '../..');
const COLUMNS = '| what | `bootstrap` | `foundation` | its own stack | each other Region | `global` |';

const cell = (counts: Counts | undefined): string => {
  if (!counts) return '-';
  return ACTIONS.flatMap((action) => (counts[action] ? [`${action} ${counts[action]}`] : [])).join(', ') || '0';
};

const load = (example: string): PlatformConfig =>
  (require(join(ROOT, 'examples', example, 'platform.config.ts')) as { default: PlatformConfig }).default;

describe.each(Object.entries<ExamplePlans>(EXAMPLE_PLANS))('%s', (example, { counts, ...cast }) => {
  const changes = changesOf(load(example), cast);

  test('has counts for each of its changes', () =>
    expect(Object.keys(counts).sort()).toEqual([...changes.keys()].sort()));

  test('comes to a legal config with each of them', () => {
    for (const { config } of changes.values()) expect(() => platformOf(config)).not.toThrow();
  });

  test('never replaces anything, and changes in another Region its replication and its protection alone', () => {
    for (const [name, planned] of Object.entries<PlanCounts>(counts)) {
      for (const stack of Object.values<Counts | undefined>({ ...planned })) expect(stack?.replace).toBeUndefined();
      expect([name, Object.keys(planned.others).filter((action) => action !== 'change')]).toEqual([name, []]);
      expect(planned.others.change ?? 0).toBeLessThanOrEqual(1);
    }
  });

  test.each([`examples/${example}/README.md`, ...(example === 'accelerated' ? ['docs/network.md'] : [])])(
    'are shown in %s',
    (file) => {
      const page = readFileSync(join(ROOT, file), 'utf8');
      const rows = [...changes].map(([name, { title }]) => {
        const planned = counts[name];
        const { bootstrap, foundation, own, former, others, global } = planned ?? {};
        const beside = former ? `${cell(others)}; ${cell(former)} where it was` : cell(others);
        const cells = [cell(bootstrap), cell(foundation), cell(own), beside, cell(global)];
        return `| ${[title, ...cells].join(' | ')} |`;
      });
      expect(page.split(`${COLUMNS}\n|---|---|---|---|---|---|\n`)[1]?.split('\n\n')[0]?.split('\n')).toEqual(rows);
    },
  );
});
