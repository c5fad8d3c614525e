import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { asPort } from './dynamo/failure-of';
import { ConditionFailed } from './failures';
import { type ReservationTable, reservationKey } from './reservations';
import { poolFrom, poolItem, poolKey, type TrustedPool, type TrustedPools } from './trusted-pools';

export interface DirectoryTableProps {
  /** Name of the table `directory`. */
  readonly table: string;
  /** A client of the own Region. */
  readonly client: DynamoDBDocumentClient;
}

/**
 * The table `directory`, in the own Region's replica. It is not fenced: each item has one Region that writes it, or is put
 * once.
 */
export class DirectoryTable implements TrustedPools, ReservationTable {
  constructor(private readonly props: DirectoryTableProps) {}

  /** @throws Unavailable */
  async of(region: string): Promise<TrustedPool | undefined> {
    // Strong costs as much for one item as it matters: a rotated key is wanted at once.
    const item = await this.#get({ pk: poolKey(region), sk: 'JWKS' });
    return item === undefined ? undefined : poolFrom(item);
  }

  /** @throws Busy, Unavailable, Unclear */
  async announce(pool: TrustedPool): Promise<void> {
    const { table, client } = this.props;
    await asPort(true, () => client.send(new PutCommand({ TableName: table, Item: poolItem(pool) })));
  }

  /** @throws Unavailable */
  async read(hash: string): Promise<string | undefined> {
    const zone = (await this.#get(reservationKey(hash)))?.zone;
    return typeof zone === 'string' ? zone : undefined;
  }

  /** @throws Busy, Unavailable, Unclear */
  async create(hash: string, zone: string): Promise<boolean> {
    const { table, client } = this.props;
    try {
      await asPort(true, () =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...reservationKey(hash), zone },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionFailed) return false;
      throw error;
    }
  }

  async #get(key: { readonly pk: string; readonly sk: string }): Promise<Record<string, unknown> | undefined> {
    const { table, client } = this.props;
    const { Item } = await asPort(false, () =>
      client.send(new GetCommand({ TableName: table, Key: { ...key }, ConsistentRead: true })),
    );
    return Item;
  }
}
