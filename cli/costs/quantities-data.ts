import { databasePrice } from './instance-prices';
import { PRICES } from './prices';
import { one, type Quantities } from './quantity';
import { blocksIn, numberIn, type Resource } from './stacks-json';

/** What keys, secrets and databases cost. */
export const DATA: Quantities = {
  aws_kms_key: one(PRICES.key),
  aws_kms_replica_key: one(PRICES.key),
  // Each replica is a secret of its own, in its Region.
  aws_secretsmanager_secret: ({ args }) => [
    { price: PRICES.secret, count: 1 },
    ...blocksIn(args.replica).map(({ region }) => ({ price: PRICES.secret, count: 1, region: String(region) })),
  ],
  // A standby in another zone doubles the instance and its storage ("Multi-AZ DB instances").
  aws_db_instance: (instance, all) => {
    const instanceClass = String(instance.args.instance_class);
    const price = databasePrice(instanceClass);
    const storage = storageOf(instance, all);
    const zones = instance.args.multi_az === true ? 2 : 1;
    return [
      price === undefined ? { unpriced: `database instance ${instanceClass}` } : { price, count: zones },
      storage === undefined || storage.type !== 'gp3'
        ? { unpriced: `storage of ${instance.address}` }
        : { price: PRICES.databaseStorage, count: storage.gib * zones },
    ];
  },
};

/** A replica is as large as its source, which is the instance of the same address elsewhere. */
function storageOf(
  { address, args }: Resource,
  all: readonly Resource[],
): { readonly type: unknown; readonly gib: number } | undefined {
  const { allocated_storage: written } =
    args.allocated_storage !== undefined
      ? args
      : (all.find((other) => other.address === address && other.args.allocated_storage !== undefined)?.args ?? {});
  const gib = numberIn(written);
  return gib === undefined ? undefined : { type: args.storage_type, gib };
}
