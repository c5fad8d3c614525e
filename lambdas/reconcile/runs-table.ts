import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { asPort } from '../shared/dynamo/failure-of';
import { Unavailable } from '../shared/failures';
import { type Scope, scopeKey } from '../shared/record';
import type { ReconcileRun, ReconcileRuns } from './run';

export interface RunsTableProps {
  /** Name of the Region's table `fence`. */
  readonly table: string;
  /** A client of the own Region. */
  readonly client: DynamoDBDocumentClient;
}

const SORT_KEY = 'RECONCILE';

const sample = z.object({ count: z.int(), first: z.array(z.string()) });

const shape = z.object({
  id: z.string(),
  state: z.enum(['running', 'paused', 'done', 'failed']),
  request: z.object({ epochs: z.exactOptional(z.array(z.int())), objects: z.boolean() }),
  startedMs: z.number(),
  updatedMs: z.number(),
  revision: z.int(),
  plan: z.exactOptional(z.array(z.object({ epoch: z.int(), wr: z.string(), sinceMs: z.number() }))),
  epochs: z.array(
    z.object({
      epoch: z.int(),
      wr: z.string(),
      with: z.string(),
      compared: z.int(),
      onlyHere: sample,
      onlyThere: sample,
      conflicts: sample,
    }),
  ),
  objects: z.object({
    compared: z.int(),
    count: z.int(),
    missing: z.array(z.object({ key: z.string(), region: z.string(), why: z.enum(['absent', 'checksum']) })),
    orphans: sample,
    listedTo: z.exactOptional(z.string()),
  }),
  unreachable: z.array(z.string()),
  error: z.exactOptional(z.string()),
});

/** Runs in the own Region's fence table: it is there in every Region, and nobody else reads it. */
export class RunsTable implements ReconcileRuns {
  constructor(private readonly props: RunsTableProps) {}

  public async read(scope: Scope): Promise<ReconcileRun | undefined> {
    const { client, table } = this.props;
    const Key = { pk: scopeKey(scope), sk: SORT_KEY };
    const { Item } = await asPort(false, () =>
      client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true })),
    );
    if (Item === undefined) return undefined;
    const parsed = z.safeParse(shape, Item);
    if (!parsed.success)
      throw new Unavailable(`${table} ${Key.pk} ${SORT_KEY} is not a run of this version. Delete the item.`);
    return parsed.data;
  }

  public async write(scope: Scope, run: ReconcileRun): Promise<void> {
    const { client, table } = this.props;
    const Item = { ...run, pk: scopeKey(scope), sk: SORT_KEY };
    const condition =
      run.revision === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#revision = :before',
            ExpressionAttributeNames: { '#revision': 'revision' },
            ExpressionAttributeValues: { ':before': run.revision - 1 },
          };
    await asPort(true, () => client.send(new PutCommand({ TableName: table, Item, ...condition })));
  }
}
