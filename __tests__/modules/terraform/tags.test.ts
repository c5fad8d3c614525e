import { OWN_TAGS } from '../../../config/checks';
import { EVERY_REGION } from '../../../modules/terraform/tags';

test('stands over a tag that the providers set, and no other', () => {
  expect(EVERY_REGION).toEqual({ region: 'global' });
  expect(OWN_TAGS).toEqual(expect.arrayContaining(Object.keys(EVERY_REGION)));
});
