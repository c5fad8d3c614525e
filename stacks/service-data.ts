import type { RegionName } from '../config/catalog';
import { ENGINES } from '../config/engines';
import type { ServiceData } from '../config/ingress';
import {
  bucketArn,
  bucketName,
  databaseSecretArnPattern,
  databaseSecretName,
  outputName,
  parameterArn,
  parameterName,
  tableArn,
  tableName,
} from '../config/names';
import type { Platform } from '../config/platform';
import { serviceDataStatements } from '../modules/compute/service-data';
import type { PolicyStatement } from '../modules/security/policy-document';

/** Whether the service works with any of the platform's data. */
export const usesData = ({ tables, buckets, databases }: ServiceData): boolean =>
  tables.length + buckets.length + databases.length > 0;

/** What a Region's service may do: work with what it uses there. */
export const serviceStatements = (
  platform: Platform,
  { tables, buckets, databases }: ServiceData,
  region: RegionName,
  keyArn: string,
): PolicyStatement[] =>
  serviceDataStatements({
    region,
    tables: tables.map((table) => tableArn(platform, table, region)),
    buckets: buckets.map((bucket) => bucketArn(platform, bucket, region)),
    secrets: databases.map((database) => databaseSecretArnPattern(platform, database, region)),
    parameters: databases.flatMap((database) =>
      PUBLISHED.map((what) => parameterArn(platform, publishedName(platform, database, what), region)),
    ),
    keyArn,
  });

/**
 * Variables with which a Region's service finds what it uses: names alone, which nothing that happens to a Region changes. Where a database is and
 * whether it is the writer is read from a parameter: as a variable each rebuild of a replica would start the service anew.
 */
export function dataVariables(
  platform: Platform,
  { tables, buckets, databases }: ServiceData,
  region: RegionName,
): Readonly<Record<string, string>> {
  const all = [
    ...tables.map((table) => [variable('TABLE', table), tableName(platform, table)] as const),
    ...buckets.map((bucket) => [variable('BUCKET', bucket), bucketName(platform, bucket, region)] as const),
    ...databases.flatMap((database) => {
      const own = variable('DATABASE', database);
      const settings = platform.databases.get(database);
      if (!settings)
        throw new Error(`ingress.service.uses.databases: ${database} is not in \`databases\`. Add it there.`);
      return [
        [`${own}_SECRET`, databaseSecretName(platform, database)] as const,
        [`${own}_PORT`, String(ENGINES[settings.engine].port)] as const,
        ...PUBLISHED.map(
          (what) => [`${own}_${what.toUpperCase()}_PARAMETER`, publishedName(platform, database, what)] as const,
        ),
      ];
    }),
  ];
  return Object.fromEntries(all);
}

/** What a Region's stack publishes of a database, and its service reads. */
const PUBLISHED = ['address', 'role'] as const;

const publishedName = (platform: Platform, database: string, what: (typeof PUBLISHED)[number]): string =>
  parameterName(platform, 'region', `database_${outputName(database)}_${what}`);

/** `TABLE_LINE_ITEMS` of the table `line-items`. */
const variable = (kind: string, name: string): string => `${kind}_${outputName(name).toUpperCase()}`;
