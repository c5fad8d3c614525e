import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { MANIFEST_FILE, type Manifest } from '../config/manifest';

/** `npm run synth`: synthesizes into CDKTF_OUTDIR (default cdktf.out) and shows what came out of it. */
function main(): number {
  const out = process.env.CDKTF_OUTDIR || 'cdktf.out';
  const started = performance.now();
  const root = join(__dirname, '..');
  const { status } = spawnSync(
    process.execPath,
    ['--max-semi-space-size=64', '--require', 'tsx/cjs', join(root, 'main.ts')],
    {
      stdio: 'inherit',
      env: process.env,
    },
  );
  if (status !== 0) return status ?? 1;
  const seconds = (performance.now() - started) / 1000;
  const manifest = JSON.parse(readFileSync(join(out, MANIFEST_FILE), 'utf8')) as Manifest;
  process.stdout.write(
    summary(manifest, (stack) => resourcesIn(out, stack), seconds, relative(process.cwd(), out) || '.'),
  );
  return 0;
}

function resourcesIn(out: string, stack: string): number {
  const { resource = {} } = JSON.parse(readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as {
    resource?: Record<string, object>;
  };
  return Object.values(resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
}

/** The table, and the next command to type. */
export function summary(
  manifest: Manifest,
  resources: (stack: string) => number,
  seconds: number,
  out: string,
): string {
  const rows = manifest.stacks.map(({ name, region }) => ({
    name,
    region: region ?? 'all',
    resources: resources(name),
    edges: manifest.edges.filter(({ stack }) => stack === name).length,
  }));
  const total = {
    name: `${rows.length} ${rows.length === 1 ? 'stack' : 'stacks'}`,
    region: `${manifest.regions.length}`,
    resources: rows.reduce((sum, row) => sum + row.resources, 0),
    edges: manifest.edges.length,
  };
  const width = Math.max(...[...rows, total].map(({ name }) => name.length));
  const line = (name: string, region: string, count: string | number, edges: string | number): string =>
    `  ${name.padEnd(width)}  ${region.padEnd(14)}  ${String(count).padStart(9)}  ${String(edges).padStart(5)}`;
  const rule = `  ${'-'.repeat(width + 34)}`;
  const first = manifest.stacks[0]?.name ?? 'foundation';
  return `${[
    `${manifest.name} ${manifest.environment}: home ${manifest.home}, writer ${manifest.writer}`,
    '',
    line('stack', 'Region', 'resources', 'edges'),
    rule,
    ...rows.map((row) => line(row.name, row.region, row.resources, row.edges)),
    rule,
    `${line(total.name, total.region, total.resources, total.edges)}   in ${seconds.toFixed(1)} s`,
    '',
    `Written to ${out}. Next, without an AWS account:  npm run lab -- apply`,
    `Or, with one (docs/deploy.md):                   npx cdktf deploy ${first}`,
    '',
  ].join('\n')}\n`;
}

if (require.main === module) process.exitCode = main();
