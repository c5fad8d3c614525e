import { type ObjectValue, strings, text, type Value } from '../protocol/value';

/** A name of the DNS as it is compared: without the dot at its end, in lower case. */
export const hostName = (name: Value | undefined): string => (text(name) ?? '').replace(/\.$/, '').toLowerCase();

/** A record's full name: people may leave its zone's out. */
export function fullName(name: string, zone: string): string {
  const [own, of] = [hostName(name), hostName(zone)];
  if (own === '' || own === of) return of;
  return own.endsWith(`.${of}`) ? own : `${own}.${of}`;
}

/** The names that a certificate is for. */
export const namesOf = (certificate: ObjectValue): string[] => [
  ...new Set([text(certificate.domain_name) ?? '', ...strings(certificate.subject_alternative_names)]),
];
