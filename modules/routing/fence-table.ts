import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface FenceTableProps {
  readonly provider: TerraformProvider;
  /** The same in every Region. */
  readonly tableName: string;
  /** To be given up: no protection is left. @default false */
  readonly released?: boolean;
}

/**
 * The fences and the leases of one Region. A plain table on purpose: what a Region writes here is checked in the same
 * transaction as its data, which a global table's other Regions could change in between. DynamoDB's own key, as for the
 * register. Without an item a fence is closed, so an empty table refuses writes and loses none.
 */
export class FenceTable extends Construct {
  constructor(scope: Construct, id: string, { provider, tableName, released = false }: FenceTableProps) {
    super(scope, id);
    new DynamodbTable(this, 'table', {
      provider,
      name: tableName,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'pk',
      rangeKey: 'sk',
      attribute: [
        { name: 'pk', type: 'S' },
        { name: 'sk', type: 'S' },
      ],
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: !released,
      lifecycle: { preventDestroy: !released },
    });
  }
}
