import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { drillPage } from '../../cli/drill/html';
import { PALETTES } from '../../cli/drill/html-style';
import type { DrilledStack, DrillResult, DrillStep, PlatformMap } from '../../cli/drill/result';

const SAMPLE = JSON.parse(readFileSync(path.join(__dirname, 'drill/sample.json'), 'utf8')) as DrillResult[];

const NOTHING = { add: 0, change: 0, replace: 0, destroy: 0, forget: 0, import: 0 };
const stack = (name: string, more: Partial<DrilledStack> = {}): DrilledStack => ({
  stack: name,
  ...NOTHING,
  seconds: 1,
  ...more,
});
/** The least that a step may hold. */
const step = (name: string, more: Partial<DrillStep> = {}): DrillStep => ({
  name,
  passed: true,
  stacks: [stack('region-eu-west-1')],
  calls: { 'eu-west-1': 4 },
  ...more,
});
const result = (steps: readonly DrillStep[], more: Partial<DrillResult> = {}): DrillResult => ({
  scenario: 'promote',
  passed: steps.every(({ passed }) => passed),
  steps,
  ...more,
});
/** Regions that all copy to one another; the first is home and writer. */
const mapOf = (names: readonly string[]): PlatformMap => ({
  home: names[0] ?? '',
  writer: names[0] ?? '',
  regions: names.map((name) => ({ name, state: 'active' })),
  edges: names.flatMap((from) =>
    names.filter((to) => to !== from).map((to) => ({ kind: 's3-replication' as const, from, to })),
  ),
});

/** Text without its markup. */
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

const VOID = ['!DOCTYPE', 'meta'];

