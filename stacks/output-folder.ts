import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST_FILE, manifestOf } from '../config/manifest';
import type { Platform } from '../config/platform';

/** Terraform's record of which provider bytes to install, at the root of the project and in each stack. */
const LOCK_FILE = '.terraform.lock.hcl';

/**
 * Completes what cdktf wrote: the manifest; the project's provider lock in every stack, so that `cdktf deploy` asks no
 * registry and every machine installs the same bytes; and no stack of an earlier run that this platform does not have.
 * @param root where the lock file is, if there is one. @default the working directory
 */
export function finishOutput(outdir: string, platform: Platform, root = process.cwd()): void {
  const stacks = join(outdir, 'stacks');
  const current = new Set<string>(platform.deployOrder);
  for (const name of readdirSync(stacks)) {
    const folder = join(stacks, name);
    if (!current.has(name) && isOurs(folder)) rmSync(folder, { recursive: true });
  }
  const lock = join(root, LOCK_FILE);
  if (existsSync(lock)) for (const name of current) copyFileSync(lock, join(stacks, name, LOCK_FILE));
  writeFileSync(join(outdir, MANIFEST_FILE), `${JSON.stringify(manifestOf(platform), null, 2)}\n`);
}

/** A synthesized stack, with nothing in it that only Terraform has: a state in the folder is not ours to delete. */
const isOurs = (folder: string): boolean =>
  existsSync(join(folder, 'cdk.tf.json')) && !readdirSync(folder).some((file) => file.startsWith('terraform.tfstate'));
