import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFixture, readSource, unpack } from '../../../../cli/fixtures/files';
import { main } from '../../../../cli/review';

const dir = mkdtempSync(path.join(tmpdir(), 'review-drift-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function drift(fixture: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { plans, head } = readFixture(fixture);
  const [plansDir, synth] = [path.join(dir, fixture, 'plans'), path.join(dir, fixture, 'synth')];
  unpack(plans, plansDir);
  unpack(readSource(head), synth);
  let [out, err] = ['', ''];
  const io = { out: (text: string) => (out += text), err: (text: string) => (err += text), today: '2027-01-31' };
  const code = await main(['drift', '--plans', plansDir, '--out', synth, ...args], io);
  return { code, out, err };
}

test('a drift alarms once; as Markdown by default', async () => {
  const first = await drift('drift');
  expect(first.code).toBe(1);
  expect(first.out).toMatch(/^<!-- meridian-drift \S+ -->\n\n## .*: 1 high, 1 medium; 2 new\./);
  expect(first.out).toContain('was changed outside of Terraform: ');
  const previous = path.join(dir, 'previous.md');
  writeFileSync(previous, first.out);
  const second = await drift('drift', '--previous', previous);
  expect(second).toMatchObject({ code: 0, err: '' });
  expect(second.out).toContain('none is new');
});

test('writes files, and both formats say the same', async () => {
  const [markdown, json] = ['deep/drift.md', 'deep/drift.json'].map((name) => path.join(dir, name));
  const { out } = await drift('drift', '--format', `markdown=${markdown},json=${json}`);
  expect(out).toBe('');
  const { status, findings } = JSON.parse(readFileSync(json ?? '', 'utf8'));
  expect(status).toBe('new');
  expect(readFileSync(markdown ?? '', 'utf8')).toContain(findings[0].fingerprint);
});

test('--fail-on says from where on it alarms', async () =>
  expect(await drift('drift', '--fail-on', 'critical')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Nothing at or above critical (1 high, 1 medium).'),
  }));

test('where nothing was changed, there is no drift', async () =>
  expect(await drift('no-op')).toMatchObject({ code: 0, out: expect.stringContaining(': No drift.') }));

test('what cannot be told is no format', async () =>
  expect(await drift('drift', '--format', 'sarif')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--format: "sarif" is none of markdown, json, or NAME=FILE.'),
  }));
