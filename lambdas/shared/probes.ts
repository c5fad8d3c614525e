import type { Probe } from './deep-health';
import type { FenceTable } from './ports';
import type { Region, Scope } from './record';
import { endpointOf } from './service-endpoint';
import { lambdaCredentials, signedFetch } from './signed-fetch';

type Variables = Readonly<Record<string, string | undefined>>;

/** The Region's own table answers a strongly consistent read. */
export function tableProbe(table: FenceTable, scope: Scope): Probe {
  return {
    name: 'table',
    severity: () => 'failing',
    run: async () => {
      await table.readShard(scope, 0);
      return {};
    },
  };
}

/** The Region's own bucket answers. */
export function objectsProbe(bucket: string, region: Region, variables: Variables): Probe {
  return {
    name: 'objects',
    severity: () => 'failing',
    run: async (signal) => {
      const { url, overridden } = endpointOf('s3', region, variables);
      // An emulator has one host for every bucket; AWS has one for each ("Virtual hosting of buckets").
      const answer = await signedFetch(
        {
          service: 's3',
          region,
          method: 'HEAD',
          endpoint: overridden ? url : `https://${bucket}.s3.${region}.amazonaws.com`,
          path: overridden ? `/${bucket}` : '/',
          signal,
        },
        lambdaCredentials(variables),
        Date.now(),
      );
      if (!answer.ok) throw new Error(`HeadBucket: ${answer.status}`);
      return {};
    },
  };
}

/** Statuses in which an instance takes connections ("Viewing Amazon RDS DB instance status"). */
const AVAILABLE = new Set([
  'available',
  'backing-up',
  'configuring-enhanced-monitoring',
  'configuring-iam-database-auth',
  'configuring-log-exports',
  'modifying',
  'resetting-master-credentials',
  'storage-config-upgrade',
  'storage-initialization',
  'storage-optimization',
]);

/** A database that is known not to take connections: more than a question without an answer. */
class DatabaseDown extends Error {
  public override readonly name = 'DatabaseDown';
}

/**
 * The Region's own database instances take connections; and whether they may be written. Asked of RDS, not of the database, so that no function needs
 * a network path, a driver or a password. RDS's control plane may be down while the databases run, so its silence only degrades.
 */
export function databaseProbe(instances: readonly string[], region: Region, variables: Variables): Probe {
  return {
    name: 'database',
    severity: (error) => (error instanceof DatabaseDown ? 'failing' : 'degraded'),
    run: async (signal) => {
      const roles = await Promise.all(instances.map((id) => roleOf(id, region, variables, signal)));
      return { role: roles.includes('replica') ? 'replica' : 'writer' };
    },
  };
}

async function roleOf(
  id: string,
  region: Region,
  variables: Variables,
  signal: AbortSignal,
): Promise<'writer' | 'replica'> {
  const query = { Action: 'DescribeDBInstances', Version: '2014-10-31', DBInstanceIdentifier: id };
  const answer = await signedFetch(
    {
      service: 'rds',
      region,
      method: 'POST',
      endpoint: endpointOf('rds', region, variables).url,
      path: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams(query).toString(),
      signal,
    },
    lambdaCredentials(variables),
    Date.now(),
  );
  const text = await answer.text();
  if (answer.status === 404) throw new DatabaseDown(`${id} does not exist in ${region}`);
  if (!answer.ok) throw new Error(`DescribeDBInstances ${id}: ${answer.status}`);
  const status = elementOf(text, 'DBInstanceStatus');
  if (status === undefined || !AVAILABLE.has(status)) throw new DatabaseDown(`${id} is ${status ?? 'in no status'}`);
  return elementOf(text, 'ReadReplicaSourceDBInstanceIdentifier') === undefined ? 'writer' : 'replica';
}

/** Text of the first element of a name. The answers of RDS's query API are flat where it matters, and hold no CDATA. */
function elementOf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1];
}
