import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AWS_PROVIDER } from '../config/versions';

const PLATFORMS = ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64', 'windows_amd64'];
const USAGE = `usage: npm run lock [-- --mirror DIR] [--platform OS_ARCH ...]

Makes or refreshes .terraform.lock.hcl in the working directory with Terraform itself: the newest provider that the
constraint allows (${AWS_PROVIDER.version}), with the hashes of every platform. Commit it: synth copies it into each stack.

  --mirror DIR          take the provider from a filesystem mirror instead of the registry
  --platform OS_ARCH    only these platforms; default: ${PLATFORMS.join(', ')}`;

const LOCK_FILE = '.terraform.lock.hcl';

function main(args: readonly string[]): number {
  let options: { readonly mirror?: string; readonly platform?: string[]; readonly help?: boolean };
  try {
    options = parseArgs({
      args: [...args],
      options: { mirror: { type: 'string' }, platform: { type: 'string', multiple: true }, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'meridian-lock-'));
  try {
    // Without the existing lock, so that Terraform takes the newest version that the constraint allows.
    writeFileSync(
      join(folder, 'main.tf.json'),
      JSON.stringify({ terraform: { required_providers: { aws: AWS_PROVIDER } } }),
    );
    const mirror = options.mirror ? [`-fs-mirror=${resolve(options.mirror)}`] : [];
    const platforms = (options.platform ?? PLATFORMS).map((platform) => `-platform=${platform}`);
    const { status, error } = spawnSync('terraform', ['providers', 'lock', ...mirror, ...platforms], {
      cwd: folder,
      stdio: 'inherit',
    });
    if (error) {
      console.error(
        `terraform cannot be started (${error.message}). Install the version that .terraform-version names.`,
      );
      return 1;
    }
    if (status !== 0) {
      console.error(
        `\n${LOCK_FILE} is as it was: terraform could not lock the provider (above). It needs the registry, or --mirror DIR.`,
      );
      return 1;
    }
    const existed = existsSync(LOCK_FILE);
    copyFileSync(join(folder, LOCK_FILE), LOCK_FILE);
    console.log(
      `${existed ? 'Refreshed' : 'Made'} ${LOCK_FILE}. Commit it; the next synth copies it into every stack.`,
    );
    return 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = main(process.argv.slice(2));
