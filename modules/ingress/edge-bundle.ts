import { createHash } from 'node:crypto';
import { bundleFunctions, type FunctionBundle, HANDLER } from '../compute/bundle';
import { zipOf } from '../compute/zip';

/** What the function that places writes is made of. */
export interface JurisdictionData {
  /** Field of a JSON body that names a jurisdiction. */
  readonly field: string;
  /** Name of each jurisdiction's API, by jurisdiction. */
  readonly hosts: ReadonlyMap<string, string>;
}

/** Name of the function, and of its folder. */
export const EDGE_JURISDICTION = 'edge-jurisdiction';
/** Bytes of the archive of a function that sees requests to an origin ("Quotas on Lambda@Edge"). */
const MOST_BYTES = 50 * 1024 * 1024;

/**
 * The function that sends each write to the jurisdiction that its body names, with its data before its code: a function at
 * the edge has no environment. The same data in any order give the same bytes.
 * @param root folder of the project
 */
export function jurisdictionBundle(root: string, { field, hosts }: JurisdictionData): FunctionBundle {
  if (field === '') throw new Error('jurisdictionBundle: field is empty. Name the field of a body.');
  if (hosts.size === 0) throw new Error('jurisdictionBundle: hosts is empty. Name the API of each jurisdiction.');
  const bundle = bundleFunctions({
    entries: new Map([[EDGE_JURISDICTION, `lambdas/${EDGE_JURISDICTION}/handler.ts`]]),
    root,
  }).get(EDGE_JURISDICTION);
  if (!bundle) throw new Error(`jurisdictionBundle: nothing was made of lambdas/${EDGE_JURISDICTION}.`);
  const sorted = Object.fromEntries([...hosts].sort(([a], [b]) => (a < b ? -1 : 1)));
  const code = Buffer.concat([
    Buffer.from(`var EDGE_DATA = ${JSON.stringify({ field, hosts: sorted })};\n`),
    Buffer.from(bundle.code),
  ]);
  const zip = zipOf([{ name: `${HANDLER.split('.')[0]}.js`, content: code }]);
  if (zip.length > MOST_BYTES)
    throw new Error(`jurisdictionBundle: ${zip.length} bytes. Lambda@Edge takes ${MOST_BYTES}.`);
  return { name: EDGE_JURISDICTION, code, zip, sourceCodeHash: createHash('sha256').update(zip).digest('base64') };
}
