import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Platform } from '../config';
import { loadPlatform } from '../config';
import type { Arguments } from './arguments';
import { ROOT } from './runner';

/** What a command works on. */
export interface Workplace {
  readonly platform: Platform;
  /** Absolute path of the config file. */
  readonly config: string;
  /** Absolute path of the work folder, which is there. */
  readonly work: string;
}

/** Reads the config, and makes the work folder. */
export function workplace({ config, work, fresh }: Arguments): Workplace {
  const file = config ?? (process.env.PLATFORM_CONFIG || path.join(ROOT, 'platform.config.ts'));
  const platform = loadPlatform(file);
  const folder = path.resolve(work ?? path.join(ROOT, '.lab', `${platform.name}-${platform.environment}`));
  return { platform, config: path.resolve(file), work: workFolder(folder, fresh) };
}

/** Makes a work folder, empty where it is to be fresh. */
export function workFolder(folder: string, fresh: boolean): string {
  if (fresh) for (const part of PARTS) rmSync(path.join(folder, part), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** What a lab writes to a work folder. Nothing else there is ever deleted. */
const PARTS = ['aws', 'stacks', 'out', 'deploy', 'provider'];
