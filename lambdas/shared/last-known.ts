import type { Clock, FenceTables } from './ports';
import type { RoutingLayout, Scope, StateRecord } from './record';

/**
 * What the Regions remember of a scope that the register has never heard of: the register was lost and is kept elsewhere now.
 * Their fences stand at the epochs of the old one, so whoever began at 0 again could open none. The highest record counts; a
 * Region that does not answer in time is left out, as its leases are over.
 * @returns nothing where no Region has ever written: the scope is new
 */
export async function lastKnown(
  { fences, clock }: { readonly fences: FenceTables; readonly clock: Clock },
  scope: Scope,
  { regions }: RoutingLayout,
  limitMs: number,
): Promise<StateRecord | undefined> {
  const asked = regions.map((region) =>
    Promise.race([
      fences
        .in(region)
        .readLease(scope)
        .catch(() => undefined),
      clock.sleep(limitMs).then(() => undefined),
    ]),
  );
  const records = (await Promise.all(asked)).flatMap((lease) => (lease === undefined ? [] : [lease.record]));
  const newest = records.reduce<StateRecord | undefined>(
    (best, record) => (best === undefined || record.epoch > best.epoch ? record : best),
    undefined,
  );
  return newest !== undefined && newest.epoch > 0 ? newest : undefined;
}
