import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadPlatform } from '../config';
import { ROOT } from '../lab/runner';
import { bundleFunctions, type FunctionBundle } from '../modules/compute/bundle';
import { FUNCTION_NAMES } from '../modules/routing/functions';
import { type BundledFunction, bundled } from '../stacks/function-bundles';
import { environmentOf } from '../stacks/routing-environment';
import { SERVICE_FUNCTION, serviceVariables } from '../stacks/service-function';
import { median } from './median';

/** What a cold start loads, beside a client of DynamoDB and nothing else: seconds differ between machines, ratios hardly. */
const RUNS = 9;
const GOAL = 1.3;
const REGION = 'eu-west-1';
const CONFIG = join(ROOT, 'examples/active-passive-app/platform.config.ts');
const NAMES: readonly BundledFunction[] = [...FUNCTION_NAMES, SERVICE_FUNCTION];
const BARE = 'bare client';
const MEASURE =
  'const began = performance.now(); require(process.argv[1]); process.stdout.write(String(performance.now() - began)); process.exit(0);';

/** The variables that a function needs to be loaded. */
function variablesOf(name: BundledFunction): Record<string, string | undefined> {
  const platform = loadPlatform(CONFIG);
  if (name === SERVICE_FUNCTION) return serviceVariables(platform, REGION);
  if (!platform.routing) throw new Error(`${CONFIG}: no routing layer to measure.`);
  const pool = { poolId: `${REGION}_Bench`, clientId: 'bench' };
  return environmentOf(name, platform, platform.routing, REGION, pool);
}

const LAMBDA = {
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_SESSION_TOKEN: 'bench',
};

/** Milliseconds in which a process of its own loads the file. */
const importOf = (file: string, variables: Record<string, string | undefined>): number =>
  Number(execFileSync(process.execPath, ['-e', MEASURE, file], { env: { ...LAMBDA, ...variables }, encoding: 'utf8' }));

interface Measured {
  readonly bundle: FunctionBundle;
  readonly file: string;
  readonly variables: Record<string, string | undefined>;
  readonly imports: number[];
}

const scratch = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
try {
  const bare = bundleFunctions({ entries: new Map([[BARE, 'bench/bare-client.ts']]), root: ROOT });
  const measured = [...bare.values(), ...bundled(NAMES).values()].map((bundle): Measured => {
    const file = join(scratch, `${bundle.name.replace(' ', '-')}.js`);
    writeFileSync(file, bundle.code);
    const name = NAMES.find((candidate) => candidate === bundle.name);
    return { bundle, file, variables: name ? variablesOf(name) : {}, imports: [] };
  });
  // One after another in each round, so that whatever else the machine does meets them all.
  for (let run = 0; run < RUNS; run++)
    for (const { file, variables, imports } of measured) imports.push(importOf(file, variables));

  const bareMs = median(measured[0]?.imports ?? []);
  const kilobytes = (bytes: number): string => String(Math.round(bytes / 1000)).padStart(9);
  console.log(`functions, import in a new process, median of ${RUNS}:`);
  console.log(`  ${''.padEnd(18)} minified     gzip   import   ratio`);
  for (const { bundle, imports } of measured) {
    const ms = median(imports);
    const ratio = ms / bareMs;
    const verdict = bundle.name === BARE ? '' : `  (goal <= ${GOAL}: ${ratio <= GOAL ? 'met' : 'missed'})`;
    console.log(
      `  ${bundle.name.padEnd(18)}${kilobytes(bundle.code.length)}${kilobytes(gzipSync(bundle.code, { level: 9 }).length)}${`${ms.toFixed(0)} ms`.padStart(9)}${ratio.toFixed(2).padStart(8)}${verdict}`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true });
}
