import { objects } from '../protocol/value';
import type { Stored, World } from '../world';
import { findSecret } from './secrets';

/**
 * What a Region holds a copy of and may be imported as an object of its own: a replica of a global table is the table, and a
 * secret's copy is a secret once its replication is stopped. The original may be gone for good.
 */
export function copyAsOwn(world: World, type: string, region: string, id: string): Stored | undefined {
  if (type === 'aws_dynamodb_table') return replicaAsTable(world, region, id);
  if (type === 'aws_secretsmanager_secret') {
    const copy = findSecret(world, region, id);
    return copy && { ...copy, state: { ...copy.state, region } };
  }
  return undefined;
}

/** All replicas of a global table are equal: seen from one of them, the table's first Region is a replica too. */
function replicaAsTable(world: World, region: string, id: string): Stored | undefined {
  const table = world
    .all('aws_dynamodb_table')
    .find(({ state }) => state.name === id && objects(state.replica).some((replica) => replica.region_name === region));
  const replicas = objects(table?.state.replica);
  const own = replicas.find((replica) => replica.region_name === region);
  if (!table || !own) return undefined;
  const first = {
    ...own,
    region_name: table.region,
    kms_key_arn: objects(table.state.server_side_encryption)[0]?.kms_key_arn ?? null,
    arn: table.state.arn ?? null,
  };
  return {
    ...table,
    region,
    state: {
      ...table.state,
      region,
      arn: own.arn ?? null,
      server_side_encryption: [{ enabled: true, kms_key_arn: own.kms_key_arn ?? null }],
      replica: [first, ...replicas.filter((replica) => replica !== own)],
    },
  };
}
