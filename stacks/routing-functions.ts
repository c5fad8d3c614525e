import type { Platform } from '../config/platform';
import { FUNCTION_NAMES, type FunctionName } from '../modules/routing/functions';

/** The functions of a platform's routing layer, sorted; none without one. */
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
