import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFixture, readSource, unpack } from '../../../../cli/fixtures/files';
import { main } from '../../../../cli/review';

const root = mkdtempSync(path.join(tmpdir(), 'review-plan-'));
afterAll(() => rmSync(root, { recursive: true }));

/** What Terraform was asked, stack by stack: `foundation: init -json ...`. */
let calls: string;
let out: string;
let base: string;
let plans: string;
let program: string;
let count = 0;

/** Plays Terraform: answers with a fixture's plans, and writes down what it was asked. */
const PROGRAM = `#!/bin/bash
stack=$(basename "$PWD")
echo "$stack: $*" >> "$CALLS"
if [ "$1" = init ]; then
  mkdir "$CALLS.lock" || echo "$stack: init beside another one" >> "$CALLS"
  sleep 0.02
  rmdir "$CALLS.lock"
  echo '{"@level":"info","@message":"init","type":"init_output"}'
fi
if [ "$1" = plan ]; then
  cat "$PLANS/$stack.log.jsonl"
  [ "$stack" = "$BROKEN" ] && exit 1
  for arg in "$@"; do case "$arg" in -out=*) echo saved > "\${arg#-out=}" ;; esac; done
fi
if [ "$1" = show ]; then cat "$PLANS/$stack.json"; fi
exit 0
`;

beforeEach(() => {
  const dir = path.join(root, String(count++));
  mkdirSync(dir);
  const fixture = readFixture('evacuate');
  [out, base, plans] = ['out', 'base', 'plans'].map((name) => path.join(dir, name)) as [string, string, string];
  unpack(readSource(fixture.head), out);
  unpack(readSource(fixture.base ?? ''), base);
  unpack(fixture.plans, plans);
  program = path.join(dir, 'terraform');
  calls = path.join(dir, 'calls');
  writeFileSync(program, PROGRAM, { mode: 0o755 });
  Object.assign(process.env, { CALLS: calls, PLANS: plans, BROKEN: '' });
});
afterEach(() => {
  // Whatever happened, no plan is left.
  const saved = existsSync(calls) ? asked().flatMap((line) => /-out=(\S+)/.exec(line)?.[1] ?? []) : [];
  for (const file of saved) expect(existsSync(path.dirname(file))).toBe(false);
  for (const name of ['CALLS', 'PLANS', 'BROKEN']) delete process.env[name];
});

async function plan(...args: string[]): Promise<{ code: number; said: string; progress: string }> {
  let [said, progress] = ['', ''];
  const io = { out: (text: string) => (said += text), err: (text: string) => (progress += text), today: '2027-01-31' };
  const code = await main(['plan', ...args, '--out', out, '--terraform', program], io);
  return { code, said, progress };
}

const stacks = (): string[] => readdirSync(path.join(out, 'stacks'));
const asked = (): string[] => readFileSync(calls, 'utf8').trim().split('\n');

test('plans every stack, tells how it goes, and says what the review of those plans says', async () => {
  const { code, said, progress } = await plan('--base-out', base);
  expect(code).toBe(0);
  for (const stack of stacks()) expect(progress).toMatch(new RegExp(`^${stack} +planned \\(\\d+\\.\\d s\\)$`, 'm'));
  let reviewed = '';
  const io = { out: (text: string) => (reviewed += text), err: () => {}, today: '2027-01-31' };
  await main(['--plans', plans, '--out', out, '--base-out', base], io);
  expect(said).toBe(reviewed);
  expect(said).toContain('evacuating');
});

test('no stack is planned with secrets, and no lock file is changed', async () => {
  const locked = 'foundation';
  writeFileSync(path.join(out, 'stacks', locked, '.terraform.lock.hcl'), '');
  await plan('--base-out', base);
  const variable = (stack: string): boolean =>
    'plan_only' in (JSON.parse(readFileSync(path.join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8')).variable ?? {});
  expect(new Set(stacks().map(variable))).toEqual(new Set([true, false]));
  for (const stack of stacks()) {
    const of = (verb: string) => asked().find((line) => line.startsWith(`${stack}: ${verb} `)) ?? '';
    expect(of('init')).toBe(`${stack}: init -json -input=false${stack === locked ? ' -lockfile=readonly' : ''}`);
    expect(of('plan')).toMatch(/: plan -json -input=false .*-out=\//);
    expect(of('plan').includes(' -var=plan_only=true ')).toBe(variable(stack));
  }
});

test('stacks are initialized one after another, as they may share a cache', async () => {
  await plan('--base-out', base, '--jobs', '8');
  expect(asked().filter((line) => line.endsWith('beside another one'))).toEqual([]);
});

test('--to keeps projections, which give the same review, and --no-review does only that', async () => {
  const to = path.join(root, 'kept');
  const { code, said } = await plan('foundation', '--to', to, '--no-review');
  expect({ code, said }).toEqual({ code: 0, said: '' });
  expect(readdirSync(to).sort()).toEqual(['foundation.json', 'foundation.log.jsonl']);
  expect(JSON.parse(readFileSync(path.join(to, 'foundation.json'), 'utf8'))).toHaveProperty('meridianPlan');
  expect(asked().every((line) => line.startsWith('foundation: '))).toBe(true);
});

test('a stack that cannot be planned stops no other, and its log says why', async () => {
  process.env.BROKEN = 'foundation';
  const diagnostic = { severity: 'error', summary: 'Invalid index', detail: '' };
  writeFileSync(path.join(plans, 'foundation.log.jsonl'), `${JSON.stringify({ type: 'diagnostic', diagnostic })}\n`);
  const { code, said, progress } = await plan('--base-out', base);
  expect(code).toBe(2);
  expect(progress).toMatch(/^foundation +failed/m);
  expect(progress.match(/planned/g)).toHaveLength(stacks().length - 1);
  expect(said).toContain('The plan of foundation failed: Invalid index.');
});

test.each([
  [['--no-review'], '--no-review needs --to DIR: where to write.'],
  [['--jobs', '0'], '--jobs: "0" is no number of stacks, such as 4.'],
  [['region-nowhere'], 'No stack is called "region-nowhere". There are '],
])('%j is refused before anything is run', async (args, message) => {
  const { code, progress } = await plan(...args);
  expect(code).toBe(2);
  expect(progress).toContain(message);
  expect(existsSync(calls)).toBe(false);
});

test('without Terraform it says so', async () => {
  rmSync(program);
  const { code, progress } = await plan();
  expect(code).toBe(2);
  expect(progress).toContain(`${program}: is no program that can be run. Install the Terraform of .terraform-version`);
});
