import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { REGION_NAMES, type RegionName } from '../../../config/catalog';
import { type EdgeRegionData, edgeRegionCode } from '../../../modules/ingress/edge-region';

const ROOT = join(__dirname, '..', '..', '..');
const DATA: EdgeRegionData = {
  regionByCountry: new Map([
    ['US', 'us-east-1'],
    ['DE', 'eu-west-1'],
    ['BR', 'sa-east-1'],
  ]),
  origins: new Map<RegionName, readonly [string, string]>([
    ['us-east-1', ['bucket-us-east-1', 'bucket-eu-west-1']],
    ['eu-west-1', ['bucket-eu-west-1', 'bucket-us-east-1']],
    ['ap-southeast-2', ['bucket-ap-southeast-2', 'bucket-us-east-1']],
  ]),
  statusCodes: [403, 500],
};

test('the data are in the code, without countries and Regions that are of no use', () =>
  expect(edgeRegionCode(ROOT, DATA)).toContain(
    'const ORIGINS = {"countries":{"DE":"eu-west-1","US":"us-east-1"},"groups":{"us-east-1":["bucket-us-east-1","bucket-eu-west-1"],"eu-west-1":["bucket-eu-west-1","bucket-us-east-1"]},"statusCodes":[403,500]};',
  ));

test('begins with the import, as CloudFront wants', () =>
  expect(edgeRegionCode(ROOT, DATA).split('\n')[0]).toBe("import cf from 'cloudfront';"));

test('the same data in any order give the same bytes', () =>
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...DATA.regionByCountry], { minLength: 3 }),
      fc.shuffledSubarray([...DATA.origins], { minLength: 3 }),
      (countries, origins) => {
        expect(edgeRegionCode(ROOT, { ...DATA, regionByCountry: new Map(countries), origins: new Map(origins) })).toBe(
          edgeRegionCode(ROOT, DATA),
        );
      },
    ),
  ));

const countriesOf = (count: number) =>
  new Map(
    Array.from({ length: count }, (_, i): [string, RegionName] => [
      String.fromCharCode(65 + Math.floor(i / 26), 65 + (i % 26)),
      REGION_NAMES[i % REGION_NAMES.length] ?? 'us-east-1',
    ]),
  );
const everywhere = new Map(
  REGION_NAMES.map((region) => [region, [`bucket-${region}`, `bucket-${region}`] as const] as const),
);

test('every country of ISO 3166-1 fits, over all Regions', () =>
  expect(
    edgeRegionCode(ROOT, { ...DATA, regionByCountry: countriesOf(249), origins: everywhere }).length,
  ).toBeLessThanOrEqual(10_240));

test('refuses more than CloudFront takes', () =>
  expect(() => edgeRegionCode(ROOT, { ...DATA, regionByCountry: countriesOf(500), origins: everywhere })).toThrow(
    /^edgeRegionCode: \d+ bytes, and CloudFront takes 10240\. Name fewer countries/,
  ));

test('refuses a source that cannot be completed', () => {
  const root = mkdtempSync(join(tmpdir(), 'edge-region-'));
  try {
    mkdirSync(join(root, 'lambdas/edge-region'), { recursive: true });
    writeFileSync(join(root, 'lambdas/edge-region/function.js'), 'function handler() {}');
    expect(() => edgeRegionCode(root, DATA)).toThrow(
      new Error('edgeRegionCode: lambdas/edge-region/function.js has no line const ORIGINS = {};. Put it back.'),
    );
  } finally {
    rmSync(root, { recursive: true });
  }
});
