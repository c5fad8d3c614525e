import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { ConditionFailed, Unavailable } from '../failures';
import type { HistoryPage, RegisterStore } from '../ports';
import { type HistoryEntry, type Region, type Scope, type StateRecord, scopeKey } from '../record';
import { asPort } from './failure-of';
import { Stored } from './record-item';

export interface RegisterTableProps {
  /** Name of the table `control`, the same at each of its Regions. */
  readonly table: string;
  /** A client of each of the register's Regions. */
  readonly clientIn: (endpoint: Region) => DynamoDBDocumentClient;
}

const STATE = 'STATE';
const DEPLOY = 'DEPLOY';
const HISTORY = 'HIST#';

/** Zero padded, so that keys sort as epochs do. */
const historyKey = (epoch: number): string => `${HISTORY}${String(epoch).padStart(10, '0')}`;

/** The table `control` over DynamoDB: a global table with multi-Region strong consistency, so it has no transactions and no TTL. */
export class RegisterTable implements RegisterStore {
  constructor(private readonly props: RegisterTableProps) {}

  async read(endpoint: Region, scope: Scope): Promise<StateRecord | undefined> {
    const key = { pk: scopeKey(scope), sk: STATE };
    const { Item } = await asPort(false, () =>
      this.props
        .clientIn(endpoint)
        .send(new GetCommand({ TableName: this.props.table, Key: key, ConsistentRead: true })),
    );
    return Item === undefined ? undefined : Stored.from(Item, `${this.props.table} ${key.pk} ${STATE}`).record();
  }

  async write(endpoint: Region, scope: Scope, expectedEpoch: number, record: StateRecord): Promise<void> {
    const attributes = Object.entries(record);
    const names = Object.fromEntries(attributes.map(([name]) => [`#${name}`, name]));
    const values = Object.fromEntries(attributes.map(([name, value]) => [`:${name}`, value]));
    await asPort(true, () =>
      this.props.clientIn(endpoint).send(
        new UpdateCommand({
          TableName: this.props.table,
          Key: { pk: scopeKey(scope), sk: STATE },
          UpdateExpression: `SET ${attributes.map(([name]) => `#${name} = :${name}`).join(', ')}`,
          ConditionExpression: expectedEpoch === 0 ? 'attribute_not_exists(#epoch)' : '#epoch = :expected',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ...values, ...(expectedEpoch !== 0 && { ':expected': expectedEpoch }) },
        }),
      ),
    );
  }

  async putHistory(endpoint: Region, scope: Scope, entry: HistoryEntry): Promise<void> {
    try {
      await this.#putOnce(endpoint, scope, historyKey(entry.epoch), { ...entry });
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
    }
  }

  async history(endpoint: Region, scope: Scope, { beforeEpoch, limit }: HistoryPage): Promise<readonly HistoryEntry[]> {
    const pk = scopeKey(scope);
    // BETWEEN includes its ends: just below an epoch's key lies the one before it.
    const last = beforeEpoch === undefined ? `${HISTORY}~` : historyKey(Math.max(0, beforeEpoch - 1));
    const { Items = [] } = await asPort(false, () =>
      this.props.clientIn(endpoint).send(
        new QueryCommand({
          TableName: this.props.table,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
          ExpressionAttributeValues: { ':pk': pk, ':first': HISTORY, ':last': last },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: limit,
        }),
      ),
    );
    return Items.map((item) => Stored.from(item, `${this.props.table} ${pk} ${String(item.sk)}`).historyEntry());
  }

  async deployment(endpoint: Region, scope: Scope, candidate: string): Promise<string> {
    try {
      await this.#putOnce(endpoint, scope, DEPLOY, { uuid: candidate });
      return candidate;
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
    }
    const key = { pk: scopeKey(scope), sk: DEPLOY };
    const { Item } = await asPort(false, () =>
      this.props
        .clientIn(endpoint)
        .send(new GetCommand({ TableName: this.props.table, Key: key, ConsistentRead: true })),
    );
    if (Item === undefined) throw new Unavailable(`${this.props.table} ${key.pk} ${DEPLOY}: written, and not found.`);
    return Stored.from(Item, `${this.props.table} ${key.pk} ${DEPLOY}`).text('uuid');
  }

  #putOnce(endpoint: Region, scope: Scope, sk: string, item: Readonly<Record<string, unknown>>): Promise<unknown> {
    return asPort(true, () =>
      this.props.clientIn(endpoint).send(
        new PutCommand({
          TableName: this.props.table,
          Item: { ...item, pk: scopeKey(scope), sk },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
  }
}
