import type { Fields } from '../json';
import type { Links } from '../links';
import { DynamoError, invalid } from './errors';
import { itemId, RegionTables } from './region-tables';

/**
 * A global table with strong consistency: one store, reached through the endpoints of three Regions. An endpoint answers
 * while its Region lives and reaches one of the other two; every answer takes a round trip to that one. No transactions.
 * ("Multi-Region strong consistency (MRSC)")
 */
export class StrongTable {
  readonly #tables = new RegionTables();
  /** The endpoint through which an item is being written. */
  readonly #writing = new Map<string, string>();

  constructor(
    /** Three of one set. */
    readonly members: readonly string[],
    private readonly links: Links,
  ) {}

  async create(definition: Fields): Promise<void> {
    await this.#tables.createTable(definition);
  }

  has(table: string): boolean {
    return this.#tables.has(table);
  }

  /** What is stored, seen from outside. */
  get tables(): RegionTables {
    return this.#tables;
  }

  /** @throws DynamoError - `InternalServerError` where the endpoint is cut from both other Regions */
  async call(endpoint: string, operation: string, request: Fields, table: string): Promise<Fields> {
    if (!this.members.includes(endpoint))
      throw new DynamoError('ResourceNotFoundException', 'Requested resource not found');
    const other = this.#nearest(endpoint);
    if (other === undefined)
      throw new DynamoError('InternalServerError', 'The strong table has no second Region that answers.', {}, 500);
    await pause(2 * this.links.delayMs(endpoint, other));
    if (operation === 'GetItem' || operation === 'Query' || operation === 'Scan')
      return this.#tables.call(operation, request);
    if (!['PutItem', 'UpdateItem', 'DeleteItem'].includes(operation))
      throw invalid(`${operation} is not supported for a global table with multi-Region strong consistency`);
    return this.#write(endpoint, operation, request, table);
  }

  /** Two writes of one item through two endpoints at once: one of them is told to try again. */
  async #write(endpoint: string, operation: string, request: Fields, table: string): Promise<Fields> {
    const id = itemId(table, this.#tables.keyOf(table, operation === 'PutItem' ? request.Item : request.Key));
    if ((this.#writing.get(id) ?? endpoint) !== endpoint)
      throw new DynamoError(
        'ReplicatedWriteConflictException',
        'The request was rejected because one or more items in the request are being modified by a request in another Region.',
      );
    this.#writing.set(id, endpoint);
    try {
      return await this.#tables.call(operation, request);
    } finally {
      this.#writing.delete(id);
    }
  }

  #nearest(endpoint: string): string | undefined {
    return this.members
      .filter((other) => other !== endpoint && this.links.connected(endpoint, other))
      .sort((a, b) => this.links.delayMs(endpoint, a) - this.links.delayMs(endpoint, b))[0];
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
