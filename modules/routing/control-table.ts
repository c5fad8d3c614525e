import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { GlobalTable } from '../table/global-table';

export interface ControlTableProps {
  /** Provider of the first of `regions`. */
  readonly provider: TerraformProvider;
  readonly tableName: string;
  /** The table's own Region and its two replicas: all of one set. */
  readonly regions: readonly [RegionName, RegionName, RegionName];
  /** Take the replicas as they are: for a table that is being adopted again after a Region was out of reach. @default false */
  readonly ignoreReplicas?: boolean;
}

/**
 * The register of who may write: a table that answers alike in three Regions, and goes on while two of them live
 * ("DynamoDB global tables: multi-Region strong consistency"). Three replicas instead of two and a witness, so that there
 * are three endpoints to ask. DynamoDB's own key: moving the writer must not depend on KMS, and nothing here is secret.
 */
export class ControlTable extends GlobalTable {
  constructor(scope: Construct, id: string, { regions, ...props }: ControlTableProps) {
    const [home, ...replicas] = regions;
    super(scope, id, { ...props, home, replicas, hashKey: 'pk', rangeKey: 'sk', consistency: 'strong' });
  }
}
