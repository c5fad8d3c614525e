import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError, loadPlatform, type Platform, type PlatformConfig } from '../../config';
import { parsePlatform } from '../../config/parse';
import { synthesizePlatform } from '../../stacks/synthesize';
import { LabError } from './errors';

/** The project's root, where main.ts is. */
export const ROOT = path.join(__dirname, '../..');

/**
 * Synthesizes as `npm run synth` does: main.ts in a process of its own.
 * @param config a config file, or a config
 * @param outDir emptied first
 */
export async function synthesize(config: string | PlatformConfig, outDir: string): Promise<void> {
  empty(outDir);
  if (typeof config === 'string') return runMain(path.resolve(config), outDir);
  const dir = mkdtempSync(path.join(tmpdir(), 'platform-'));
  try {
    const file = path.join(dir, 'platform.json');
    writeFileSync(file, JSON.stringify(config));
    await runMain(file, outDir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function runMain(file: string, outDir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--require', 'tsx/cjs', 'main.ts'], {
      cwd: ROOT,
      env: { ...process.env, PLATFORM_CONFIG: file, CDKTF_OUTDIR: path.resolve(outDir) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve();
      else reject(new LabError(Buffer.concat(said).toString().trim() || `main.ts ended with ${status}.`));
    });
  });
}

/** The same files as `synthesize`, in this process: the second time in a tenth of the time. For tests and drills. */
export function synthesizeHere(config: string | PlatformConfig, outDir: string): Platform {
  const platform = typeof config === 'string' ? loadPlatform(config) : checked(config);
  empty(outDir);
  synthesizePlatform(platform, outDir, ROOT);
  return platform;
}

function checked(config: PlatformConfig): Platform {
  const parsed = parsePlatform(config);
  if ('problems' in parsed) throw new ConfigError('config', parsed.problems);
  return parsed.platform;
}

function empty(outDir: string): void {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
}
