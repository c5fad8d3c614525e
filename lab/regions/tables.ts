import { CONTENT_INDEXES } from '../../modules/routing/content-indexes';
import type { TableIndex } from '../../modules/table/global-table';
import type { Fields } from './json';

/** A CreateTable request for a table whose keys are the strings `pk` and `sk`. */
function definition(name: string, indexes: readonly TableIndex[] = []): Fields {
  const names = ['pk', 'sk', ...new Set(indexes.flatMap(({ hashKey, rangeKey }) => [hashKey, rangeKey]))];
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema('pk', 'sk'),
    AttributeDefinitions: [...new Set(names)].map((each) => ({ AttributeName: each, AttributeType: 'S' })),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index.hashKey, index.rangeKey),
        Projection: { ProjectionType: index.projection },
      })),
    }),
  };
}

const keySchema = (hash: string, range: string): Fields[] => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];

/** Names of the routing layer's tables. */
export interface TableNames {
  readonly control: string;
  readonly fence: string;
  readonly content: string;
  readonly directory: string;
}

/** The routing layer's tables, by how they are replicated. */
export const routingTables = ({ control, fence, content, directory }: TableNames) => ({
  strong: [definition(control)],
  plain: [definition(fence)],
  replicated: [definition(content, CONTENT_INDEXES), definition(directory)],
  transactionsOnly: [content],
});
