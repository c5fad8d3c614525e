import { isAscii } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type InputError, inputError } from '../problems';

/** Node's longest text is 536,870,888 characters. */
export const LARGEST_BYTES = 512 * 1024 * 1024 - 24;
/** The name that stands for standard input. */
export const STDIN = '-';

/** A file's bytes; `-` is standard input. @throws InputError */
export function bytesOf(file: string): Buffer {
  try {
    if (file !== STDIN && statSync(file).size > LARGEST_BYTES) throw tooLarge(file);
    return readFileSync(file === STDIN ? 0 : file);
  } catch (error) {
    throw asInputError(file, error);
  }
}

/**
 * The text in a file, whatever its encoding: UTF-8 or UTF-16 (what PowerShell 5's `>` writes), with or without a byte order
 * mark, gzip or not.
 * @throws InputError where it is no text
 */
export function textIn(file: string, bytes: Buffer): string {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? unzipped(file, bytes) : bytes;
  if (plain.length > LARGEST_BYTES) throw tooLarge(file);
  if (plain.length === 0) throw inputError(file, `is empty. The command that wrote it failed: ${SHOW}`);
  const [first, second] = plain;
  if (first === 0x50 && second === 0x4b)
    throw inputError(file, `is a saved plan, which only Terraform reads. Write it as JSON: ${SHOW}`);
  if (first === 0xff && second === 0xfe) return plain.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff) return swapped(plain.subarray(2)).toString('utf16le');
  if (first === 0xef && second === 0xbb && plain[2] === 0xbf) return plain.toString('utf8', 3);
  if (first !== 0 && second === 0 && plain.length % 2 === 0) return plain.toString('utf16le');
  if (plain.subarray(0, 4096).includes(0)) throw inputError(file, `is binary, no plan in JSON. Write one: ${SHOW}`);
  // Most plans are ASCII, which is read in half the time.
  return isAscii(plain) ? plain.toString('latin1') : plain.toString('utf8');
}

/** How a plan becomes JSON. */
export const SHOW = 'terraform show -json plan > plan.json';

function unzipped(file: string, bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_BYTES });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(file);
    throw inputError(file, 'is a gzip archive that is cut off or damaged. Copy or write it again.');
  }
}

/** Bytes of UTF-16 in the other order. An odd byte at the end is dropped. */
function swapped(bytes: Buffer): Buffer {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return even.swap16();
}

const tooLarge = (file: string): InputError =>
  inputError(
    file,
    'is larger than 512 MiB, more than can be read at once. Is it the plan of one stack? Then split the stack.',
  );

/** A file that cannot be read is the user's to mend. */
export function asInputError(file: string, error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('syscall' in error)) return error;
  if (error.code === 'ENOENT') return inputError(file, 'is not there. Write it, or correct the path.');
  if (error.code === 'EISDIR')
    return inputError(file, 'is a folder. Name the files in it, or give the folder to --plans.');
  return inputError(file, `cannot be read (${String(error.code)}).`);
}
