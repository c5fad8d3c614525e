import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { Busy, ConditionFailed, FenceClosed, LeaseSpent, TransactionConflict, Unavailable, Unclear } from '../failures';
import type {
  Condition,
  ContentPage,
  ContentQuery,
  ContentStore,
  FencedTransaction,
  Item,
  ItemKey,
  Value,
  WriteOperation,
} from '../ports';
import { scopeKey } from '../record';
import { asPort, failureOf } from './failure-of';
import { shardKey } from './fence-table';

export interface ContentTableProps {
  /** Name of the table `content`. */
  readonly table: string;
  /** Name of the table `fence` of the same Region. */
  readonly fenceTable: string;
  /** A client of the own Region. */
  readonly client: DynamoDBDocumentClient;
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The table `content` over DynamoDB. Its only way to write is a transaction behind the fence. */
export class ContentTable implements ContentStore {
  constructor(private readonly props: ContentTableProps) {}

  async transact(transaction: FencedTransaction): Promise<void> {
    const { client } = this.props;
    const { token, mayBeSent, limitMs, operations } = transaction;
    let sent = 0;
    const command = new TransactWriteCommand({
      TransactItems: [this.#fenceCheck(transaction), ...operations.map((operation) => this.#item(operation))],
      ClientRequestToken: token,
    });
    // Last of all, after waiting for a retry and signing: only then is it known when the request leaves.
    command.middlewareStack.add(
      (next) => async (args) => {
        if (!mayBeSent()) throw new LeaseSpent('The lease ends before the write would have landed.');
        sent += 1;
        return next(args);
      },
      // The document client adds a command's stack to itself, so the same name comes twice.
      { step: 'finalizeRequest', priority: 'low', name: 'leaseCheck', override: true },
    );
    try {
      await client.send(command, { abortSignal: AbortSignal.timeout(limitMs) });
    } catch (error) {
      throw outcomeOf(error, sent);
    }
  }

  async get(key: ItemKey, { strong = false }: { readonly strong?: boolean } = {}): Promise<Item | undefined> {
    const { client, table } = this.props;
    const { Item } = await asPort(false, () =>
      client.send(new GetCommand({ TableName: table, Key: { pk: key.pk, sk: key.sk }, ConsistentRead: strong })),
    );
    return Item === undefined ? undefined : itemOf(Item);
  }

  async query({
    index,
    partition,
    prefix,
    from,
    order,
    limit,
    after,
    strong = false,
  }: ContentQuery): Promise<ContentPage> {
    const { client, table } = this.props;
    const ranged =
      prefix !== undefined ? 'begins_with(#sort, :sort)' : from !== undefined ? '#sort >= :sort' : undefined;
    const { Items = [], LastEvaluatedKey } = await asPort(false, () =>
      client.send(
        new QueryCommand({
          TableName: table,
          ...(index !== undefined && { IndexName: index.name }),
          KeyConditionExpression:
            ranged === undefined ? '#partition = :partition' : `#partition = :partition AND ${ranged}`,
          ExpressionAttributeNames: {
            '#partition': index?.partition ?? 'pk',
            ...(ranged !== undefined && { '#sort': index?.sort ?? 'sk' }),
          },
          ExpressionAttributeValues: {
            ':partition': partition,
            ...(ranged !== undefined && { ':sort': prefix ?? from }),
          },
          ScanIndexForward: order !== 'descending',
          Limit: limit,
          ...(after !== undefined && { ExclusiveStartKey: { ...after } }),
          ...(strong && { ConsistentRead: true }),
        }),
      ),
    );
    const items = Items.map(itemOf);
    return LastEvaluatedKey === undefined ? { items } : { items, next: itemOf(LastEvaluatedKey) };
  }

  #fenceCheck({ fence: { scope, shard, epoch } }: FencedTransaction): TransactItem {
    return {
      ConditionCheck: {
        TableName: this.props.fenceTable,
        Key: { pk: scopeKey(scope), sk: shardKey(shard) },
        ConditionExpression: '#epoch = :epoch AND #open = :open',
        ExpressionAttributeNames: { '#epoch': 'epoch', '#open': 'open' },
        ExpressionAttributeValues: { ':epoch': epoch, ':open': true },
      },
    };
  }

