import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ConditionFailed } from '../failures';
import type { FenceShard, FenceTable, LeaseItem } from '../ports';
import { type Person, type Scope, scopeKey } from '../record';
import { asPort } from './failure-of';
import { Stored } from './record-item';

export interface DynamoFenceTableProps {
  /** Name of the table `fence`, the same in every Region. */
  readonly table: string;
  /** A client of the Region whose table it is. */
  readonly client: DynamoDBDocumentClient;
}

const LEASE = 'LEASE';

/** Sort key of one FENCE item. */
export const shardKey = (shard: number): string => `FENCE#${String(shard).padStart(2, '0')}`;

/** One Region's table `fence` over DynamoDB: a plain table, known to no other Region's. */
export class DynamoFenceTable implements FenceTable {
  constructor(private readonly props: DynamoFenceTableProps) {}

  async readLease(scope: Scope): Promise<LeaseItem | undefined> {
    return (await this.#get(scope, LEASE))?.leaseItem();
  }

  async writeLease(scope: Scope, item: LeaseItem): Promise<void> {
    await unlessLater(
      asPort(true, () =>
        this.props.client.send(
          new PutCommand({
            TableName: this.props.table,
            Item: { ...item, pk: scopeKey(scope), sk: LEASE },
            ConditionExpression:
              'attribute_not_exists(pk) OR #epoch < :epoch OR (#epoch = :epoch AND #asOfMs < :asOfMs)',
            ExpressionAttributeNames: { '#epoch': 'epoch', '#asOfMs': 'asOfMs' },
            ExpressionAttributeValues: { ':epoch': item.epoch, ':asOfMs': item.asOfMs },
          }),
        ),
      ),
    );
  }

  async readShard(scope: Scope, shard: number): Promise<FenceShard | undefined> {
    const stored = await this.#get(scope, shardKey(shard));
    return stored === undefined ? undefined : { epoch: stored.number('epoch'), open: stored.boolean('open') };
  }

  async setShard(scope: Scope, shard: number, { epoch, open }: FenceShard): Promise<void> {
    await unlessLater(
      asPort(true, () =>
        this.props.client.send(
          new UpdateCommand({
            TableName: this.props.table,
            Key: { pk: scopeKey(scope), sk: shardKey(shard) },
            UpdateExpression: 'SET #epoch = :epoch, #open = :open',
            ConditionExpression: 'attribute_not_exists(#epoch) OR #epoch < :epoch',
            ExpressionAttributeNames: { '#epoch': 'epoch', '#open': 'open' },
            ExpressionAttributeValues: { ':epoch': epoch, ':open': open },
          }),
        ),
      ),
    );
  }

  async putPerson(scope: Scope, epoch: number, tid: string, person: Person): Promise<void> {
    await asPort(true, () =>
      this.props.client.send(
        new PutCommand({
          TableName: this.props.table,
          Item: { ...person, pk: scopeKey(scope), sk: personKey(epoch, tid) },
        }),
      ),
    );
  }

  async readPerson(scope: Scope, epoch: number, tid: string): Promise<Person | undefined> {
    return (await this.#get(scope, personKey(epoch, tid)))?.person();
  }

  async #get(scope: Scope, sk: string): Promise<Stored | undefined> {
    const key = { pk: scopeKey(scope), sk };
    const { Item } = await asPort(false, () =>
      this.props.client.send(new GetCommand({ TableName: this.props.table, Key: key, ConsistentRead: true })),
    );
    return Item === undefined ? undefined : Stored.from(Item, `${this.props.table} ${key.pk} ${sk}`);
  }
}

/** With the change's own id: what a proposer that lost wrote down belongs to no epoch. */
const personKey = (epoch: number, tid: string): string => `HIST#${String(epoch).padStart(10, '0')}#${tid}`;

/** Something later is stored: that is what was wanted. */
async function unlessLater(writing: Promise<unknown>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
