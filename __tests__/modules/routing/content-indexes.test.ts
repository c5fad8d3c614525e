import { INDEXES } from '../../../lambdas/shared/content';
import { ORIGIN_INDEX } from '../../../lambdas/shared/fenced-write';
import { CONTENT_INDEXES } from '../../../modules/routing/content-indexes';

test('are those that the functions ask', () =>
  expect(CONTENT_INDEXES.map(({ name, hashKey, rangeKey }) => [name, hashKey, rangeKey])).toEqual(
    [INDEXES.changed, INDEXES.feed, ORIGIN_INDEX].map(({ name, partition, sort }) => [name, partition, sort]),
  ));

test('what proves that a copy is whole holds keys alone, as it lists every item', () =>
  expect(CONTENT_INDEXES.filter(({ projection }) => projection === 'KEYS_ONLY').map(({ name }) => name)).toEqual([
    'origin',
  ]));
