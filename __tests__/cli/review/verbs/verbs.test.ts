import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fixtureNames, readFixture, readSource, unpack } from '../../../../cli/fixtures/files';
import { main } from '../../../../cli/review';

const dir = mkdtempSync(path.join(tmpdir(), 'review-'));
afterAll(() => rmSync(dir, { recursive: true }));

interface Unpacked {
  readonly plans: string;
  readonly out: string;
  readonly base: readonly string[];
}

/** A scenario's files, as a job would find them. */
function scenario(name: string): Unpacked {
  const root = path.join(dir, name);
  const { plans, head, base } = readFixture(name);
  const folders = { plans: path.join(root, 'plans'), out: path.join(root, 'head'), base: path.join(root, 'base') };
  if (!existsSync(root)) {
    unpack(plans, folders.plans);
    unpack(readSource(head), folders.out);
    if (base !== undefined) unpack(readSource(base), folders.base);
  }
  return { ...folders, base: base === undefined ? [] : ['--base-out', folders.base] };
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const io = { out: (text: string) => (out += text), err: (text: string) => (err += text), today: '2027-01-31' };
  return { code: await main(args, io), out, err };
}

const checked = (name: string, ...more: string[]): ReturnType<typeof run> => {
  const { plans, out, base } = scenario(name);
  return run('--plans', plans, '--out', out, ...base, ...more);
};

describe('check', () => {
  test('exit codes: nothing found, findings, not reviewable', async () => {
    expect((await checked('no-op')).code).toBe(0);
    expect((await checked('bucket-policy-weakened')).code).toBe(1);
    expect((await checked('target')).code).toBe(2);
  });

  test('no stack differs: nothing to plan, and no plan is needed', async () => {
    const { out, base } = scenario('no-op');
    const [empty, nowhere] = [path.join(dir, 'empty'), path.join(dir, 'nowhere')];
    mkdirSync(empty, { recursive: true });
    for (const plans of [[], ['--plans', empty], ['--plans', nowhere]]) {
      const { code, out: said, err } = await run('--out', out, ...base, ...plans, '--format', 'json');
      expect([code, err]).toEqual([0, '']);
      expect(JSON.parse(said)).toMatchObject({
        verdict: { status: 'clean', exitCode: 0 },
        notes: ['Nothing to plan: what is synthesized is what it was, in every stack.'],
      });
    }
    expect((await run('--out', out, ...base)).out).toContain('Nothing to plan');
    const other = scenario('class-change');
    expect((await run('--out', other.out, ...other.base)).err).toBe('No plans are named. Name them: --plans DIR.\n');
    expect((await run('--out', other.out, ...other.base, '--plans', nowhere)).code).toBe(2);
    const gone = path.join(dir, 'gone');
    cpSync(out, gone, { recursive: true });
    const file = path.join(gone, 'meridian.json');
    const { stacks, ...facts } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...facts, stacks: stacks.slice(0, -1) }));
    expect((await run('--out', gone, ...base, '--plans', empty)).code).toBe(2);
  });

  test('--fail-on decides what fails', async () => {
    expect((await checked('class-change')).code).toBe(1);
    expect((await checked('class-change', '--fail-on', 'critical')).code).toBe(0);
    expect((await checked('add-region', '--fail-on', 'info')).code).toBe(1);
  });

  test('an evacuation as it should be: forgotten there, one edge less elsewhere, all expected', async () => {
    const { out, code } = await checked('evacuate', '--format', 'json');
    const { matrix, intents, changes } = JSON.parse(out);
    expect(code).toBe(0);
    expect(intents).toMatchObject([{ kind: 'region-evacuated' }]);
    const [{ region }] = intents;
    expect(matrix.rows.find((row: { region: string }) => row.region === region)).toMatchObject({ state: 'evacuated' });
    expect(matrix.total).toMatchObject({ create: 0, replace: 0, destroy: 0 });
    expect(matrix.total.forget).toBeGreaterThan(4);
    for (const change of changes) expect(change.expected).toBe(`evacuating ${region}`);
  });

  test('formats go to files, and one without a file to stdout', async () => {
    const [markdown, sarif, gitlab] = ['deep/review.md', 'review.sarif', 'gitlab'].map((name) => path.join(dir, name));
    const { out } = await checked(
      'evacuate',
      '--format',
      `markdown=${markdown},sarif=${sarif}`,
      '--format',
      `gitlab=${gitlab},json`,
    );
    expect(JSON.parse(out).schemaVersion).toBe(1);
    expect(readFileSync(markdown ?? '', 'utf8')).toContain('evacuating');
    expect(JSON.parse(readFileSync(sarif ?? '', 'utf8')).version).toBe('2.1.0');
    expect(readdirSync(gitlab ?? '').length).toBeGreaterThan(0);
  });

  test('all files that are wrong are told at once, and nothing is written', async () => {
    const { out } = scenario('no-op');
    const plans = path.join(dir, 'wrong');
    mkdirSync(plans);
    for (const name of readdirSync(path.join(out, 'stacks'))) writeFileSync(path.join(plans, `${name}.json`), '');
    const target = path.join(dir, 'never.md');
    const { code, err } = await run('--plans', plans, '--out', out, '--format', `markdown=${target}`);
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toHaveLength(readdirSync(plans).length);
    expect(existsSync(target)).toBe(false);
  });
});