/** Tags that are not closed, or closed where they are not open. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, closing, name = '', , self] of page.matchAll(/<(\/?)([a-z!][\w]*)((?:[^<>"]|"[^"]*")*?)(\/?)>/gi)) {
    if (VOID.includes(name) || self) continue;
    if (!closing) open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...open, ...wrong];
}

describe('the file', () => {
  const page = drillPage(SAMPLE);

  test('is balanced, and every id is there once', () => {
    expect(unbalanced(page)).toEqual([]);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target = ''] of page.matchAll(/ (?:href="#|aria-labelledby=")([^" ]+)/g))
      expect(ids).toContain(target);
  });

  test('loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/https?:|\/\/|<script|<link|<img|<iframe|@import|url\(|src=| on\w+=/i);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  test('is the same for the same results', () => expect(drillPage(structuredClone(SAMPLE))).toBe(page));

  test('fits a phone, paper and a dark screen', () => {
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(page).toContain('@media print');
    expect(page).toContain('@media screen and (prefers-color-scheme:dark)');
  });

  test('escapes whatever comes from outside, wherever it is shown', () => {
    const evil = `</title></style><script>alert("1")</script><b a='&'>`;
    const everywhere = result(
      [
        step(evil, {
          passed: false,
          reason: evil,
          refusal: evil,
          diff: [`+ ${evil}`],
          faults: [evil],
          dead: [evil],
          calls: { [evil]: 1 },
          laws: [{ law: evil, passed: false, reason: evil }],
          map: mapOf(['eu-west-1', evil]),
          stacks: [
            stack(evil, {
              outcome: 'failed',
              error: `${evil}\u001b[31m`,
              changes: [{ address: evil, actions: ['update'], changed: [evil] }],
            }),
          ],
        }),
      ],
      { scenario: evil, platform: evil, summary: evil, notes: [evil] },
    );
    const page = drillPage([everywhere, result([], { scenario: evil, skipped: evil })]);
    expect(page).not.toContain('<script');
    expect(page).not.toContain('\u001b');
    expect(page.match(/<b /g)).toBeNull();
    expect(unbalanced(page)).toEqual([]);
    expect(page.split('&lt;/title&gt;&lt;/style&gt;&lt;script&gt;alert(&quot;1&quot;)').length).toBeGreaterThan(18);
  });

  test('any text is only text', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '-', 'a', ' ') }), (text) => {
        const page = drillPage([result([step(text, { reason: text, passed: false })], { scenario: text })]);
        expect(unbalanced(page)).toEqual([]);
      }),
    ));
});

describe('what it tells', () => {
  test('of a pass: that every law held, how much was drilled and how long it took', () => {
    const text = textOf(
      drillPage([result([step('one', { seconds: 2 }), step('two', { seconds: 1.5 })], { platform: 'orders-prod' })]),
    );
    expect(text).toContain(
      'Drill: promote on orders-prod ✓ Passed Every law held in every step. 1 scenario, 2 steps, 3.5 s.',
    );
    expect(text).not.toContain('failed');
  });

  test('of a failure: first of all which law, in which stack and Region', () => {
    const text = textOf(drillPage(SAMPLE));
    expect(text).toContain(
      '✗ Failed 1 of 2 scenarios, 3 steps, 15.6 s; 1 skipped. evacuate-return , evacuate eu-west-1: law 2, islands: region-us-east-1 called eu-west-1 (3 calls)',
    );
    expect(text).toContain('Error: reading KMS Alias: The simulated Region eu-west-1 is dead.');
    expect(text).toContain('region-ap-southeast-2 : ✗ not tried');
  });

  test('of what was skipped: why, and that it neither passed nor failed', () => {
    const text = textOf(drillPage([result([], { scenario: 'switch', skipped: 'the platform has no database' })]));
    expect(text).toContain('– Nothing was drilled');
    expect(text).toContain('switch – skipped Skipped: the platform has no database');
    expect(text).not.toContain('passed');
  });

  test('the table has the sums of all stacks, and calls by Region', () => {
    const page = drillPage([
      result([
        step('evacuate', {
          stacks: [stack('foundation', { forget: 10, change: 1 }), stack('region-us-east-1', { change: 2 })],
          calls: { 'us-east-1': 12, global: 8 },
          seconds: 4.25,
        }),
      ]),
    ]);
    const row = textOf(/<tbody role="rowgroup">(.*?)<\/tbody>/s.exec(page)?.[1] ?? '').trim();
    expect(row).toBe('1. evacuate 2 0 3 0 0 10 0 global 8 , us-east-1 12 4.3 ✓ passed');
    const heads = [...page.matchAll(/<th role="columnheader" scope="col"[^>]*>(\w+)</g)].map(([, head]) => head);
    expect(heads).toEqual([
      'Step',
      'Stacks',
      'Add',
      'Change',
      'Replace',
      'Destroy',
      'Forget',
      'Import',
      'Calls',
      'Seconds',
      'Result',
    ]);
  });

  test('a step has its diff, faults, laws and changes; what failed is open', () => {
    const page = drillPage(SAMPLE);
    expect(page.match(/<details id="[^"]+">/g)).toHaveLength(2);
    expect(page.match(/<details id="[^"]+" open>/g)).toHaveLength(1);
    const text = textOf(page);
    expect(text).toContain('Fault: eu-west-1 is dead');
    expect(page).toContain('<span class="remove">-     &quot;eu-west-1&quot;,</span>');
    expect(text).toContain('forget aws_kms_replica_key.key_eu-west-1');
    expect(text).toContain('update aws_s3_bucket_replication_configuration.replication-us-east-1_rules (rule)');
  });

  test('many changes of one kind are counted by type', () => {
    const changes = Array.from({ length: 13 }, (_, index) => ({
      address: `aws_${index === 0 ? 'vpc' : 'subnet'}.a${index}`,
      actions: ['delete'] as const,
      changed: [],
    }));
    const text = textOf(drillPage([result([step('leave', { stacks: [stack('region-eu-west-1', { changes })] })])]));
    expect(text).toContain('delete 13 objects: aws_subnet (12), aws_vpc');
  });

  test('a synth that refuses is shown in its own words', () => {
    const refusal = 'config: 1 problem. Nothing was written.';
    const text = textOf(drillPage([result([step('no fate', { mode: 'synth', stacks: [], calls: {}, refusal })])]));
    expect(text).toContain(`Synth refused the config: ${refusal}`);
    expect(text).toContain('Calls: none');
  });

  test('the timeline has a bar for each step, one after the other', () => {
    const page = drillPage([result([step('one', { seconds: 1 }), step('two', { seconds: 3, passed: false })])]);
    const bars = [...page.matchAll(/<rect class="(pass|fail)" x="([\d.]+)" width="([\d.]+)"/g)].map(
      ([, ...bar]) => bar,
    );
    expect(bars).toEqual([
      ['pass', '0', '25'],
      ['fail', '25', '75'],
    ]);
  });

  test('results that hold only what is required make a page, too', () => {
    const bare = { scenario: 'promote', passed: true, steps: [{ name: 'one', passed: true, stacks: [], calls: {} }] };
    expect(unbalanced(drillPage([bare]))).toEqual([]);
    expect(unbalanced(drillPage([]))).toEqual([]);
  });
});

describe.each(['light', 'dark'] as const)('the %s colours', (scheme) => {
  const palette = PALETTES[scheme];
  /** WCAG 2.2, "relative luminance" and "contrast ratio". */
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
      const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
    return (bright + 0.05) / (dark + 0.05);
  };

  test.each(['text', 'muted', 'pass', 'fail', 'accent'] as const)('%s can be read (AA)', (name) => {
    for (const ground of [palette.page, palette.panel])
      expect(contrast(palette[name], ground)).toBeGreaterThanOrEqual(4.5);
  });

  test('lines can be seen', () => {
    for (const ground of [palette.page, palette.panel])
      expect(contrast(palette.line, ground)).toBeGreaterThanOrEqual(3);
  });
});
