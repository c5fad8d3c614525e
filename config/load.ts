import { readFileSync, statSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { parsePlatform } from './parse';
import { isError, messageOf } from './plain';
import type { Platform } from './platform';
import { ConfigError } from './problems';
import type { PlatformConfig } from './schema';

/** The file that is read where `PLATFORM_CONFIG` names none. */
export const DEFAULT_CONFIG_FILE = 'platform.config.ts';

/** Gives a config its type, so that an editor completes and checks it. It is checked in full when it is loaded. */
export const definePlatform = (config: PlatformConfig): PlatformConfig => config;

/**
 * Reads a `.ts`, `.js` or `.json` config and checks it.
 * @param file path, relative to the working directory. @default PLATFORM_CONFIG, else (also if that is empty) platform.config.ts
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
  const stats = attempt(() => statSync(path, { throwIfNoEntry: false }));
  if ('thrown' in stats) return refuse(`cannot be opened: ${messageOf(stats.thrown)}. ${NAME_A_FILE}.`);
  if (!stats.value) return refuse(`no such file. ${NAME_A_FILE}, or write ${DEFAULT_CONFIG_FILE}.`);
  if (stats.value.isDirectory()) return refuse(`a folder, not a file. ${NAME_A_FILE}.`);
  if (!stats.value.isFile()) return refuse(`not a file. ${NAME_A_FILE}.`);
  const extension = extname(path).toLowerCase();
  if (extension === '.json') return readJson(path, refuse);
  if (/^\.[cm]?[jt]s$/.test(extension)) return readModule(path, refuse);
  return refuse(
    `the file ${extension ? `ends in ${extension}` : 'has no extension'}. Allowed: .ts or .json. Write the config as one of them.`,
  );
}

const NAME_A_FILE = 'Set PLATFORM_CONFIG to a .ts or .json file';

type Refuse = (message: string) => never;

function readJson(path: string, refuse: Refuse): unknown {
  const text = attempt(() => readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  if ('thrown' in text) return refuse(`cannot be read: ${messageOf(text.thrown)}.`);
  if (text.value.trim() === '')
    return refuse('the file is empty. Write { "name": ..., "environment": ..., "account": ..., "regions": [...] }.');
  const data = attempt(() => JSON.parse(text.value) as unknown);
  return 'thrown' in data ? refuse(`not JSON: ${messageOf(data.thrown)}. Mend it, or use a .ts file.`) : data.value;
}

function readModule(path: string, refuse: Refuse): unknown {
  const module = attempt(() => require(path) as unknown);
  if ('thrown' in module) return refuse(`cannot be run: ${failureIn(path, module.thrown)}. Mend the module.`);
  const exported = module.value;
  return typeof exported === 'object' && exported !== null && Object.hasOwn(exported, 'default')
    ? (exported as { readonly default: unknown }).default
    : refuse('no default export. Write `export default definePlatform({ ... })`.');
}

type Attempt<T> = { readonly value: T } | { readonly thrown: unknown };

function attempt<T>(action: () => T): Attempt<T> {
  try {
    return { value: action() };
  } catch (thrown) {
    return { thrown };
  }
}

/** What went wrong in a module, with its line where that is known. */
function failureIn(path: string, thrown: unknown): string {
  const message = messageOf(thrown).replaceAll(path, 'the module');
  if (!isError(thrown)) return message;
  // esbuild names the place in the message, also in a module that this one imports; V8 in the stack.
  const [, file = path, row, error = ''] = /^(.+):(\d+):\d+: ERROR: (.*)$/m.exec(thrown.message) ?? [];
  if (row) return `${file === path ? '' : `${basename(file)}, `}line ${row}: ${error.replace(/\.$/, '')}`;
  const place = thrown.stack?.split(`${path}:`)[1];
  return place ? `line ${Number.parseInt(place, 10)}: ${message}` : message;
}
