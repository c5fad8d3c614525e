import type { Operation } from '../calls';
import { type ObjectValue, objects, text } from '../protocol/value';
import type { Block } from '../schema/types';

/** The Region of everything that has none. */
export const GLOBAL = 'global';

/** Data sources that the provider answers by itself. */
const LOCAL_DATA = new Set([
  'aws_arn',
  'aws_billing_service_account',
  'aws_default_tags',
  'aws_iam_policy_document',
  'aws_partition',
  'aws_region',
  'aws_service',
  'aws_service_principal',
]);
/** Data sources without a `region` argument whose service has Regions all the same. */
const REGIONAL_DATA = new Set(['aws_caller_identity', 'aws_regions', 'aws_canonical_user_id']);

/** Whether a type's service has no Regions: version 6 of the provider gives all others a `region` argument. */
export function isGlobal(type: string, block: Block): boolean {
  return !('region' in block.attributes) && !REGIONAL_DATA.has(type);
}

/** The Regions whose API an operation calls, its own first. */
export function regionsCalled(op: Operation, type: string, home: string, state: ObjectValue | null): readonly string[] {
  if (op === 'ReadData' && LOCAL_DATA.has(type)) return [];
  // The provider asks every replica for its tags, its backups and its contributor insights whenever it reads a table.
  if (type === 'aws_dynamodb_table' && op !== 'ReadData') return [...new Set([home, ...replicaRegions(state)])];
  return [home];
}

/** Regions of a global table's replicas. */
export function replicaRegions(table: ObjectValue | null): string[] {
  return objects(table?.replica).flatMap((replica) => text(replica.region_name) ?? []);
}