/** Everything that real Terraform planned for the fixtures. */
describe.each(fixtureNames())('%s', (name) => {
  test('a review of the projected plans is the same', async () => {
    const { plans, out, base } = scenario(name);
    const to = path.join(dir, 'redacted', name);
    const known = new Set(readdirSync(path.join(out, 'stacks')));
    const own = readdirSync(plans).filter((file) => known.has(file.replace(/(\.log)?\.jsonl?$/, '')));
    const files = own.map((file) => path.join(plans, file));
    expect((await run('redact', '--plans', ...files, '--out', out, '--to', to)).code).toBe(0);
    const [raw, projected] = [
      await run(...files, '--out', out, ...base, '--format', 'json'),
      await run('--plans', to, '--out', out, ...base, '--format', 'json'),
    ];
    expect(projected).toEqual(raw);
    expect(raw.err).toBe('');
  });
});

test('no format of a review shows a secret of the plan, nor does the projected plan', async () => {
  const { plans, out } = scenario('sensitive');
  const secret = 'hunter2-hunter2';
  expect(readdirSync(plans).some((file) => readFileSync(path.join(plans, file), 'utf8').includes(secret))).toBe(true);
  const [to, folder] = [path.join(dir, 'sensitive', 'redacted'), path.join(dir, 'sensitive', 'gitlab')];
  await run('redact', '--plans', plans, '--out', out, '--to', to);
  const { out: said } = await checked('sensitive', '--format', `text,markdown,json,sarif,github,gitlab=${folder}`);
  const files = [to, folder].flatMap((each) =>
    readdirSync(each).map((name) => readFileSync(path.join(each, name), 'utf8')),
  );
  for (const text of [said, ...files]) {
    expect(text.length).toBeGreaterThan(0);
    expect(text).not.toContain('hunter2');
  }
});

describe('compare', () => {
  test('a plan is what was approved, and another is not', async () => {
    const { plans, out } = scenario('evacuate');
    const file = path.join(dir, 'digest.json');
    expect(await run('compare', '--plans', plans, '--out', out, '--write', file)).toEqual({
      code: 0,
      out: `${file}: written.\n`,
      err: '',
    });
    expect((await run('compare', '--plans', plans, '--out', out, '--approved', file)).out).toMatch(
      /: as approved\.\n$/,
    );
    const other = scenario('bucket-policy-weakened');
    const { code, out: said } = await run('compare', '--plans', other.plans, '--out', other.out, '--approved', file);
    expect(code).toBe(1);
    expect(said).toMatch(
      /^Not what was approved\. Review it again, as it is now:\n {2}\S+ aws_s3_bucket_policy\.\S+: update was not approved at all\n/,
    );
  });

  test('needs to know what was approved', async () =>
    expect(await run('compare', '--plans', '.')).toEqual({
      code: 2,
      out: '',
      err: 'compare needs --approved FILE to compare with, or --write FILE to write to.\n\nnpm run review -- help shows how it is used.\n',
    }));
});

describe('affected', () => {
  const affected = async (name: string): Promise<string[]> => {
    const { out, base } = scenario(name);
    const { out: said } = await run('affected', '--out', out, ...base, '--json');
    return JSON.parse(said).map(({ stack, reason }: { stack: string; reason: string }) => `${stack} ${reason}`);
  };
  test('no change, a new Region, one that is gone, one stack', async () => {
    expect(await affected('no-op')).toEqual([]);
    expect(await affected('add-region')).toContain('region-sa-east-1 new');
    expect((await affected('evacuate')).filter((line) => line.endsWith('gone'))).toHaveLength(1);
    expect(
      (await affected('bucket-policy-weakened')).every(
        (line) => !line.startsWith('region-') || line.endsWith('changed'),
      ),
    ).toBe(true);
  });
});

describe('the command line', () => {
  test.each([
    ['chek', '"chek" is no verb. Nearest: check.'],
    ['--plan', '--plan is not an option. Nearest: --plans.'],
    [
      '--format=pdf',
      '--format: "pdf" is no format. There are text, markdown, summary, json, sarif, github and gitlab.',
    ],
    ['--format=gitlab', '--format: gitlab writes several files. Name a folder: gitlab=DIR.'],
    ['--fail-on=worst', '--fail-on: "worst" is no severity. There are critical, high, medium, low, info.'],
    ['--today=31.1.2027', '--today: "31.1.2027" is no day, such as 2027-01-31.'],
    ['--stack=foundation', '--stack: "foundation" is not NAME=FILE, such as foundation=plan.json.'],
    ['--for-apply=yes', '--for-apply takes no value. Leave "yes" out.'],
  ])('%s', async (argument, message) =>
    expect(await run(argument)).toEqual({
      code: 2,
      out: '',
      err: `${message}\n\nnpm run review -- help shows how it is used.\n`,
    }),
  );

  test('no plans, and no synth', async () => {
    expect((await run('--out', scenario('no-op').out)).err).toBe('No plans are named. Name them: --plans DIR.\n');
    expect((await run('--out', dir)).err).toBe(
      `${path.join(dir, 'meridian.json')}: is not there: ${dir} holds no synthesized platform. Write it: npm run synth.\n`,
    );
  });

  test('help lists every verb, and each has its own', async () => {
    const { out } = await run('--help');
    for (const verb of ['check', 'affected', 'preflight', 'redact', 'compare']) {
      expect(out).toContain(`  ${verb} `);
      expect((await run(verb, '--help')).out).toContain(
        `usage: npm run review -- ${verb === 'check' ? '[check]' : verb} `,
      );
    }
  });
});
