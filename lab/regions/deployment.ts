import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, type Platform } from '../../config';
import type { RegionName } from '../../config/catalog';
import { bucketName, functionName, tableName } from '../../config/names';
import { parsePlatform } from '../../config/parse';
import type { Routing } from '../../config/routing';
import { routesOf } from '../../modules/ingress/routes';
import { type FunctionName, functionFacts } from '../../modules/routing/functions';
import { bundlesOf } from '../../stacks/function-bundles';
import { environmentOf, type PoolIds } from '../../stacks/routing-environment';
import { functionsOf } from '../../stacks/routing-functions';
import { accessKeyOf, SECRET } from './gateway';
import type { FunctionSpec, RegionSpec } from './runtime/spec';
import type { TableNames } from './tables';

/** Those that a request reaches. The pools' triggers and the profiles' carrier need a user pool, which is not here. */
const NOT_RUN: readonly FunctionName[] = ['cognito-triggers', 'profile-apply'];
/** Those that hold the lease are loaded twice: two containers of a Region share it through the table alone. */
const CONTAINERS: Partial<Record<FunctionName, number>> = { 'photos-api': 2 };

/**
 * A platform with the routing layer and the worked example on it.
 * @param primary Region that writes at first
 * @throws ConfigError
 */
export function labPlatform(regions: readonly RegionName[], leaseSeconds: number, primary: RegionName): Platform {
  const parsed = parsePlatform({
    name: 'orders',
    environment: 'lab',
    account: '111122223333',
    regions: [...regions],
    home: primary,
    buckets: { photos: {} },
    identity: {},
    routing: { lease: { seconds: leaseSeconds }, photos: { bucket: 'photos' } },
  });
  if ('problems' in parsed) throw new ConfigError('The platform of the lab', parsed.problems);
  return parsed.platform;
}

/** A platform's physical names and plan, as the functions are told them. */
export class Deployment {
  readonly routing: Routing;
  readonly tables: TableNames;
  /** Regions of the application. */
  readonly regions: readonly RegionName[];
  /** The application whose data is behind the fence. */
  readonly app: string;
  readonly #bucket: string;

  /** @throws where the platform has no routing layer, or no photos behind it */
  constructor(readonly platform: Platform) {
    const { routing } = platform;
    if (!routing?.photos)
      throw new Error('The platform has nothing to write behind a fence. Set `routing.photos` in its config.');
    this.routing = routing;
    this.app = routing.photos.app;
    this.#bucket = routing.photos.bucket;
    this.regions = platform.activeRegions;
    this.tables = {
      control: tableName(platform, 'control'),
      fence: tableName(platform, 'fence'),
      content: tableName(platform, 'content'),
      directory: tableName(platform, 'directory'),
    };
  }

  /** The bucket with the photos. */
  bucketIn(region: RegionName): string {
    return bucketName(this.platform, this.#bucket, region);
  }

  /** Regions of the application and of the register. */
  get allRegions(): readonly RegionName[] {
    return [...new Set([...this.regions, ...this.routing.registerRegions])];
  }

  /** Writes the bundles, as they are deployed. @returns the file of each function */
  writeBundles(dir: string): ReadonlyMap<FunctionName, string> {
    mkdirSync(dir, { recursive: true });
    const bundles = bundlesOf(this.platform);
    const run = functionsOf(this.platform).filter((name) => !NOT_RUN.includes(name));
    return new Map(
      run.map((name) => {
        const file = path.join(dir, `${name}.js`);
        writeFileSync(file, bundles.get(name)?.code ?? '');
        return [name, file];
      }),
    );
  }

  /** One Region's functions, as they are deployed. @param otherwise variables that they are told otherwise */
  spec(
    region: RegionName,
    files: ReadonlyMap<FunctionName, string>,
    pool: PoolIds,
    otherwise: Readonly<Record<string, string>> = {},
  ): RegionSpec {
    const { platform, routing } = this;
    const functions = [...files].map(
      ([name, file]): FunctionSpec => ({
        what: name,
        name: functionName(platform, name),
        file,
        environment: { ...set(environmentOf(name, platform, routing, region, pool)), ...otherwise },
        timeoutMs: functionFacts(name, routing.leaseSeconds).timeoutSeconds * 1_000,
        containers: CONTAINERS[name] ?? 1,
      }),
    );
    const served = { identity: platform.identity !== undefined, photos: routing.photos !== undefined };
    return { region, account: platform.account, functions, routes: routesOf(served) };
  }

  /** What Lambda itself gives every function of a Region. @param endpoint of AWS */
  environment(region: RegionName, endpoint: string): Record<string, string> {
    const endpoints = ['DYNAMODB', 'S3', 'LAMBDA'].flatMap((service) =>
      this.allRegions.map((name) => [`AWS_ENDPOINT_URL_${service}_${name.replaceAll('-', '_')}`, endpoint]),
    );
    return {
      ...Object.fromEntries(endpoints),
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyOf(region),
      AWS_SECRET_ACCESS_KEY: SECRET,
      POWERTOOLS_LOG_LEVEL: 'WARN',
    };
  }
}

/** Those that have a value. */
const set = (variables: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined));
