import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFixture, readSource, unpack } from '../../../cli/fixtures/files';
import { assembledScenario } from '../../../cli/fixtures/review-fixture';
import type { Diagnostic } from '../../../cli/review/model';
import { InputError } from '../../../cli/review/problems';
import { waves } from '../../../cli/review/verbs/waves';
import { wavesOf } from '../../../cli/review/waves';
import { manifest, planJson, raw, review, type Setting, THREE } from './plans';

/** `foundation: foundation`: a wave and its stacks, one after another. */
const ordered = (scenario: string): [string, string[]] => {
  const { reason, waves: all } = wavesOf(assembledScenario(scenario));
  return [
    reason,
    all.map(({ name, stacks }) => `${name}: ${stacks.map((stack) => stack.replace('region-', '')).join(' ')}`),
  ];
};

// us-east-1 writes, eu-west-1 is home.
test.each([
  ['no-op', 'routine', ['foundation: foundation', 'canary: ap-southeast-2', 'home: eu-west-1', 'writer: us-east-1']],
  ['create', 'first-creation', ['foundation: foundation', 'writer: us-east-1', 'others: eu-west-1 ap-southeast-2']],
  [
    'promote-kept',
    'promotion',
    ['new-writer: eu-west-1', 'others: ap-southeast-2', 'foundation: foundation', 'old-writer: us-east-1'],
  ],
  ['promote-dead', 'promotion', ['new-writer: eu-west-1', 'others: ap-southeast-2', 'foundation: foundation']],
  ['evacuate', 'evacuation', ['home: eu-west-1', 'writer: us-east-1', 'foundation: foundation']],
  [
    'add-region',
    'joining',
    ['foundation: foundation', 'joining: sa-east-1', 'canary: ap-southeast-2', 'home: eu-west-1', 'writer: us-east-1'],
  ],
  [
    'returning',
    'joining',
    ['foundation: foundation', 'joining: ap-southeast-2', 'home: eu-west-1', 'writer: us-east-1'],
  ],
  ['leaving', 'leaving', ['foundation: foundation', 'home: eu-west-1', 'writer: us-east-1', 'leaving: ap-southeast-2']],
  // What belongs to no Region goes after the Regions, and before those that leave; but nobody is sent to one that is lost.
  [
    'front-add-region',
    'joining',
    [
      'foundation: foundation',
      'joining: sa-east-1',
      'canary: ap-southeast-2',
      'home: eu-west-1',
      'writer: us-east-1',
      'global: global',
    ],
  ],
  [
    'front-evacuate',
    'evacuation',
    ['global: global', 'home: eu-west-1', 'writer: us-east-1', 'foundation: foundation'],
  ],
  [
    'front-leaving',
    'leaving',
    ['foundation: foundation', 'home: eu-west-1', 'writer: us-east-1', 'global: global', 'leaving: ap-southeast-2'],
  ],
  [
    'front-record-lost',
    'routine',
    ['foundation: foundation', 'canary: ap-southeast-2', 'home: eu-west-1', 'writer: us-east-1', 'global: global'],
  ],
])('%s goes as %s', (scenario, reason, order) => expect(ordered(scenario)).toEqual([reason, order]));

const changed = raw('aws_vpc.v', ['update'], { region: 'eu-west-1', name: 'a' }, { region: 'eu-west-1', name: 'b' });
const setting = (more: Partial<Setting>): Setting => ({ plans: { 'region-eu-west-1': planJson([changed]) }, ...more });
const configured = (all: readonly (readonly string[])[]) =>
  setting({ head: manifest(THREE, { review: { failOn: 'high', suppress: [], waves: all } }) });

test('the config may name the waves; what it leaves out goes last', () => {
  const all = wavesOf(review(configured([['region-eu-west-1'], ['foundation', 'region-us-east-1']])));
  expect(all.reason).toBe('configured');
  expect(all.waves).toEqual([
    { name: 'wave-1', stacks: ['region-eu-west-1'] },
    { name: 'wave-2', stacks: ['foundation', 'region-us-east-1'] },
    { name: 'rest', stacks: ['region-ap-southeast-2'] },
  ]);
});

