import { crc32 } from 'node:zlib';

/** One file of an archive. */
export interface ZipEntry {
  /** Path in the archive, with `/`. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** 1980-01-01 00:00, the first moment that the format knows (".ZIP File Format Specification", 4.4.6). */
const FIRST_DATE = (1 << 5) | 1;
/** Version 2.0, the lowest that a reader must know for this. */
const VERSION = 20;
const UNIX = 3 << 8;
/** Bit 11: names are UTF-8. */
const UTF8 = 1 << 11;
/** A plain file that all may read: the user that Lambda runs as is not the one who packs. */
const MODE = 0o100644;

/**
 * A ZIP archive with the same bytes for the same files, on every machine: entries sorted, one fixed date and mode, and
 * nothing compressed, as what deflate writes differs between builds of zlib (Node's takes another path on other processors).
 */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
  const twice = sorted.find(({ name }, index) => sorted[index + 1]?.name === name);
  if (twice) throw new Error(`zipOf: two files are called ${twice.name}. Name each once.`);

  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of sorted) {
    const name = Buffer.from(entry.name);
    const about = aboutEntry(entry, name);
    const local = Buffer.concat([words4(0x04034b50), about, name, entry.content]);
    const external = Buffer.concat([words2(0, 0, 0), words4(MODE * 0x10000, offset)]);
    directory.push(words4(0x02014b50), words2(UNIX | VERSION), about, external, name);
    files.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = [
    words4(0x06054b50),
    words2(0, 0, sorted.length, sorted.length),
    words4(listing.length, offset),
    words2(0),
  ];
  return Buffer.concat([...files, listing, ...end]);
}

/** What stands of an entry both before its content and in the directory at the end. */
function aboutEntry({ content }: ZipEntry, name: Buffer): Buffer {
  const stored = 0;
  const time = 0;
  return Buffer.concat([
    words2(VERSION, UTF8, stored, time, FIRST_DATE),
    words4(crc32(content), content.length, content.length),
    words2(name.length, 0),
  ]);
}

const words2 = (...values: readonly number[]): Buffer =>
  Buffer.concat(values.map((value) => Buffer.from(new Uint8Array([value & 255, (value >>> 8) & 255]))));

const words4 = (...values: readonly number[]): Buffer =>
  Buffer.concat(values.map((value) => words2(value & 0xffff, (value / 0x10000) & 0xffff)));
