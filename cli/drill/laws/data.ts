import type { Stored } from '../../../lab/provider';
import { first, type Law, law, type Seen } from './law';
import { keyOf, replicasOf } from './lives';

/** What holds data, or the key without which it cannot be read. */
export const DATA_TYPES: readonly string[] = [
  'aws_s3_bucket',
  'aws_dynamodb_table',
  'aws_cognito_user_pool',
  'aws_db_instance',
  'aws_kms_key',
  'aws_kms_replica_key',
  'aws_secretsmanager_secret',
  'aws_ecr_repository',
  // The world is told its name servers; another zone of that name has others.
  'aws_route53_zone',
];

/**
 * No object with data is deleted, whatever the plan said, and no table loses a copy. A replica of a database
 * holds nothing of its own; a former writer may go once it was released, as it leaves a snapshot.
 * @param givenUp a Region whose data is to go @default - none
 */
export const dataOutlives = (givenUp?: string): Law =>
  law('law 4, data outlives compute', (seen) =>
    first(lost(seen), ({ stack, what, region }) =>
      region === givenUp
        ? undefined
        : `${stack === undefined ? '' : `${stack} deleted `}${what}${stack === undefined ? ` is gone from ${region}` : ` in ${region}`}`,
    ),
  );

interface Loss {
  readonly stack: string | undefined;
  readonly what: string;
  readonly region: string;
}

function lost({ stacks, before, after }: Seen): Loss[] {
  const calls = stacks.flatMap(({ callList }) => callList);
  const left = new Map(after.objects.map((object) => [keyOf(object), object]));
  return before.objects.filter(holdsData).flatMap((object): Loss[] => {
    const { type, region, state } = object;
    const what = `${type} ${nameOf(object)}`;
    const now = left.get(keyOf(object));
    const same = calls.filter((call) => call.type === type && call.region === region && call.name === nameOf(object));
    const deletion = same.findIndex(({ op }) => op === 'Delete');
    // One that was refused leaves the object; one that was followed by a creation has put an empty one in its place.
    const wasReplaced = deletion >= 0 && same.slice(deletion).some(({ op }) => op === 'Create');
    const stack = same[deletion]?.stack;
    if (!now || wasReplaced) return [{ stack, what, region }];
    // A secret's replicas are only read: whatever they hold, the secret holds.
    const copies = replicasOf(now.state);
    return (type === 'aws_dynamodb_table' ? replicasOf(state) : [])
      .filter((copy) => !copies.includes(copy))
      .map((copy) => ({ stack: undefined, what: `the copy of ${what}`, region: copy }));
  });
}

function holdsData({ type, state }: Stored): boolean {
  if (!DATA_TYPES.includes(type)) return false;
  if (type !== 'aws_db_instance') return true;
  const isReplica = Boolean(state.replicate_source_db);
  const isReleased = state.deletion_protection !== true && Boolean(state.final_snapshot_identifier);
  return !isReplica && !isReleased;
}

const nameOf = ({ state }: Stored): string =>
  String(state.bucket ?? state.name ?? state.identifier ?? state.id ?? state.arn);
