import { divideRoutes, type EntryKind, invokedAs, routeId, routesOf } from '../../../modules/ingress/routes';

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

describe('divided between the control API and the entry', () => {
  const served = { identity: true, photos: true };
  const CHECKS = ['GET /v1/health/live', 'GET /v1/health/route'];

  test('without an entry all is on the control API', () =>
    expect(divideRoutes(served, undefined)).toEqual({ control: all, entry: [] }));

  test.each<EntryKind>(['rest-api', 'alb'])(
    '%s also has the two checks, and nothing leaves the control API',
    (kind) => {
      const { control, entry } = divideRoutes(served, kind);
      expect(control).toEqual(all);
      expect(keys([...entry])).toEqual(CHECKS);
    },
  );

  test('an HTTP API as entry takes what is for people; what operators and Regions ask stays', () => {
    const { control, entry } = divideRoutes(served, 'http-api');
    expect(keys([...control])).toEqual([
      'GET /state/{appId}',
      'PUT /state/{appId}',
      'GET /v1/state/{appId}',
      'PUT /v1/state/{appId}',
      'GET /v1/state/{appId}/history',
      'GET /v1/health/live',
      'GET /v1/health/deep',
      'GET /v1/health/route',
      'GET /v1/health/details',
      'GET /v1/reconcile/{appId}',
      'POST /v1/reconcile/{appId}',
    ]);
    expect(keys([...entry])).toEqual([
      ...CHECKS,
      'GET /v1/app/{appId}/state',
      'GET /v1/client',
      ...keys(all).filter((key) => /photos|me$/.test(key)),
    ]);
  });

  test.each<EntryKind>(['http-api', 'rest-api', 'alb'])(
    'nothing gets lost, and nothing signed is behind the front door: %s',
    (kind) => {
      const { control, entry } = divideRoutes(served, kind);
      expect(new Set(keys([...control, ...entry]))).toEqual(new Set(keys(all)));
      expect(entry.filter(({ access, path }) => access === 'iam' || /deep|details/.test(path))).toEqual([]);
    },
  );
});
