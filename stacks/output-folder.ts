import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST_FILE, manifestOf } from '../config/manifest';
import type { Platform } from '../config/platform';
import { ARCHIVES, bundlesOf, edgeBundlesOf } from './function-bundles';

/** Terraform's record of which provider bytes to install, at the root of the project and in each stack. */
const LOCK_FILE = '.terraform.lock.hcl';

/**
 * Completes what cdktf wrote: the manifest, the functions' archives, and the project's provider lock in every stack, so
 * that `cdktf deploy` asks no registry and every machine installs the same bytes.
 * @param root where the lock file is, if there is one. @default the working directory
 */
export function finishOutput(outdir: string, platform: Platform, root = process.cwd()): void {
  const lock = join(root, LOCK_FILE);
  if (existsSync(lock)) {
    for (const stack of platform.deployOrder) copyFileSync(lock, join(outdir, 'stacks', stack, LOCK_FILE));
  }
  writeArchives(join(outdir, ARCHIVES), platform);
  writeFileSync(join(outdir, MANIFEST_FILE), `${JSON.stringify(manifestOf(platform), null, 2)}\n`);
}

/** Each archive once, for all stacks. A plan needs none of them, an apply those of the functions that it changes. */
function writeArchives(folder: string, platform: Platform): void {
  rmSync(folder, { recursive: true, force: true });
  const bundles = [...bundlesOf(platform).values(), ...edgeBundlesOf(platform)];
  if (bundles.length > 0) mkdirSync(folder);
  for (const { name, zip } of bundles) writeFileSync(join(folder, `${name}.zip`), zip);
}
