import { App } from 'cdktf';
import type { Platform } from '../config/platform';
import { finishOutput } from './output-folder';
import { buildStacks } from './platform-app';

/**
 * Writes every stack of a platform, and its manifest.
 * @param outdir @default CDKTF_OUTDIR, which cdktf sets, else cdktf.out
 * @param root where the provider lock is, if there is one. @default the working directory
 */
export function synthesizePlatform(platform: Platform, outdir?: string, root?: string): void {
  const app = new App(outdir === undefined ? {} : { outdir });
  buildStacks(app, platform);
  app.synth();
  finishOutput(app.outdir, platform, root);
}
