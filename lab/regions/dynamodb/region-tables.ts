import { create } from 'dynalite/db';
import { copyOf, type Fields, fieldsIn, isFields, textIn } from '../json';
import { DynamoError, invalid } from './errors';
import { ItemLocks } from './item-locks';
import { isOperation, type Operation, perform } from './operations';

/** A write that took effect. */
export interface AcceptedWrite {
  readonly table: string;
  readonly key: Fields;
  /** The item as it is now; nothing once it was deleted. */
  readonly image?: Fields;
  /** The operation of the request: `TransactWriteItems` for every write in one. */
  readonly by: string;
}

const WRITES: readonly Operation[] = ['PutItem', 'UpdateItem', 'DeleteItem'];

/** One Region's tables: dynalite without its server, and what its writes tell. Plain requests only; see `transactions.ts`. */
export class RegionTables {
  /** In memory. It is never closed: a write that is still under way would throw where nobody catches. */
  readonly store = create({ createTableMs: 0 });
  readonly locks = new ItemLocks();
  /** Names of each table's key attributes. */
  readonly #keys = new Map<string, readonly string[]>();
  readonly #listeners: ((write: AcceptedWrite) => void)[] = [];

  /** @param definition - a CreateTable request */
  async createTable(definition: Fields): Promise<void> {
    await perform(this.store, 'CreateTable', definition);
    const schema = Array.isArray(definition.KeySchema) ? definition.KeySchema : [];
    const table = textIn(definition.TableName);
    this.#keys.set(
      table,
      schema.map((part: unknown) => textIn(fieldsIn(part).AttributeName)),
    );
    // The table is active on a timer of its own, of 0 ms.
    while (await this.#isMissing(table)) await new Promise((resolve) => setTimeout(resolve, 1));
  }

  has(table: string): boolean {
    return this.#keys.has(table);
  }

  tables(): string[] {
    return [...this.#keys.keys()];
  }

  /** Is called for each write that took effect, replicated ones left out. */
  onWrite(listener: (write: AcceptedWrite) => void): void {
    this.#listeners.push(listener);
  }

  tell(write: AcceptedWrite): void {
    for (const listener of this.#listeners) listener(write);
  }

  /** A request as the API has it, transactions left out. @throws DynamoError */
  async call(operation: string, request: Fields): Promise<Fields> {
    if (!isOperation(operation))
      throw new DynamoError('UnknownOperationException', `The lab's DynamoDB has no ${operation}.`);
    if (!WRITES.includes(operation)) return perform(this.store, operation, request);
    const table = textIn(request.TableName);
    const key = this.keyOf(table, operation === 'PutItem' ? request.Item : request.Key);
    const id = itemId(table, key);
    if (this.locks.inTransaction(id))
      throw new DynamoError('TransactionConflictException', 'Transaction is ongoing for the item');
    return this.locks.one(id, () => this.#write(operation, request, table, key));
  }

  async #write(operation: Operation, request: Fields, table: string, key: Fields): Promise<Fields> {
    const before = request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? await this.get(table, key) : undefined;
    try {
      const answer = await perform(this.store, operation, request);
      await this.tellOf(table, key, operation);
      return answer;
    } catch (error) {
      if (before && error instanceof DynamoError && error.code === 'ConditionalCheckFailedException')
        throw new DynamoError(error.code, error.message, { Item: before });
      throw error;
    }
  }

  /** Tells of a write that has been done. */
  async tellOf(table: string, key: Fields, by: string): Promise<void> {
    const image = await this.get(table, key);
    this.tell({ table, key, by, ...(image && { image }) });
  }

  /** The item as it is stored. */
  async get(table: string, key: Fields): Promise<Fields | undefined> {
    const { Item: item } = await perform(this.store, 'GetItem', { TableName: table, Key: key, ConsistentRead: true });
    return isFields(item) ? copyOf(item) : undefined;
  }

  /** Every item of a table. */
  async all(table: string): Promise<Fields[]> {
    const items: Fields[] = [];
    let from: unknown;
    do {
      const page = await perform(this.store, 'Scan', {
        TableName: table,
        ...(isFields(from) && { ExclusiveStartKey: from }),
      });
      if (Array.isArray(page.Items)) items.push(...page.Items.filter(isFields));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return items;
  }

  /** Puts what another Region has written, or deletes it: no condition, nobody is told. */
  async replicate(table: string, key: Fields, image: Fields | undefined): Promise<void> {
    if (image) await perform(this.store, 'PutItem', { TableName: table, Item: image });
    else await perform(this.store, 'DeleteItem', { TableName: table, Key: key });
  }

  /** The key in an item or a key. @throws DynamoError where the table is not there or a part is missing */
  keyOf(table: string, item: unknown): Fields {
    const names = this.#keys.get(table);
    if (!names) throw new DynamoError('ResourceNotFoundException', 'Requested resource not found');
    const all = fieldsIn(item);
    for (const name of names)
      if (!isFields(all[name]))
        throw invalid(`One or more parameter values were invalid: Missing the key ${name} in the item`);
    return Object.fromEntries(names.map((name) => [name, all[name]]));
  }

  async #isMissing(table: string): Promise<boolean> {
    const { Table: described } = await perform(this.store, 'DescribeTable', { TableName: table });
    return fieldsIn(described).TableStatus !== 'ACTIVE';
  }
}

/** One text for each item of a Region. */
export const itemId = (table: string, key: Fields): string => `${table} ${JSON.stringify(Object.entries(key).sort())}`;
