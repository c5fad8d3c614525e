import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import type { RegionName } from '../../../config/catalog';
import { edgeRegionCode } from '../../../modules/ingress/edge-region';

const ROOT = join(__dirname, '..', '..', '..');

/** What the function told CloudFront, for a viewer of a country. */
function calls(
  country: string | undefined,
  origins: ReadonlyMap<RegionName, readonly [string] | readonly [string, string]>,
): unknown[] {
  const code = edgeRegionCode(ROOT, {
    regionByCountry: new Map([
      ['DE', 'eu-west-1'],
      ['US', 'us-east-1'],
    ]),
    origins,
    statusCodes: [403, 500],
  });
  const told: unknown[] = [];
  const cf = {
    createRequestOriginGroup: (group: unknown) => told.push(group),
    selectRequestOriginById: (id: unknown) => told.push(id),
  };
  const request = {
    uri: '/a',
    headers: country === undefined ? {} : { 'cloudfront-viewer-country': { value: country } },
  };
  // CloudFront has the module; here it is a name.
  const answer = runInNewContext(`${code.replace("import cf from 'cloudfront';", '')};handler({ request })`, {
    cf,
    request,
  });
  expect(answer).toBe(request);
  // Of the other context, as plain data of this one.
  return JSON.parse(JSON.stringify(told));
}

const TWO = new Map<RegionName, readonly [string, string]>([
  ['us-east-1', ['bucket-us-east-1', 'bucket-eu-west-1']],
  ['eu-west-1', ['bucket-eu-west-1', 'bucket-us-east-1']],
]);

test('a viewer reads from the own Region, and from the nearest where that fails', () =>
  expect(calls('DE', TWO)).toEqual([
    {
      originIds: [{ originId: 'bucket-eu-west-1' }, { originId: 'bucket-us-east-1' }],
      failoverCriteria: { statusCodes: [403, 500] },
    },
  ]));

test('from that one alone where no other holds the same', () =>
  expect(calls('US', new Map<RegionName, readonly [string]>([['us-east-1', ['bucket-us-east-1']]]))).toEqual([
    'bucket-us-east-1',
  ]));

test.each([undefined, '', 'FR', 'de', '__proto__', 'constructor', 'toString'])(
  'a viewer of %p is left to the behaviour',
  (country) => expect(calls(country, TWO)).toEqual([]),
);

test('a country whose Region is gone is left to the behaviour', () =>
  expect(calls('DE', new Map<RegionName, readonly [string]>([['us-east-1', ['bucket-us-east-1']]]))).toEqual([]));
