import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type ZipEntry, zipOf } from '../../../modules/compute/zip';

const entries = fc.uniqueArray(
  fc.record({ name: fc.stringMatching(/^[a-zé]{1,12}(\/[a-z.]{1,8}x)?$/), content: fc.uint8Array({ maxLength: 300 }) }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 6 },
);

/** What a reader finds that goes by the directory at the end, as Lambda's does. */
function read(zip: Buffer): Map<string, Buffer> {
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  const found = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count--) {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50);
    const size = zip.readUInt32LE(at + 24);
    const nameLength = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    expect(zip.readUInt32LE(local)).toBe(0x04034b50);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    found.set(zip.toString('utf8', at + 46, at + 46 + nameLength), zip.subarray(start, start + size));
    at += 46 + nameLength;
  }
  expect(at).toBe(end);
  return found;
}

test('holds every file as it was, and has the same bytes whatever the order', () =>
  fc.assert(
    fc.property(entries, (files) => {
      const zip = zipOf(files);
      expect(read(zip)).toEqual(
        new Map([...files].sort((a, b) => (a.name < b.name ? -1 : 1)).map((f) => [f.name, Buffer.from(f.content)])),
      );
      expect(zipOf([...files].reverse()).equals(zip)).toBe(true);
    }),
  ));

test('has these bytes, on every machine and on every day', () => {
  const file: ZipEntry = { name: 'handler.js', content: Buffer.from('exports.handler=1') };
  expect(zipOf([file]).toString('hex')).toBe(
    [
      '504b03041400000800000000210065631b7a11000000110000000a000000',
      '68616e646c65722e6a73',
      '6578706f7274732e68616e646c65723d31',
      '504b010214031400000800000000210065631b7a11000000110000000a0000000000000000000000a48100000000',
      '68616e646c65722e6a73',
      '504b0506000000000100010038000000390000000000',
    ].join(''),
  );
});

/** The reader is Python's: not every machine has it. */
const testWithPython = spawnSync('python3', ['--version']).status === 0 ? test : test.skip;

testWithPython('another program unpacks it, and everybody may read what comes out', () => {
  const dir = mkdtempSync(join(tmpdir(), 'zip-'));
  try {
    writeFileSync(join(dir, 'a.zip'), zipOf([{ name: 'lib/handler.js', content: Buffer.from('x'.repeat(70_000)) }]));
    const unpack =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])';
    execFileSync('python3', ['-c', unpack, join(dir, 'a.zip'), dir]);
    expect(readFileSync(join(dir, 'lib/handler.js'), 'utf8')).toBe('x'.repeat(70_000));
    expect(statSync(join(dir, 'lib/handler.js')).mode & 0o444).toBe(0o444);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('refuses two files of one name', () =>
  expect(() => zipOf([1, 2].map((each) => ({ name: 'a', content: Buffer.from(String(each)) })))).toThrow(
    new Error('zipOf: two files are called a. Name each once.'),
  ));
