import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { planIn, readPlan } from '../../../../cli/review/inputs/plan-file';
import { projectionText } from '../../../../cli/review/inputs/projection-file';
import { InputError } from '../../../../cli/review/problems';
import { projectedPlan } from '../../../../cli/review/project/plan';
import { planJson, raw } from '../plans';

const dir = mkdtempSync(path.join(tmpdir(), 'review-'));
afterAll(() => rmSync(dir, { recursive: true }));

const plan = planJson([raw('aws_vpc.a', ['update'], { region: 'eu-west-1', n: 1 }, { region: 'eu-west-1', n: 2 })]);
const text = JSON.stringify(plan);
const SHOW = 'terraform show -json plan > plan.json';

function file(bytes: Buffer | string): string {
  const name = path.join(dir, 'foundation.json');
  writeFileSync(name, bytes);
  return name;
}

describe('reads', () => {
  const expected = projectedPlan(structuredClone(plan));
  const utf16 = Buffer.from(text, 'utf16le');
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ["UTF-16 as PowerShell's > writes it", Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ['UTF-16 in the other order', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()])],
    ['UTF-16 without a mark', utf16],
    ['gzip', gzipSync(text)],
    ['gzip of UTF-16', gzipSync(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]))],
    ['what redact wrote', Buffer.from(projectionText(expected))],
    ['keys of a later version', Buffer.from(JSON.stringify({ ...plan, format_version: '1.9', next: { x: 1 } }))],
  ])('%s', (_, bytes) => expect(readPlan(file(bytes))).toEqual(expected));

  test('text that is not ASCII', () => {
    const other = planJson([raw('aws_vpc.ä["ø"]', ['create'], null, { name: 'größe' })]);
    expect(readPlan(file(JSON.stringify(other))).changes[0]).toMatchObject({
      address: 'aws_vpc.ä["ø"]',
      after: { name: 'größe' },
    });
  });
});

