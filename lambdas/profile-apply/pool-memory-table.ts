import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { asPort } from '../shared/dynamo/failure-of';
import type { Applied, MemoryOfPool, Pass, Progress } from './memory-of-pool';

export interface PoolMemoryTableProps {
  /** Name of the table `fence`. */
  readonly table: string;
  /** A client of the own Region. */
  readonly client: DynamoDBDocumentClient;
}

/** Partition of everything that is kept here; nothing of the routing layer's own has such a key. */
const PARTITION = 'SYNC#users';
const PROGRESS = 'PROGRESS';
const PASS = 'PASS';

/** What this Region remembers of its pool, in its own plain table `fence`. */
export class PoolMemoryTable implements MemoryOfPool {
  constructor(private readonly props: PoolMemoryTableProps) {}

  async progress(): Promise<Progress | undefined> {
    const { watermark, fullAt } = await this.#get(PROGRESS);
    return typeof watermark === 'string' && typeof fullAt === 'number' ? { watermark, fullAt } : undefined;
  }

  setProgress({ watermark, fullAt }: Progress): Promise<void> {
    return this.#put(PROGRESS, { watermark, fullAt });
  }

  async pass(): Promise<Pass | undefined> {
    const { startedAt, next } = await this.#get(PASS);
    if (typeof startedAt !== 'number') return undefined;
    return typeof next === 'string' ? { startedAt, next } : { startedAt };
  }

  setPass({ startedAt, next }: Pass): Promise<void> {
    return this.#put(PASS, { startedAt, ...(next === undefined ? {} : { next }) });
  }

  async applied(gid: string): Promise<Applied | undefined> {
    const { rev, print, enabled, groups } = await this.#get(`USER#${gid}`);
    if (typeof rev !== 'string' || typeof print !== 'string' || typeof enabled !== 'boolean') return undefined;
    return { rev, print, enabled, groups: Array.isArray(groups) ? groups.map(String) : [] };
  }

  setApplied(gid: string, { rev, print, enabled, groups }: Applied): Promise<void> {
    return this.#put(`USER#${gid}`, { rev, print, enabled, groups: [...groups] });
  }

  async #get(sk: string): Promise<Readonly<Record<string, unknown>>> {
    const { table, client } = this.props;
    const { Item } = await asPort(false, () =>
      client.send(new GetCommand({ TableName: table, Key: { pk: PARTITION, sk }, ConsistentRead: true })),
    );
    return Item ?? {};
  }

  async #put(sk: string, attributes: Readonly<Record<string, unknown>>): Promise<void> {
    const { table, client } = this.props;
    await asPort(true, () =>
      client.send(new PutCommand({ TableName: table, Item: { ...attributes, pk: PARTITION, sk } })),
    );
  }
}
