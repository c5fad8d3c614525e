import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Kind } from './types';

const MAP_MARK = 'sourceMappingURL=data:application/json;base64,';

/** Folder of the installed bindings, and the provider version they were generated from. */
export const bindings = findBindings();

function findBindings(): { readonly lib: string; readonly providerVersion: string } {
  const manifest = require.resolve('@cdktf/provider-aws/package.json');
  const { cdktf } = JSON.parse(readFileSync(manifest, 'utf8')) as { cdktf?: { provider?: { version?: string } } };
  return { lib: path.join(path.dirname(manifest), 'lib'), providerVersion: cdktf?.provider?.version ?? 'unknown' };
}

/** `aws_s3_bucket` is bound in `s3-bucket`, the data source of that name in `data-aws-s3-bucket`. */
export function folderOf(kind: Kind, type: string): string {
  if (kind === 'provider') return 'provider';
  const base = type.replace(/^aws_/, '').replaceAll('_', '-');
  return kind === 'data' ? `data-aws-${base}` : base;
}

/**
 * The TypeScript that a binding was compiled from. It is embedded in the source map, and says what the compiled
 * code has lost. A few large bindings are spread over several files; theirs come one after the other.
 */
export function sourceOf(kind: Kind, type: string): string | undefined {
  const folder = path.join(bindings.lib, folderOf(kind, type));
  if (!existsSync(path.join(folder, 'index.js'))) return undefined;
  const parts = ['index.js'];
  for (let from = 0; existsSync(path.join(folder, 'index-structs', `structs${from}.js`)); from += 400)
    parts.push(path.join('index-structs', `structs${from}.js`));
  return parts.map((part) => embeddedSource(path.join(folder, part))).join('\n');
}

function embeddedSource(file: string): string {
  const compiled = readFileSync(file, 'utf8');
  const at = compiled.lastIndexOf(MAP_MARK);
  const map =
    at < 0 ? {} : (JSON.parse(Buffer.from(compiled.slice(at + MAP_MARK.length), 'base64').toString()) as SourceMap);
  const source = map.sourcesContent?.[0];
  if (source === undefined)
    throw new Error(`${file}: no TypeScript in its source map. Are these the bindings as published?`);
  return source;
}

interface SourceMap {
  readonly sourcesContent?: readonly string[];
}
