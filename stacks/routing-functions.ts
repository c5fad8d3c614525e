import { join } from 'node:path';
import type { Platform } from '../config/platform';
import { bundleFunctions, type FunctionBundle } from '../modules/compute/bundle';
import { FUNCTION_NAMES, type FunctionName } from '../modules/routing/functions';

/** The project's root: sources are named from here. */
const ROOT = join(__dirname, '..');

/** Folder of the archives in the output, one for all stacks. */
export const ARCHIVES = 'lambdas';

/** An archive as a stack's folder sees it (`stacks/<stack>`), so that all stacks share it and none has a path of this machine. */
export const archivePath = (name: FunctionName): string => `../../${ARCHIVES}/${name}.zip`;

/** The functions that a platform has, sorted; none without a routing layer. */
export function functionsOf({ routing, identity }: Pick<Platform, 'routing' | 'identity'>): FunctionName[] {
  if (!routing) return [];
  const needed: Readonly<Record<FunctionName, boolean>> = {
    'state-updater': true,
    'control-api': true,
    health: true,
    reconcile: identity !== undefined,
    authorizer: identity !== undefined,
    'cognito-triggers': identity !== undefined,
    'profile-apply': identity !== undefined,
    'photos-api': routing.photos !== undefined,
  };
  return FUNCTION_NAMES.filter((name) => needed[name]);
}

/** The bundles of a platform's functions; none without a routing layer, and then no bundler is started. */
export const bundlesOf = (platform: Platform): ReadonlyMap<string, FunctionBundle> => bundled(functionsOf(platform));

/** The bundles of these functions, as they are deployed. */
export function bundled(names: readonly FunctionName[]): ReadonlyMap<string, FunctionBundle> {
  if (names.length === 0) return new Map();
  return bundleFunctions({
    entries: new Map(names.map((name) => [name, `lambdas/${name}/handler.ts`])),
    root: ROOT,
    replaced: REPLACED,
  });
}

/** The SDK's own way to its credentials is a fifth of a bundle, and Lambda gives them as environment variables. */
const REPLACED = { '@aws-sdk/credential-provider-node': 'lambdas/shared/credential-provider.ts' };