  #item(operation: WriteOperation): TransactItem {
    const { table } = this.props;
    const names = new Names();
    if (operation.kind === 'put')
      return { Put: { TableName: table, Item: { ...operation.item }, ...names.condition(operation.condition) } };
    const target = { TableName: table, Key: { pk: operation.key.pk, sk: operation.key.sk } };
    if (operation.kind === 'delete') return { Delete: { ...target, ...names.condition(operation.condition) } };
    if (operation.kind === 'check') {
      const { ConditionExpression = 'attribute_exists(pk) OR attribute_not_exists(pk)', ...rest } = names.condition(
        operation.condition,
      );
      return { ConditionCheck: { ...target, ConditionExpression, ...rest } };
    }
    const update = names.update(operation.set, operation.remove ?? []);
    return { Update: { ...target, UpdateExpression: update, ...names.condition(operation.condition) } };
  }
}

/** Placeholders of one expression: attribute names may be reserved words. */
class Names {
  readonly #names: Record<string, string> = {};
  readonly #values: Record<string, Value> = {};
  #made = 0;

  update(set: Item, remove: readonly string[]): string {
    const kept = Object.entries(set).filter(([name]) => !remove.includes(name));
    const parts = [
      ...(kept.length > 0
        ? [`SET ${kept.map(([name, value]) => `${this.#name(name)} = ${this.#value(value)}`).join(', ')}`]
        : []),
      ...(remove.length > 0 ? [`REMOVE ${remove.map((name) => this.#name(name)).join(', ')}`] : []),
    ];
    return parts.join(' ');
  }

  /** Call last: it ends with the names and values of all expressions. */
  condition({ exists, equals = {} }: Condition = {}) {
    const parts = [
      ...(exists === undefined ? [] : [exists ? 'attribute_exists(pk)' : 'attribute_not_exists(pk)']),
      ...Object.entries(equals).map(([name, value]) => `${this.#name(name)} = ${this.#value(value)}`),
    ];
    return {
      ...(parts.length > 0 && { ConditionExpression: parts.join(' AND ') }),
      ...(Object.keys(this.#names).length > 0 && { ExpressionAttributeNames: this.#names }),
      ...(Object.keys(this.#values).length > 0 && { ExpressionAttributeValues: this.#values }),
    };
  }

  #name(name: string): string {
    this.#made += 1;
    const placeholder = `#n${this.#made}`;
    this.#names[placeholder] = name;
    return placeholder;
  }

  #value(value: Value): string {
    this.#made += 1;
    const placeholder = `:v${this.#made}`;
    this.#values[placeholder] = value;
    return placeholder;
  }
}

/** Why a transaction was cancelled, per item ("TransactionCanceledException"): the fence's check is the first. */
function outcomeOf(error: unknown, sent: number): Error {
  if (error instanceof LeaseSpent)
    return sent === 0 ? error : new Unclear(`${error.message} An attempt before did not answer.`);
  if (!(error instanceof Error)) return failureOf(error, true);
  if (sent === 0) return new Unavailable(`Not sent: ${error.message}`);
  if (error.name === 'TransactionInProgressException') return new Unclear(`${error.name}: ${error.message}`);
  if (error.name !== 'TransactionCanceledException') return failureOf(error, true);
  const codes = reasonsOf(error);
  const text = `${error.name}: ${codes.join(', ')}`;
  if (codes.length === 0) return new Unclear(`${text} without reasons`);
  if (codes[0] === CONDITION) return new FenceClosed(text);
  const failed = codes.indexOf(CONDITION);
  if (failed > 0) return new ConditionFailed(text, failed - 1);
  // The attempt before, which did not answer, may be what this one met.
  if (sent > 1) return new Unclear(text);
  if (codes.includes('TransactionConflict')) return new TransactionConflict(text);
  return codes.includes('ValidationError') ? new Unavailable(text) : new Busy(text);
}

const CONDITION = 'ConditionalCheckFailed';

function reasonsOf(error: Error): readonly string[] {
  if (!('CancellationReasons' in error) || !Array.isArray(error.CancellationReasons)) return [];
  return error.CancellationReasons.map((reason: unknown) =>
    typeof reason === 'object' && reason !== null && 'Code' in reason && typeof reason.Code === 'string'
      ? reason.Code
      : 'None',
  );
}

/** An item as the client gives it. Sets and binary values are not used in this table. */
function itemOf(stored: Readonly<Record<string, unknown>>): Item {
  return Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, plainValue(value, name)]));
}

function plainValue(value: unknown, name: string): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => plainValue(entry, name));
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([inner, entry]) => [inner, plainValue(entry, inner)]));
  throw new Error(`Attribute ${name}: a ${typeof value} of this kind is not written by this layer. Correct the item.`);
}