describe('refuses, and says what it is and what mends it', () => {
  const refusal = (bytes: Buffer | string): string => {
    const name = file(bytes);
    try {
      readPlan(name);
    } catch (error) {
      if (error instanceof InputError) return error.message.replace(`${name}: `, '');
      throw error;
    }
    return 'read';
  };

  test.each<[string, Buffer | string, string]>([
    [
      'a saved plan',
      Buffer.from('PK\x03\x04....'),
      `is a saved plan, which only Terraform reads. Write it as JSON: ${SHOW}`,
    ],
    ['an empty file', '', `is empty. The command that wrote it failed: ${SHOW}`],
    ['spaces', ' \n', `is empty. The command that wrote it failed: ${SHOW}`],
    ['a binary', Buffer.from([0, 1, 2, 0, 0]), `is binary, no plan in JSON. Write one: ${SHOW}`],
    [
      'half a gzip',
      gzipSync(text).subarray(0, 40),
      'is a gzip archive that is cut off or damaged. Copy or write it again.',
    ],
    ['half a plan', text.slice(0, 100), `is cut off: its JSON does not end (byte 100). Write it again: ${SHOW}`],
    ['half a plan, not in ASCII', `{"a":"ä`, `is cut off: its JSON does not end (byte 8). Write it again: ${SHOW}`],
    [
      'two plans',
      `${text} ${text}`,
      `holds several JSON documents (the second begins at byte ${text.length + 1}). Write each stack's plan to a file of its own: ${SHOW}`,
    ],
    [
      'a stream',
      '{"@level":"info"}\n{"@level":"info"}\n',
      `is a stream of JSON lines, as terraform plan -json writes: the plan's log. Call it <stack>.log.jsonl, and write the plan: ${SHOW}`,
    ],
    ['a line of a stream', '{"@level":"info"}', `is a line of terraform plan -json, a log. Write the plan: ${SHOW}`],
    [
      'text for people',
      'Terraform used the selected providers to generate',
      `is a plan's text for people. Write it as JSON: ${SHOW}`,
    ],
    ['other text', 'hello', `is not JSON. Write it with: ${SHOW}`],
    ['a list', '[]', `is JSON, but no plan. Write one: ${SHOW}`],
    ['other JSON', '{}', `is JSON, but no plan: it has no format_version. Write one: ${SHOW}`],
    [
      'a state',
      '{"version":4,"serial":1,"lineage":"x"}',
      `is a state file: it may hold secrets, and is no plan. Write the plan: ${SHOW}`,
    ],
    [
      'a shown state',
      '{"format_version":"1.0","values":{}}',
      `is a state as terraform show -json writes it, no plan. Name the plan: ${SHOW}`,
    ],
    [
      'a stack',
      '{"terraform":{},"resource":{}}',
      'is a synthesized stack, no plan of it. Plan it: npm run review -- plan',
    ],
    [
      'a newer format',
      '{"format_version":"2.0","resource_changes":[]}',
      `is a plan in format 2.0; this review reads format 1. Update Meridian, or show the plan with Terraform 1.x: ${SHOW}`,
    ],
    [
      'changes that are no list',
      '{"format_version":"1.2","resource_changes":{}}',
      `is not a plan that Terraform wrote: resource_changes is no list. Write it again: ${SHOW}`,
    ],
    [
      'a change without an address',
      '{"format_version":"1.2","resource_changes":[{}]}',
      `is not a plan that Terraform wrote: resource_changes[0] has no address. Write it again: ${SHOW}`,
    ],
    [
      'values without end',
      `{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","change":{"actions":["create"],"after":{"x":${'['.repeat(5000)}${']'.repeat(5000)}}}}]}`,
      `is not a plan that Terraform wrote: its values are nested too deep. Write it again: ${SHOW}`,
    ],
    [
      'another projection',
      '{"meridianPlan":2}',
      'is a projected plan of another version; this review reads version 1. Make it with the Meridian that reviews it: npm run review -- redact.',
    ],
    [
      'a changed projection',
      '{"meridianPlan":1,"plan":{"changes":1}}',
      'is a projected plan that was changed or damaged at plan.terraformVersion. Make it again: npm run review -- redact.',
    ],
  ])('%s', (_, bytes, message) => expect(refusal(bytes)).toBe(message));

  test('a file that is larger than a text can be', () => {
    const name = path.join(dir, 'large.json');
    writeFileSync(name, '');
    truncateSync(name, 600 * 1024 * 1024); // no block of it is on the disk
    expect(() => readPlan(name)).toThrow(
      'is larger than 512 MiB, more than can be read at once. Is it the plan of one stack? Then split the stack.',
    );
  });

  test('a file that is not there, and a folder', () => {
    expect(() => readPlan(path.join(dir, 'none.json'))).toThrow('is not there. Write it, or correct the path.');
    expect(() => readPlan(dir)).toThrow('is a folder. Name the files in it, or give the folder to --plans.');
  });
});

/** Random JSON, with the keys of a plan now and then. */
const json = fc.letrec<{ value: unknown; object: object; list: unknown[] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('1.2', 'create', 'aws_a.b', true, null, 1),
    tie('list'),
    tie('object'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(
    fc.constantFrom(
      ...'resource_changes resource_drift output_changes configuration root_module resources variables address type change actions before after after_unknown before_sensitive after_sensitive importing provider_config expressions region constant_value checks planned_values prior_state values replace_paths action_invocations module_calls module policy tags __proto__ constructor'.split(
        ' ',
      ),
    ),
    tie('value'),
    { maxKeys: 6 },
  ),
}));

test('random JSON is read or refused, and nothing else', () => {
  fc.assert(
    fc.property(json.object, (object) => {
      try {
        planIn('file', JSON.stringify({ format_version: '1.2', resource_changes: [], ...object }));
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }),
    { numRuns: 500 },
  );
});

test('a plan whose parts are anything is read or refused, and nothing else', () => {
  fc.assert(
    fc.property(json.value, json.value, json.value, json.value, (before, after, unknown, mask) => {
      const change = {
        actions: ['update'],
        before,
        after,
        after_unknown: unknown,
        before_sensitive: mask,
        after_sensitive: mask,
      };
      const read = planIn(
        'file',
        JSON.stringify({ format_version: '1.2', resource_changes: [{ address: 'aws_a.b', type: 'aws_a', change }] }),
      );
      expect(read.changes).toHaveLength(1);
    }),
    { numRuns: 500 },
  );
});

test('any cut of a plan is refused as cut off, with its place', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: text.length - 1 }), (length) => {
      expect(() => planIn('file', text.slice(0, length))).toThrow(
        `file: is cut off: its JSON does not end (byte ${length}).`,
      );
    }),
    { numRuns: 50 },
  );
});
