import { type Fields, fieldsIn, textIn } from '../json';
import type { Links } from '../links';
import { DynamoError, typeOf } from './errors';
import { type AcceptedWrite, RegionTables } from './region-tables';
import { type ReplicationDelay, TableReplication } from './replication';
import { StrongTable } from './strong-table';
import { Transactions } from './transactions';

export interface DynamoOptions {
  readonly regions: readonly string[];
  readonly links: Links;
  /** CreateTable requests of tables that each Region has for itself. */
  readonly plain: readonly Fields[];
  /** Of tables that are replicated among all the Regions. */
  readonly replicated: readonly Fields[];
  /** Of the strongly consistent ones, in these three Regions. */
  readonly strong: { readonly regions: readonly string[]; readonly tables: readonly Fields[] };
  readonly delay?: ReplicationDelay;
  /**
   * Tables that take writes in transactions only, as the roles of the functions have it (condition key
   * `dynamodb:EnclosingOperation`). @default none
   */
  readonly transactionsOnly?: readonly string[];
}

/** What an endpoint answers with. */
export interface DynamoAnswer {
  readonly status: number;
  readonly body: string;
}

const PLAIN_WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

/** DynamoDB in several Regions. */
export class DynamoService {
  readonly #regions = new Map<string, { readonly tables: RegionTables; readonly transactions: Transactions }>();
  readonly #strong: StrongTable;
  readonly #transactionsOnly: ReadonlySet<string>;
  readonly replication: TableReplication;

  constructor(private readonly options: DynamoOptions) {
    for (const region of new Set([...options.regions, ...options.strong.regions])) {
      const tables = new RegionTables();
      this.#regions.set(region, { tables, transactions: new Transactions(tables) });
    }
    this.#strong = new StrongTable(options.strong.regions, options.links);
    this.#transactionsOnly = new Set(options.transactionsOnly);
    this.replication = new TableReplication(
      new Map(options.regions.map((region) => [region, this.tablesIn(region)])),
      new Set(options.replicated.map(({ TableName: name }) => textIn(name))),
      options.links,
      options.delay,
    );
  }

  async start(): Promise<void> {
    const { plain, replicated, strong, regions } = this.options;
    for (const definition of strong.tables) await this.#strong.create(definition);
    for (const region of regions)
      for (const definition of [...plain, ...replicated]) await this.tablesIn(region).createTable(definition);
  }

  /** What a Region stores, seen from outside: neither delay nor a cut. */
  tablesIn(region: string): RegionTables {
    const found = this.#regions.get(region);
    if (!found) throw new Error(`${region} is no Region of this lab. It has ${[...this.#regions.keys()].join(', ')}.`);
    return found.tables;
  }

  /** What the strongly consistent tables store. */
  get strongTables(): RegionTables {
    return this.#strong.tables;
  }

  /** Is called for each write that took effect in a Region's own tables. */
  onWrite(listener: (region: string, write: AcceptedWrite) => void): void {
    for (const region of this.options.regions) this.tablesIn(region).onWrite((write) => listener(region, write));
  }

  /** One request of the JSON protocol. */
  async answer(region: string, operation: string, body: Buffer): Promise<DynamoAnswer> {
    try {
      return { status: 200, body: JSON.stringify(await this.#call(region, operation, parsed(body))) };
    } catch (error) {
      if (!(error instanceof DynamoError)) throw error;
      const { code, message, fields, status } = error;
      return { status, body: JSON.stringify({ __type: typeOf(code), message, ...fields }) };
    }
  }

  /** Nothing more is replicated. */
  close(): void {
    this.replication.close();
  }

  async #call(region: string, operation: string, request: Fields): Promise<Fields> {
    const found = this.#regions.get(region);
    if (!found) throw new DynamoError('UnrecognizedClientException', `${region} is no Region of this lab.`);
    const table = textIn(request.TableName);
    if (this.#strong.has(table)) return this.#strong.call(region, operation, request, table);
    if (PLAIN_WRITES.includes(operation) && this.#transactionsOnly.has(table))
      throw new DynamoError(
        'AccessDeniedException',
        `User is not authorized to perform: dynamodb:${operation} on resource: ${table} with an explicit deny in an identity-based policy`,
      );
    if (operation === 'TransactWriteItems') return found.transactions.write(this.#withoutStrong(request));
    if (operation === 'TransactGetItems') return found.transactions.read(this.#withoutStrong(request));
    return found.tables.call(operation, request);
  }

  /** @throws DynamoError where a strongly consistent table is in a transaction */
  #withoutStrong(request: Fields): Fields {
    const items = Array.isArray(request.TransactItems) ? request.TransactItems : [];
    for (const item of items)
      for (const asked of Object.values(fieldsIn(item)))
        if (this.#strong.has(textIn(fieldsIn(asked).TableName)))
          throw new DynamoError(
            'ValidationException',
            'Transactions are not supported for a global table with multi-Region strong consistency',
          );
    return request;
  }
}

function parsed(body: Buffer): Fields {
  try {
    return fieldsIn(JSON.parse(body.toString()));
  } catch {
    throw new DynamoError('SerializationException', 'The body is no JSON.');
  }
}