test('a stack that there is not is named', () => {
  const wrong = review(configured([['region-eu-wst-1']]));
  expect(() => wavesOf(wrong)).toThrow(InputError);
  expect(() => wavesOf(wrong)).toThrow(
    'review.waves of the config names "region-eu-wst-1", and there is no such stack. There are foundation, region-us-east-1, region-eu-west-1, region-ap-southeast-2.',
  );
});

test('with home dead, what stands there is left out, and said so', () => {
  const dead: Diagnostic = { severity: 'error', summary: 'no answer', kind: 'unreachable', region: 'us-east-1' };
  const all = wavesOf(review(setting({ logs: { foundation: [dead] } })));
  expect(all.leftOut).toEqual([
    {
      stack: 'foundation',
      why: 'us-east-1 does not answer: apply it once that Region is back, or evacuated.',
    },
  ]);
  expect(all.waves.flatMap(({ stacks }) => stacks)).not.toContain('foundation');
});

test('where the writer moves, clients are sent to the new one before the others copy from it', () => {
  const withGlobal = (writer: string) => {
    const facts = manifest(THREE, { writer });
    return {
      ...facts,
      stacks: [...facts.stacks, { name: 'global', region: null, order: 2, dependsOn: ['foundation'] }],
    };
  };
  const { reason, waves: all } = wavesOf(
    review(setting({ base: withGlobal('us-east-1'), head: withGlobal('eu-west-1') })),
  );
  expect(reason).toBe('promotion');
  expect(all.map(({ name }) => name)).toEqual(['new-writer', 'global', 'others', 'foundation', 'old-writer']);
});

test('every stack is in one wave, or left out', () => {
  for (const scenario of ['promote-over-writer', 'home-moved', 'bucket-destroyed', 'module']) {
    const found = assembledScenario(scenario);
    const { waves: all, leftOut } = wavesOf(found);
    expect([...all.flatMap(({ stacks }) => stacks), ...leftOut.map(({ stack }) => stack)].sort()).toEqual(
      found.head.manifest.stacks.map(({ name }) => name).sort(),
    );
  }
});

describe('npm run review -- waves', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'waves-'));
    const { base = '', head, plans } = readFixture('output-removed');
    unpack(plans, path.join(dir, 'plans'));
    unpack(readSource(head), path.join(dir, 'out'));
    unpack(readSource(base), path.join(dir, 'base'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  async function run(...more: string[]): Promise<{ code: number; text: string }> {
    let text = '';
    const args = ['--plans', 'plans', '--out', 'out', '--base-out', 'base'].map((arg) =>
      arg.startsWith('--') ? arg : path.join(dir, arg),
    );
    const out = (part: string): void => {
      text += part;
    };
    return { code: await waves.run([...args, ...more], { out, err: out, today: '2026-11-20' }), text };
  }

  test('says the order, why, and what has nothing to do', async () => {
    const { code, text } = await run();
    expect(code).toBe(0);
    expect(text).toBe(
      [
        'A Region that neither writes nor is home goes first; home and the writer go last.',
        '',
        '  1  foundation  foundation (nothing to do)',
        '  2  canary      region-ap-southeast-2',
        '  3  home        region-eu-west-1',
        '  4  writer      region-us-east-1',
        '',
      ].join('\n'),
    );
  });

  test('gives each wave as the matrix of a job', async () => {
    const json = JSON.parse((await run('--json')).text);
    expect(json).toMatchObject({ schemaVersion: 1, reason: 'routine', leftOut: [] });
    expect(json.waves[1]).toEqual({
      name: 'canary',
      count: 1,
      matrix: { include: [{ stack: 'region-ap-southeast-2', region: 'ap-southeast-2' }] },
    });
    expect(json.waves[0].matrix.include).toEqual([{ stack: 'foundation', region: null }]);
  });
});
