import { listed, type Problem, shown } from './problems';
import { type DatabaseConfig, STORAGE_GIB } from './schema';

export type Engine = DatabaseConfig['engine'];

/** What differs between the engines that RDS runs. */
export interface EngineFacts {
  /** Major versions that take new instances, oldest first ("Release calendars" of RDS for PostgreSQL and for MySQL). */
  readonly majors: readonly string[];
  /** Numbers of a major version; a minor has one more. */
  readonly majorNumbers: 1 | 2;
  /** A minor version, for messages. */
  readonly exampleMinor: string;
  readonly port: number;
  /** Logs that RDS can send to CloudWatch ("Publishing PostgreSQL/MySQL logs to Amazon CloudWatch Logs"). */
  readonly logExports: readonly string[];
  /** Refuses connections without TLS ("Requiring an SSL connection to a PostgreSQL DB instance", "Requiring SSL/TLS for all connections to a MySQL DB instance"). */
  readonly tlsParameter: { readonly name: string; readonly value: string };
  /** Parameters without which a named log stays empty. */
  readonly logParameters: readonly { readonly name: string; readonly value: string }[];
}

export const ENGINES: Readonly<Record<Engine, EngineFacts>> = {
  postgres: {
    majors: ['14', '15', '16', '17', '18'],
    majorNumbers: 1,
    exampleMinor: '17.4',
    port: 5432,
    logExports: ['postgresql', 'upgrade'],
    tlsParameter: { name: 'rds.force_ssl', value: '1' },
    logParameters: [],
  },
  mysql: {
    majors: ['8.0', '8.4'],
    majorNumbers: 2,
    exampleMinor: '8.4.3',
    port: 3306,
    logExports: ['error', 'slowquery'],
    tlsParameter: { name: 'require_secure_transport', value: '1' },
    logParameters: [
      { name: 'log_output', value: 'FILE' },
      { name: 'slow_query_log', value: '1' },
    ],
  },
};

/**
 * RDS lets a volume grow only to at least 10 % above its first size ("Managing capacity automatically with Amazon RDS
 * storage autoscaling").
 */
const leastMaximumGiB = (allocatedStorageGiB: number): number => Math.ceil((allocatedStorageGiB * 11) / 10);

/** The major version: `17` of `17.2`, `8.4` of `8.4.3`. Of PostgreSQL the first number, of MySQL the first two. */
export const majorVersion = (engine: Engine, version: string): string =>
  version.split('.').slice(0, ENGINES[engine].majorNumbers).join('.');

/** Whether the version names a minor release, which then must not change by itself. */
export const isPinned = (engine: Engine, version: string): boolean => version !== majorVersion(engine, version);

/** Family of the parameter group: `postgres17`, `mysql8.4`. */
export const parameterGroupFamily = (engine: Engine, version: string): string =>
  `${engine}${majorVersion(engine, version)}`;

/** What RDS would refuse of a database's settings; judges only those that are there. */
export function engineProblems(path: string, settings: Partial<DatabaseConfig>): Problem[] {
  const { engine, engineVersion, allocatedStorageGiB, maxAllocatedStorageGiB } = settings;
  const problems: Problem[] = [];
  if (engine && engineVersion) {
    const { majors, majorNumbers, exampleMinor } = ENGINES[engine];
    const offered = majors.includes(majorVersion(engine, engineVersion));
    if (!offered || engineVersion.split('.').length > majorNumbers + 1) {
      problems.push({
        path: `${path}.engineVersion`,
        message: `${shown(engineVersion)} is no version of ${engine} that RDS offers. Allowed: ${listed(majors)}, alone or with a minor, such as ${shown(exampleMinor)}.`,
      });
    }
  }
  if (allocatedStorageGiB !== undefined && maxAllocatedStorageGiB !== undefined) {
    const least = leastMaximumGiB(allocatedStorageGiB);
    if (maxAllocatedStorageGiB < least) {
      problems.push({
        path: `${path}.maxAllocatedStorageGiB`,
        message: `${maxAllocatedStorageGiB} is less than 10 % above allocatedStorageGiB (${allocatedStorageGiB}). ${least > STORAGE_GIB.max ? 'A volume of that size cannot grow: leave it out' : `Allowed: ${least} or more; or leave it out`}.`,
      });
    }
  }
  return problems;
}
