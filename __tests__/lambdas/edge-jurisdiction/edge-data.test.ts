import { edgeData } from '../../../lambdas/edge-jurisdiction/edge-data';

test('takes a field and hosts', () =>
  expect(edgeData({ field: 'j', hosts: { eu: 'a' }, more: 1 })).toEqual({ field: 'j', hosts: { eu: 'a' } }));

test.each<[unknown, string]>([
  [undefined, 'EDGE_DATA is undefined. It is { field, hosts }.'],
  [[], 'EDGE_DATA is object. It is { field, hosts }.'],
  [{ field: '', hosts: {} }, 'EDGE_DATA.field is no name of a field.'],
  [{ hosts: {} }, 'EDGE_DATA.field is no name of a field.'],
  [{ field: 'j' }, 'EDGE_DATA.hosts is no map of jurisdictions.'],
  [{ field: 'j', hosts: {} }, 'EDGE_DATA.hosts is empty.'],
  [{ field: 'j', hosts: { eu: '' } }, 'EDGE_DATA.hosts.eu is no host name.'],
])('refuses %j', (value, message) => expect(() => edgeData(value)).toThrow(new Error(message)));
