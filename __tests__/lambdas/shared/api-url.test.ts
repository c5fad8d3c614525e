import { REGION_NAMES, regionFacts } from '../../../config/catalog';
import { regionHost } from '../../../config/hosts';
import { apiUrl, regionCode } from '../../../lambdas/shared/api-url';

test.each(REGION_NAMES)('the code of %s is that of the hosts', (region) =>
  expect(regionCode(region)).toBe(regionFacts(region).code),
);

test('a pattern by code or by name', () => {
  expect(apiUrl('https://api-{code}.orders.example.com', 'ap-southeast-2')).toBe(
    `https://${regionHost('orders.example.com', 'ap-southeast-2')}`,
  );
  expect(apiUrl('https://api.{region}.example.com', 'eu-west-1')).toBe('https://api.eu-west-1.example.com');
});
