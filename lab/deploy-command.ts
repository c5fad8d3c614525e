import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Arguments } from './arguments';
import { protectionReport } from './protection';
import { putExpected, type SimulatedProvider, startProvider, typesIn } from './provider';
import { LabError, ROOT, readManifest, synthesize, terraformEnvironment } from './runner';
import { type Workplace, workplace } from './work-folder';

/** `deploy`: cdktf itself takes the platform to the end. @returns the exit code */
export async function deployCommand(args: Arguments): Promise<number> {
  const place = localPlace(args);
  const out = outOf(place);
  await synthesize(place.config, out);
  return withAws(place, args, async (provider) => {
    const status = await cdktf('deploy', out, provider);
    console.log(
      status === 0
        ? `\nDeployed: the states are in ${path.dirname(out)}. npm run lab -- destroy shows what is protected.`
        : `\ncdktf deploy failed (above). What it had done is in ${path.dirname(out)}; deploy again goes on from there.`,
    );
    return status === 0 ? 0 : 1;
  });
}

/** `destroy`: cdktf destroys what it can; then it is told what stopped it. @returns the exit code */
export async function destroyCommand(args: Arguments): Promise<number> {
  const place = localPlace(args);
  const out = outOf(place);
  if (!existsSync(path.join(out, 'manifest.json')))
    throw new LabError(`Nothing is deployed in ${place.work}. npm run lab -- deploy comes first.`);
  return withAws(place, args, async (provider) => {
    const status = await cdktf('destroy', out, provider);
    console.log(`\n${await protectionReport(out, terraformEnvironment(provider.reattach))}`);
    return status === 0 ? 0 : 1;
  });
}

/** cdktf takes the backend from the stack. With S3 there is no simulated one to talk to. */
function localPlace(args: Arguments): Workplace {
  const place = workplace(args);
  const { backend } = place.platform.state;
  if (backend !== 'local')
    throw new LabError(
      `${place.config}: state.backend is '${backend}', and cdktf would look for the state there. Set state: { backend: 'local' } in a copy of the config and pass it with --config; npm run lab -- apply takes any backend.`,
    );
  return place;
}

/** Its states stand beside it, where the stacks' local backend puts them. */
const outOf = ({ work }: Workplace): string => path.join(work, 'deploy', 'out');

async function withAws<T>(
  { work }: Workplace,
  { faults }: Arguments,
  use: (provider: SimulatedProvider) => Promise<T>,
): Promise<T> {
  const stacks: unknown[] = readManifest(outOf({ work } as Workplace)).map(({ file }) =>
    JSON.parse(readFileSync(file, 'utf8')),
  );
  const types = stacks.flatMap(typesIn);
  const provider = await startProvider({ dir: path.join(work, 'deploy', 'aws'), types, faults });
  putExpected(provider.world, stacks);
  try {
    return await use(provider);
  } finally {
    await provider.stop();
  }
}

/**
 * Runs cdktf on all stacks, its output as it comes. `--skip-provider-lock`: it would ask the registry for the hashes of a
 * provider that is already running.
 */
function cdktf(command: 'deploy' | 'destroy', out: string, provider: SimulatedProvider): Promise<number> {
  const args = [
    '--no',
    'cdktf',
    command,
    '*',
    '--auto-approve',
    '--skip-synth',
    '--skip-provider-lock',
    '--output',
    out,
  ];
  console.log(
    `npx ${args
      .slice(1)
      .map((arg) => (arg === '*' ? "'*'" : arg))
      .join(' ')}\n`,
  );
  return new Promise((resolve, reject) => {
    const child = spawn('npx', args, { cwd: ROOT, env: terraformEnvironment(provider.reattach), stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? 1));
  });
}
