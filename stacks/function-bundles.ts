import { join } from 'node:path';
import { jurisdictionHost } from '../config/hosts';
import type { Platform } from '../config/platform';
import { bundleFunctions, type FunctionBundle } from '../modules/compute/bundle';
import type { FunctionName } from '../modules/routing/functions';
import { functionsOf } from './routing-functions';
import { hasServiceFunction, SERVICE_FUNCTION } from './service-function';

/** The project's root: sources are named from here. */
export const ROOT = join(__dirname, '..');

/** Folder of the archives in the output, one for all stacks. */
export const ARCHIVES = 'lambdas';

/** Every function that a platform can have: those of the routing layer, and the service. Each is `lambdas/<name>/handler.ts`. */
export type BundledFunction = FunctionName | typeof SERVICE_FUNCTION;

/** An archive as a stack's folder sees it (`stacks/<stack>`), so that all stacks share it and none has a path of this machine. */
export const archivePath = (name: BundledFunction): string => archiveAt(name);

/** The same of any function's archive. */
export const archiveAt = (name: string): string => `../../${ARCHIVES}/${name}.zip`;

/** All functions of a platform, whatever stands on them. */
export const allFunctionsOf = (platform: Platform): BundledFunction[] => [
  ...functionsOf(platform),
  ...(hasServiceFunction(platform) ? ([SERVICE_FUNCTION] as const) : []),
];

/** The bundles of a platform's functions; where there are none, no bundler is started. */
export const bundlesOf = (platform: Platform): ReadonlyMap<string, FunctionBundle> => bundled(allFunctionsOf(platform));

/** Bundles of functions at the edge, which hold the platform's data beside their code. */
export function edgeBundlesOf({ ingress }: Platform): FunctionBundle[] {
  if (!ingress?.delegated || ingress.cdn.jurisdictionField === undefined) return [];
  const { jurisdictionBundle } =
    require('../modules/ingress/edge-bundle') as typeof import('../modules/ingress/edge-bundle');
  const hosts = [...ingress.jurisdictions.keys()].map(
    (name) => [name, jurisdictionHost(ingress.domain, name)] as const,
  );
  return [jurisdictionBundle(ROOT, { field: ingress.cdn.jurisdictionField, hosts: new Map(hosts) })];
}

/** The bundles of these functions, as they are deployed. */
export function bundled(names: readonly BundledFunction[]): ReadonlyMap<string, FunctionBundle> {
  if (names.length === 0) return new Map();
  return bundleFunctions({
    entries: new Map(names.map((name) => [name, `lambdas/${name}/handler.ts`])),
    root: ROOT,
    replaced: REPLACED,
  });
}

/** The SDK's own way to its credentials is a fifth of a bundle, and Lambda gives them as environment variables. */
const REPLACED = { '@aws-sdk/credential-provider-node': 'lambdas/shared/credential-provider.ts' };
