import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadPlatform, type PlatformConfig } from '../../config';
import { listed } from '../../config/problems';
import { nameOf } from './edits';

/** The config that is drilled, and how it differs from the one that was given. */
export interface Rehearsal {
  readonly config: PlatformConfig;
  readonly notes: readonly string[];
}

/**
 * Reads a config and makes it one to begin with: what follows from the list's order is written out, and every Region is
 * active.
 * @throws ConfigError with every problem at once
 */
export function rehearsalOf(file: string): Rehearsal {
  const platform = loadPlatform(file);
  const config = configIn(file);
  const names = config.regions.map(nameOf);
  const inactive = platform.regions.filter(({ state }) => state !== 'active').map(({ name }) => name);
  const former = Object.values(config.databases ?? {}).some(
    (database) => Object.keys(database.former ?? {}).length > 0,
  );
  const plain: PlatformConfig = {
    ...config,
    regions: names,
    home: platform.home,
    writer: platform.writer,
    ...(config.databases && {
      databases: Object.fromEntries(
        Object.entries(config.databases).map(([name, { former: _former, ...database }]) => [name, database]),
      ),
    }),
  };
  return {
    config: plain,
    notes: [
      ...(inactive.length > 0
        ? [`Begins with ${listed(inactive)} active, as every drill begins with a whole platform.`]
        : []),
      ...(former ? ['Begins without former writers.'] : []),
    ],
  };
}

/** The file has been loaded and checked before. */
function configIn(file: string): PlatformConfig {
  const absolute = path.resolve(file);
  return absolute.endsWith('.json')
    ? (JSON.parse(readFileSync(absolute, 'utf8')) as PlatformConfig)
    : (require(absolute) as { readonly default: PlatformConfig }).default;
}
