import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST_FILE, type Manifest } from '../config/manifest';
import { summary } from './synth-summary';

/** `npm run synth`: synthesizes into CDKTF_OUTDIR (default cdktf.out) and shows what came out of it. */
function main(): number {
  const out = process.env.CDKTF_OUTDIR || 'cdktf.out';
  const startedAt = Date.now();
  const app = ['--max-semi-space-size=64', '--require', 'tsx/cjs', join(__dirname, '..', 'main.ts')];
  const { status } = spawnSync(process.execPath, app, { stdio: 'inherit', env: process.env });
  if (status !== 0) return status ?? 1;
  const seconds = (Date.now() - startedAt) / 1000;
  const file = join(out, MANIFEST_FILE);
  if ((statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < startedAt) {
    console.error(
      `${file} was not written: the config ended the process before the synth. Take its process.exit() out.`,
    );
    return 1;
  }
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  dropFormerStacks(out, manifest);
  process.stdout.write(
    summary({
      manifest,
      resourcesIn: (stack) => resourcesIn(out, stack),
      seconds,
      out,
      config: process.env.PLATFORM_CONFIG,
    }),
  );
  return 0;
}

function resourcesIn(out: string, stack: string): number {
  const text = readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8');
  const { resource = {} } = JSON.parse(text) as { resource?: Record<string, object> };
  return Object.values(resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
}

/** `cdktf synth` drops the folders of stacks that are no more; without it that is done here. One with a state in it stays. */
function dropFormerStacks(out: string, { stacks }: Manifest): void {
  const folder = join(out, 'stacks');
  for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const files = readdirSync(join(folder, name));
    const ours = files.includes('cdk.tf.json') && !files.some((file) => file.startsWith('terraform.tfstate'));
    if (ours && !stacks.some((stack) => stack.name === name)) rmSync(join(folder, name), { recursive: true });
  }
}

process.exitCode = main();
