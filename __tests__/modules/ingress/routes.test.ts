import { invokedAs, routeId, routesOf } from '../../../modules/ingress/routes';

const all = routesOf({ identity: true, photos: true });
const keys = (routes: typeof all) => routes.map(({ method, path }) => `${method} ${path}`);

test('whoever may call what', () =>
  expect(all.map(({ method, path, access, function: name }) => `${access} ${name} ${method} ${path}`)).toEqual([
    'iam control-api GET /state/{appId}',
    'iam control-api PUT /state/{appId}',
    'iam control-api GET /v1/state/{appId}',
    'iam control-api PUT /v1/state/{appId}',
    'iam control-api GET /v1/state/{appId}/history',
    'open control-api GET /v1/app/{appId}/state',
    'open health GET /v1/health/live',
    'open health GET /v1/health/deep',
    'open health GET /v1/health/route',
    'iam health GET /v1/health/details',
    'open control-api GET /v1/client',
    'iam control-api GET /v1/reconcile/{appId}',
    'iam control-api POST /v1/reconcile/{appId}',
    'user photos-api GET /v1/photos',
    'user photos-api POST /v1/photos',
    'user photos-api GET /v1/photos/{id}',
    'user photos-api DELETE /v1/photos/{id}',
    'user photos-api POST /v1/photos/{id}/complete',
    'user photos-api GET /v1/photos/{id}/comments',
    'user photos-api POST /v1/photos/{id}/comments',
    'user photos-api GET /v1/me',
    'user photos-api PUT /v1/me',
  ]));

test('nothing that writes is open', () =>
  expect(all.filter(({ access, method }) => access === 'open' && method !== 'GET')).toEqual([]));

test('what the platform does not have has no route', () => {
  const bare = keys(routesOf({ identity: false, photos: false }));
  expect(bare.filter((key) => /photos|client|reconcile|\/me/.test(key))).toEqual([]);
  expect(bare).toHaveLength(10);
});

test('each has an id of its own, without its parameters', () => {
  expect(new Set(all.map(routeId)).size).toBe(all.length);
  expect(all.map(routeId)).toEqual(expect.arrayContaining(['get-state-appid', 'post-v1-photos-id-comments']));
});

test('an ARN ends in its method and its path, any value for a parameter', () =>
  expect(invokedAs({ method: 'POST', path: '/v1/photos/{id}/comments' })).toBe('/*/POST/v1/photos/*/comments'));
