import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST_FILE, manifestOf } from '../config/manifest';
import type { Platform } from '../config/platform';

/** Terraform's record of which provider bytes to install, at the root of the project and in each stack. */
const LOCK_FILE = '.terraform.lock.hcl';

/**
 * Completes what cdktf wrote: the manifest, and the project's provider lock in every stack, so that `cdktf deploy` asks no
 * registry and every machine installs the same bytes.
 * @param root where the lock file is, if there is one. @default the working directory
 */
export function finishOutput(outdir: string, platform: Platform, root = process.cwd()): void {
  const lock = join(root, LOCK_FILE);
  if (existsSync(lock)) {
    for (const stack of platform.deployOrder) copyFileSync(lock, join(outdir, 'stacks', stack, LOCK_FILE));
  }
  writeFileSync(join(outdir, MANIFEST_FILE), `${JSON.stringify(manifestOf(platform), null, 2)}\n`);
}
