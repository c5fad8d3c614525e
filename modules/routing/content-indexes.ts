import type { TableIndex } from '../table/global-table';

/** Further ways into the table `content`. The functions name them alike (`lambdas/shared/content.ts`). */
export const CONTENT_INDEXES: readonly TableIndex[] = [
  /** Profiles by when they changed. */
  { name: 'changed', hashKey: 'changed', rangeKey: 'updatedAt', projection: 'ALL' },
  /** Photos that are ready, by month. */
  { name: 'feed', hashKey: 'feed', rangeKey: 'id', projection: 'ALL' },
  /** Every item by the Region and the epoch that wrote it: what proves that a copy is whole. */
  { name: 'origin', hashKey: 'originPk', rangeKey: 'originSk', projection: 'KEYS_ONLY' },
];
