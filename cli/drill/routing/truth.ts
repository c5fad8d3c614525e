import type { RegionName } from '../../../config/catalog';
import type { AcceptedWrite } from '../../../lab/regions/dynamodb/region-tables';
import { type Fields, fieldsIn } from '../../../lab/regions/json';
import type { RegionsLab } from '../../../lab/regions/regions-lab';
import type { Attempt, Epoch, Ledger } from './ledger';

/** What of a lab is looked at from outside. */
type Stores = Pick<RegionsLab, 'deployment' | 'dynamodb' | 'buckets'>;

/** Writes down each write that a Region's table takes, as it takes it. */
export function watchTables(lab: Stores, ledger: Ledger, now: () => number): void {
  const { content } = lab.deployment.tables;
  lab.dynamodb.onWrite((region, { table, image }: AcceptedWrite) => {
    if (table !== content || !image) return;
    ledger.applied.push({
      atMs: now(),
      region,
      writer: scalar(image.wr, 'S') ?? '',
      epoch: Number(scalar(image.ep, 'N') ?? Number.NaN),
    });
  });
}

/** Writes down each epoch that is committed in the register. */
export function watchRegister(lab: Stores, epochs: Epoch[]): void {
  const { tables, app } = lab.deployment;
  lab.dynamodb.strongTables.onWrite(({ table, key, image }) => {
    if (table !== tables.control || !image || scalar(key.pk, 'S') !== `APP#${app}` || scalar(key.sk, 'S') !== 'STATE')
      return;
    epochs.push({ epoch: Number(scalar(image.epoch, 'N')), writers: writersIn(image) });
  });
}

/** Those of the acknowledged writes that a Region does not hold: the item, or the object that goes with it. */
export async function absentIn(lab: Stores, region: RegionName, acknowledged: readonly Attempt[]): Promise<Attempt[]> {
  const { deployment, dynamodb, buckets } = lab;
  const tables = dynamodb.tablesIn(region);
  const bucket = deployment.bucketIn(region);
  const present = await Promise.all(
    acknowledged.map(async ({ made }) => {
      if (!made) return true;
      const item = await tables.get(deployment.tables.content, { pk: { S: made.pk }, sk: { S: made.sk } });
      if (made.object === undefined) return item !== undefined;
      return scalar(item?.status, 'S') === 'ready' && buckets.get(bucket, made.object) !== undefined;
    }),
  );
  return acknowledged.filter((_, index) => present[index] === false);
}

/** Keys of the accepted photos' objects that not every Region's bucket holds with the same content. */
export function differingObjects(lab: Stores): string[] {
  const { deployment, buckets } = lab;
  const all = deployment.regions.map((region) => deployment.bucketIn(region));
  const keys = new Set(all.flatMap((bucket) => buckets.keys(bucket).filter((key) => key.startsWith('photos/'))));
  return [...keys].filter((key) => new Set(all.map((bucket) => buckets.get(bucket, key)?.sha256)).size > 1);
}

/** The names in an item's `writers`. */
function writersIn(image: Fields): string[] {
  const { L: entries } = fieldsIn(image.writers);
  return Array.isArray(entries) ? entries.flatMap((entry: unknown) => scalar(entry, 'S') ?? []) : [];
}

/** The value of an attribute of a scalar type. */
function scalar(attribute: unknown, type: 'S' | 'N'): string | undefined {
  const value = fieldsIn(attribute)[type];
  return typeof value === 'string' ? value : undefined;
}
