import { tableClient } from './aws';
import { DirectoryTable } from './directory-table';
import type { Environment } from './environment';
import type { Region } from './record';
import { createReservations, type Reservations } from './reservations';
import { secretText } from './secret';

/**
 * The reservations of this Region's zone over AWS; nothing where there are no zones, or no secret to hash e-mails with:
 * then an e-mail is unique within its zone's pools only. Makes no call.
 */
export function zoneReservations(
  environment: Environment,
  region: Region,
  zone: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
): Reservations | undefined {
  const secret = environment.optional('RESIDENCY_KEY_SECRET');
  if (zone === undefined || secret === undefined) return undefined;
  const table = environment.text('DIRECTORY_TABLE');
  return createReservations(zone, new DirectoryTable({ table, client: tableClient(region, 'data') }), () =>
    secretText(region, secret, variables),
  );
}
