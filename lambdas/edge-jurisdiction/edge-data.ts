/** What stands for the environment, which a function at the edge does not have. */
export interface EdgeData {
  /** Field of a JSON body that names a jurisdiction. */
  readonly field: string;
  /** Name of the API of each jurisdiction: `{ eu: 'api-eu.orders.example.com' }`. */
  readonly hosts: Readonly<Record<string, string>>;
}

/**
 * Reads what was put before the function's code.
 * @throws where it is anything else: the function then fails as a whole, instead of sending writes anywhere
 */
export function edgeData(value: unknown): EdgeData {
  if (!isRecord(value)) throw new Error(`EDGE_DATA is ${typeof value}. It is { field, hosts }.`);
  const { field, hosts } = value;
  if (typeof field !== 'string' || field === '') throw new Error('EDGE_DATA.field is no name of a field.');
  if (!isRecord(hosts)) throw new Error('EDGE_DATA.hosts is no map of jurisdictions.');
  const entries = Object.entries(hosts).map(([jurisdiction, host]): [string, string] => {
    if (typeof host !== 'string' || host === '') throw new Error(`EDGE_DATA.hosts.${jurisdiction} is no host name.`);
    return [jurisdiction, host];
  });
  if (entries.length === 0) throw new Error('EDGE_DATA.hosts is empty.');
  return { field, hosts: Object.fromEntries(entries) };
}

/** Whether a value is an object of JSON: no array, not null. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
