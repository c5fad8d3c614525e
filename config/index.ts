export { definePlatform, loadPlatform } from './load';
export { Platform } from './platform';
export { ConfigError } from './problems';
export type { PlatformConfig } from './schema';
