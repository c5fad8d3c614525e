import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import type { ITerraformDependable, TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
import {
  bucketArn,
  bucketArnPatterns,
  databaseArn,
  functionArn,
  functionLogGroupArn,
  functionRoleName,
  policyName,
  queueArn,
  tableArn,
  tableName,
  userPoolArnPattern,
  userPoolName,
} from '../config/names';
import type { Platform } from '../config/platform';
import type { Routing } from '../config/routing';
import { peersOf } from '../config/topology';
import { FunctionRole } from '../modules/compute/function-role';
import { ScheduleRole } from '../modules/identity/schedule-role';
import { UserPool } from '../modules/identity/user-pool';
import { CONTENT_INDEXES } from '../modules/routing/content-indexes';
import { ControlTable } from '../modules/routing/control-table';
import { FenceTable } from '../modules/routing/fence-table';
import { functionFacts } from '../modules/routing/functions';
import { operatorStatements, viewerStatements } from '../modules/routing/people';
import { permissionsOf, type RoutingResources } from '../modules/routing/permissions';
import { policyDocument } from '../modules/security/policy-document';
import { GlobalTable } from '../modules/table/global-table';
import { EVERY_REGION } from '../modules/terraform/tags';
import { functionsOf } from './routing-functions';
import { SCHEDULE } from './routing-names';

export interface RoutingFoundationProps {
  readonly platform: Platform;
  readonly routing: Routing;
  /** Regions that hold something. */
  readonly regions: readonly RegionName[];
  readonly providerIn: (region: RegionName) => TerraformProvider;
  readonly keyArnIn: (region: RegionName | '*') => string;
  /** What must exist before the keys can be used. */
  readonly keyDependencies: readonly ITerraformDependable[];
}

/** What of the routing layer outlives compute: register, fences, data tables, user pools, and every role. */
export class RoutingFoundation extends Construct {
  /** The register. Reading it calls its own three Regions. */
  readonly control: TerraformResource;
  /** Tables with a replica in every Region. */
  readonly tables: readonly TerraformResource[];
  /** ARN of the managed policy for those who move the writer, and for those who look on. */
  readonly policyArns: Readonly<Record<'operator' | 'viewer', string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RoutingFoundationProps,
  ) {
    super(scope, id);
    const { platform, routing, regions, providerIn } = props;
    const provider = providerIn(platform.home);

    this.control = new ControlTable(this, 'control', {
      provider: providerIn(routing.registerRegions[0]),
      tableName: tableName(platform, 'control'),
      regions: routing.registerRegions,
      ignoreReplicas: routing.registerRegions.some((region) => returns(platform, routing, region)),
    }).table;
    for (const region of regions) {
      const released = platform.releasedRegions.includes(region);
      new FenceTable(this, `fence-${region}`, {
        provider: providerIn(region),
        tableName: tableName(platform, 'fence'),
        released,
      });
      if (platform.identity) {
        new UserPool(this, `users-${region}`, {
          provider: providerIn(region),
          poolName: userPoolName(platform),
          triggerArn: functionArn(platform, 'cognito-triggers', region),
          released,
        });
        new ScheduleRole(this, `${SCHEDULE}-role-${region}`, {
          provider,
          account: platform.account,
          roleName: functionRoleName(platform, SCHEDULE, region),
          functionArn: functionArn(platform, 'profile-apply', region),
        });
      }
      this.functionRoles(region, provider);
    }
    this.tables = platform.identity
      ? [this.globalTable('content', { ttl: 'expiresAt', indexes: CONTENT_INDEXES }), this.globalTable('directory', {})]
      : [];
    this.policyArns = {
      operator: this.peoplesPolicy('operator', 'Move the writer, and look at all of it', operatorStatements),
      viewer: this.peoplesPolicy('viewer', 'See who writes, since when, and how each Region is', viewerStatements),
    };
  }

  private globalTable(
    name: 'content' | 'directory',
    more: Pick<ConstructorParameters<typeof GlobalTable>[2], 'ttl' | 'indexes'>,
  ): TerraformResource {
    const { platform, regions, providerIn, keyArnIn, keyDependencies } = this.props;
    const { home } = platform;
    return new GlobalTable(this, `${name}-${home}`, {
      provider: providerIn(home),
      home,
      tableName: tableName(platform, name),
      replicas: peersOf(home, regions),
      released: platform.releasedRegions,
      keyArnIn,
      keyDependencies,
      hashKey: 'pk',
      rangeKey: 'sk',
      ...more,
      ignoreReplicas: platform.returningRegions.length > 0,
    }).table;
  }

  private functionRoles(region: RegionName, provider: TerraformProvider): void {
    const { platform, routing } = this.props;
    const resources = this.resourcesIn(region);
    for (const name of functionsOf(platform)) {
      new FunctionRole(this, `role-${name}-${region}`, {
        provider,
        roleName: functionRoleName(platform, name, region),
        description: functionFacts(name, routing.leaseSeconds).description,
        logGroupArn: functionLogGroupArn(platform, name, region),
        statements: permissionsOf(name, resources),
      });
    }
  }

  /** By name alone: a role must not change with what it is for. */
  private resourcesIn(region: RegionName): RoutingResources {
    const { platform, routing, keyArnIn } = this.props;
    const { identity, name, environment } = platform;
    const { photos } = routing;
    return {
      region,
      control: routing.registerRegions.map((at) => tableArn(platform, 'control', at)),
      fence: tableArn(platform, 'fence', region),
      fences: tableArn(platform, 'fence', '*'),
      zoned: routing.zones.size > 0,
      updaters: functionArn(platform, 'state-updater', '*'),
      databases: [...platform.databases.keys()].map((database) => databaseArn(platform, database, region)),
      failedEvents: queueArn(platform, 'failed-events', region),
      key: keyArnIn(region),
      keys: keyArnIn('*'),
      content: identity && { own: tableArn(platform, 'content', region), any: tableArn(platform, 'content', '*') },
      directory: identity && tableArn(platform, 'directory', region),
      reconcile: identity && functionArn(platform, 'reconcile', region),
      photos: photos && {
        own: bucketArn(platform, photos.bucket, region),
        any: bucketArnPatterns(platform, photos.bucket),
      },
      userPools: identity && {
        arn: userPoolArnPattern(platform, region),
        tags: { environment, platform: name },
      },
    };
  }

  private peoplesPolicy(
    name: 'operator' | 'viewer',
    description: string,
    statementsOf: typeof operatorStatements,
  ): string {
    const { platform, providerIn } = this.props;
    const { partition, account } = platform;
    return new IamPolicy(this, name, {
      provider: providerIn(platform.home),
      name: policyName(platform, name),
      description,
      policy: policyDocument(
        statementsOf({
          apis: `arn:${partition}:execute-api:*:${account}:*`,
          updaters: functionArn(platform, 'state-updater', '*'),
          served: { identity: platform.identity !== undefined, photos: this.props.routing.photos !== undefined },
        }),
      ),
      tags: { ...EVERY_REGION },
    }).arn;
  }
}

/** Whether a Region of the register is being adopted again. */
function returns(platform: Platform, routing: Routing, region: RegionName): boolean {
  const listed = platform.regions.find(({ name }) => name === region);
  return (listed?.state ?? routing.registerState) === 'returning';
}
