import { FUNCTION_NAMES } from '../../modules/routing/functions';
import { functionsOf } from '../../stacks/routing-functions';
import { platformOf } from '../synth';

test.each([
  ['no routing layer', {}, []],
  ['routing alone', { routing: {} }, ['control-api', 'health', 'state-updater']],
  [
    'users',
    { routing: {}, identity: {} },
    ['authorizer', 'cognito-triggers', 'control-api', 'health', 'profile-apply', 'reconcile', 'state-updater'],
  ],
  ['photos', { routing: { photos: { bucket: 'objects' } }, identity: {} }, [...FUNCTION_NAMES]],
])('%s: these functions', (_what, config, names) => expect(functionsOf(platformOf(config))).toEqual(names));
