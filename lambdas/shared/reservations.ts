import { createHmac } from 'node:crypto';

/** Where reservations are kept: the directory, in the own Region's replica. Each item is put once and never changed. */
export interface ReservationTable {
  /** Zone of a hash, or nothing. Strongly consistent in this Region. */
  read(hash: string): Promise<string | undefined>;
  /** @returns false where there is one already */
  create(hash: string, zone: string): Promise<boolean>;
}

/** Which zone an e-mail belongs to. */
export interface Reservations {
  /** The own zone. */
  readonly zone: string;
  /** Claims an e-mail for the own zone unless somebody has. @returns the zone that it belongs to now */
  claim(email: string): Promise<string>;
}

/**
 * One person must not exist in two zones, yet no zone may know the e-mails of another. So what every Region can read is a
 * keyed hash and a zone, and nothing of the person: without the key, which is in
 * Secrets Manager, nobody can try e-mails against it.
 *
 * Two zones that claim the same e-mail within the time of replication both succeed here; the table keeps one of them, and
 * the nightly pass of the other zone finds that.
 *
 * @param secret the key, asked for once
 */
export function createReservations(zone: string, table: ReservationTable, secret: () => Promise<string>): Reservations {
  let asked: Promise<string> | undefined;
  const key = (): Promise<string> => {
    asked ??= secret().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
  return {
    zone,
    async claim(email) {
      const hash = createHmac('sha256', await key())
        .update(normal(email))
        .digest('base64url');
      const existing = await table.read(hash);
      if (existing !== undefined) return existing;
      if (await table.create(hash, zone)) return zone;
      const other = await table.read(hash);
      if (other === undefined) throw new Error('A reservation exists and cannot be read. Try again.');
      return other;
    },
  };
}

/** Key of a reservation in the directory. */
export const reservationKey = (hash: string): { readonly pk: string; readonly sk: string } => ({
  pk: `RES#${hash}`,
  sk: 'RES',
});

/** Cognito compares e-mails without regard to case. */
const normal = (email: string): string => email.trim().normalize('NFC').toLowerCase();
