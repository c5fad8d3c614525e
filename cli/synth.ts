import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST_FILE, type Manifest } from '../config/manifest';
import { UsageError } from '../lab/usage-error';
import { estimateOf } from './costs/estimate';
import { costsReport } from './costs/report';
import { resourcesOf } from './costs/stacks-json';
import { optionLines, parseOptions } from './review/verbs/options';
import { summary } from './synth-summary';

const OPTIONS = {
  costs: { help: 'also what the platform costs a month before it is used' },
  help: { help: 'this' },
} as const;

const usage = (): string =>
  [
    'npm run synth -- [options]',
    '',
    'Synthesizes the config of PLATFORM_CONFIG (default platform.config.ts) into CDKTF_OUTDIR (default cdktf.out).',
    '',
    ...optionLines(OPTIONS),
  ].join('\n');

/** `npm run synth`. @returns the exit code: 1 where the config is wrong, 2 where the command line is */
function main(args: readonly string[]): number {
  try {
    const { has, rest } = parseOptions(args, OPTIONS);
    if (rest.length > 0)
      throw new UsageError(`${JSON.stringify(rest[0])} belongs to no option. PLATFORM_CONFIG names the config.`);
    if (!has('help')) return synth(has('costs'));
    console.log(usage());
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\nnpm run synth -- --help shows how it is used.`);
    return 2;
  }
}

/** Synthesizes and shows what came out of it. */
function synth(withCosts: boolean): number {
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
  if (withCosts) process.stdout.write(`\n${costs(out, manifest)}`);
  return 0;
}

function costs(out: string, { stacks }: Manifest): string {
  return costsReport(estimateOf(stacks.flatMap(({ name }) => resourcesOf(name, stackText(out, name)))));
}

const stackText = (out: string, stack: string): string =>
  readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8');

function resourcesIn(out: string, stack: string): number {
  const { resource = {} } = JSON.parse(stackText(out, stack)) as { resource?: Record<string, object> };
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

process.exitCode = main(process.argv.slice(2));
