import { checkConditional } from 'dynalite/db';
import { canonical, type Fields, fieldsIn, isFields, textIn } from '../json';
import { type CancellationReason, canceled, DynamoError, invalid } from './errors';
import { type Operation, perform, validated } from './operations';
import { itemId, type RegionTables } from './region-tables';

/** "TransactWriteItems": how many operations one request may hold. */
const MOST_OPERATIONS = 100;
/** "TransactWriteItems", ClientRequestToken: valid for 10 minutes. */
const TOKEN_MS = 10 * 60 * 1_000;

const AS: Readonly<Record<string, Operation>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  // A condition is judged for a DeleteItem that is never sent.
  ConditionCheck: 'DeleteItem',
};

interface Step {
  readonly kind: string;
  readonly operation: Operation;
  readonly request: Fields;
  readonly table: string;
  readonly key: Fields;
  readonly id: string;
}

interface Token {
  readonly asked: string;
  readonly at: number;
  done: boolean;
}

/** `TransactWriteItems` and `TransactGetItems`, which dynalite lacks, over one Region's tables. */
export class Transactions {
  readonly #tokens = new Map<string, Token>();

  constructor(
    private readonly tables: RegionTables,
    private readonly now: () => number = Date.now,
  ) {}

  /** All or nothing. @throws DynamoError, its reasons in the order of the operations */
  async write(request: Fields): Promise<Fields> {
    const steps = this.#steps(request.TransactItems);
    const token = this.#begin(textIn(request.ClientRequestToken), request.TransactItems);
    if (token?.done) return {};
    try {
      await this.#together(steps, () => this.#apply(steps));
      if (token) token.done = true;
      return {};
    } finally {
      if (token && !token.done) this.#tokens.delete(textIn(request.ClientRequestToken));
    }
  }

  /** Items as they were at one moment. */
  async read(request: Fields): Promise<Fields> {
    const gets = listOf(request.TransactItems, 'TransactItems').map((item) => fieldsIn(item.Get));
    const ids = gets.map((get) => itemId(textIn(get.TableName), this.tables.keyOf(textIn(get.TableName), get.Key)));
    const read = await this.tables.locks.all(ids, async () => {
      const answers: Fields[] = [];
      for (const get of gets)
        answers.push(await perform(this.tables.store, 'GetItem', { ...get, ConsistentRead: true }));
      return answers;
    });
    if ('taken' in read) throw conflict(ids, read.taken);
    return { Responses: read.done.map(({ Item: item }) => (item === undefined ? {} : { Item: item })) };
  }

  async #together(steps: readonly Step[], apply: () => Promise<void>): Promise<void> {
    const ids = steps.map(({ id }) => id);
    const result = await this.tables.locks.all(ids, apply);
    if ('taken' in result) throw conflict(ids, result.taken);
  }

  async #apply(steps: readonly Step[]): Promise<void> {
    const before: (Fields | undefined)[] = [];
    for (const { table, key } of steps) before.push(await this.tables.get(table, key));
    const reasons = steps.map((step, index) => this.#judge(step, before[index]));
    if (reasons.some(({ Code }) => Code !== 'None')) throw canceled(reasons);

    const written = steps.filter(({ kind }) => kind !== 'ConditionCheck');
    for (const [index, { operation, request }] of written.entries())
      try {
        await perform(this.tables.store, operation, request);
      } catch (error) {
        await this.#undo(steps, before);
        if (!(error instanceof DynamoError)) throw error;
        const failed = written[index];
        throw canceled(
          steps.map((step) => (step === failed ? { Code: 'ValidationError', Message: error.message } : NONE)),
        );
      }
    for (const { table, key } of written) await this.tables.tellOf(table, key, 'TransactWriteItems');
  }

  /** Whether the condition holds for what is stored, judged by dynalite. */
  #judge({ operation, request }: Step, stored: Fields | undefined): CancellationReason {
    const known = validated(this.tables.store, operation, request);
    if (!checkConditional(known, stored)) return NONE;
    return {
      Code: 'ConditionalCheckFailed',
      Message: 'The conditional request failed',
      ...(request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && stored && { Item: stored }),
    };
  }

  /** An update can still be found wrong when it is applied, as where it adds a number to a text. */
  async #undo(steps: readonly Step[], before: readonly (Fields | undefined)[]): Promise<void> {
    for (const [index, { table, key }] of steps.entries()) await this.tables.replicate(table, key, before[index]);
  }

  #steps(items: unknown): Step[] {
    const steps = listOf(items, 'TransactItems').map((item) => this.#step(item));
    if (new Set(steps.map(({ id }) => id)).size < steps.length)
      throw invalid('Transaction request cannot include multiple operations on one item');
    return steps;
  }

  #step(item: Fields): Step {
    const [[kind = '', asked] = [], ...others] = Object.entries(item).filter(([, value]) => value !== undefined);
    const operation = AS[kind];
    if (!operation || others.length > 0 || !isFields(asked))
      throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
    if (kind === 'ConditionCheck' && !asked.ConditionExpression)
      throw invalid('The ConditionExpression of a ConditionCheck must not be empty');
    validated(this.tables.store, operation, asked);
    const table = textIn(asked.TableName);
    const key = this.tables.keyOf(table, kind === 'Put' ? asked.Item : asked.Key);
    return { kind, operation, request: asked, table, key, id: itemId(table, key) };
  }

  /** A token that was seen with the same request means that it is done already; with another one it is refused. */
  #begin(token: string, items: unknown): Token | undefined {
    if (token === '') return undefined;
    for (const [known, { at }] of this.#tokens) if (this.now() - at > TOKEN_MS) this.#tokens.delete(known);
    const asked = canonical(items);
    const seen = this.#tokens.get(token);
    if (!seen) {
      const begun = { asked, at: this.now(), done: false };
      this.#tokens.set(token, begun);
      return begun;
    }
    if (seen.asked !== asked)
      throw new DynamoError(
        'IdempotentParameterMismatchException',
        'The request uses the same client token as a previous, but non-identical request.',
      );
    if (!seen.done)
      throw new DynamoError(
        'TransactionInProgressException',
        'The transaction with the given request token is already in progress.',
      );
    return seen;
  }
}

const NONE: CancellationReason = { Code: 'None' };

const conflict = (ids: readonly string[], taken: ReadonlySet<string>): DynamoError =>
  canceled(
    ids.map((id) =>
      taken.has(id) ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } : NONE,
    ),
  );

function listOf(items: unknown, name: string): Fields[] {
  if (!Array.isArray(items) || items.length === 0 || items.length > MOST_OPERATIONS)
    throw invalid(`${name} must have length from 1 to ${MOST_OPERATIONS}`);
  return items.map(fieldsIn);
}
