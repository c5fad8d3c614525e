import { readFileSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { parsePlatform } from './parse';
import type { Platform } from './platform';
import { ConfigError } from './problems';
import type { PlatformConfig } from './schema';

/** The file that is read where `PLATFORM_CONFIG` names none. */
export const DEFAULT_CONFIG_FILE = 'platform.config.ts';

/** Gives a config its type, so that an editor completes and checks it. It is checked in full when it is loaded. */
export const definePlatform = (config: PlatformConfig): PlatformConfig => config;

/**
 * Reads a `.ts`, `.js` or `.json` config and checks it.
 * @param file path, relative to the working directory. @default PLATFORM_CONFIG, else platform.config.ts
 * @throws ConfigError with every problem at once
 */
export function loadPlatform(file: string = process.env.PLATFORM_CONFIG || DEFAULT_CONFIG_FILE): Platform {
  const parsed = parsePlatform(read(file));
  if ('problems' in parsed) throw new ConfigError(file, parsed.problems);
  return parsed.platform;
}

function read(file: string): unknown {
  const path = resolve(file);
  const refuse = (message: string): never => {
    throw new ConfigError(file, [{ path: '', message }]);
  };
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found)
    return refuse(`no such file. Set PLATFORM_CONFIG to a .ts or .json file, or write ${DEFAULT_CONFIG_FILE}.`);
  if (!found.isFile()) return refuse('not a file. Set PLATFORM_CONFIG to a .ts or .json file.');
  if (extname(path) === '.json') {
    try {
      return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    } catch (error) {
      return refuse(`not JSON: ${firstLine(error)}. Mend it, or use a .ts file.`);
    }
  }
  if (!/^\.[cm]?[jt]s$/.test(extname(path)))
    return refuse(`a config is a .ts or .json file; this is ${extname(path) || 'without an extension'}. Rename it.`);
  let module: unknown;
  try {
    module = require(path);
  } catch (error) {
    return refuse(`cannot be run: ${firstLine(error)}. Mend the module.`);
  }
  const config = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  return config ?? refuse('has no default export. Write `export default definePlatform({ ... })`.');
}

const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error)
    .split('\n')[0]
    ?.replace(/\.$/, '') ?? '';
