import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
import type { Ingress } from '../config/ingress';
import {
  bucketArn,
  bucketName,
  functionLogGroupArn,
  functionName,
  functionRoleName,
  LOG_BUCKETS,
  logGroupArn,
  repositoryArn,
  roleName,
  serviceLogGroupName,
  serviceName,
} from '../config/names';
import type { Platform } from '../config/platform';
import { ContainerReplication } from '../modules/compute/container-replication';
import { ContainerRepository } from '../modules/compute/container-repository';
import { ContainerRoles } from '../modules/compute/container-roles';
import { FunctionRole } from '../modules/compute/function-role';
import { InstanceRole } from '../modules/compute/instance-role';
import { EDGE_JURISDICTION } from '../modules/ingress/edge-bundle';
import { EdgeFunctionRole } from '../modules/ingress/edge-function-role';
import type { MultiRegionKey } from '../modules/security/multi-region-key';
import type { PolicyStatement } from '../modules/security/policy-document';
import { LogBucket } from '../modules/storage/log-bucket';
import { serviceStatements } from './service-data';
import { SERVICE_FACTS, SERVICE_FUNCTION } from './service-function';
import { EXECUTION_ROLE, INSTANCE_ROLE, TASK_ROLE } from './service-names';

export interface ServiceFoundationProps {
  readonly platform: Platform;
  readonly ingress: Ingress;
  /** The provider of every Region that holds something. */
  readonly providers: ReadonlyMap<RegionName, TerraformProvider>;
  /** Of the home Region: roles belong to none. */
  readonly home: TerraformProvider;
  readonly key: Pick<MultiRegionKey, 'arnIn' | 'dependables'>;
}

/** Access logs are looked at after an incident, and for little longer. */
const ACCESS_LOG_DAYS = 90;

/** What of the service outlives compute: its images in every Region, its roles, and the record of who asked it. */
export class ServiceFoundation extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceFoundationProps,
  ) {
    super(scope, id);
    const { platform, ingress, providers } = props;
    if (ingress.entry === 'alb') this.accessLogs();
    if (ingress.service.on === 'function') {
      for (const region of providers.keys()) this.functionRole(region);
    } else {
      this.images();
    }
    if (ingress.cdn.jurisdictionField !== undefined) {
      new EdgeFunctionRole(this, 'role-edge-jurisdiction', {
        provider: props.home,
        roleName: roleName(platform, EDGE_JURISDICTION),
        description: 'Sends a write to the jurisdiction that its body names',
        // At the edge a function logs in the Region that is nearest to the viewer.
        logGroupArnPattern: logGroupArn(
          platform,
          `/aws/lambda/us-east-1.${functionName(platform, EDGE_JURISDICTION)}`,
          '*',
        ),
      });
    }
  }

  private functionRole(region: RegionName): void {
    const { platform, home } = this.props;
    new FunctionRole(this, `role-${region}`, {
      provider: home,
      roleName: functionRoleName(platform, SERVICE_FUNCTION, region),
      description: SERVICE_FACTS.description,
      logGroupArn: functionLogGroupArn(platform, SERVICE_FUNCTION, region),
      statements: this.statements(region),
    });
  }

  private accessLogs(): void {
    const { platform, providers } = this.props;
    const { partition, account, releasedRegions } = platform;
    for (const [region, provider] of providers) {
      new LogBucket(this, `access-logs-${region}`, {
        provider,
        partition,
        account,
        region,
        bucketName: bucketName(platform, LOG_BUCKETS.access, region),
        bucketArn: bucketArn(platform, LOG_BUCKETS.access, region),
        writer: 'load-balancer',
        expirationDays: ACCESS_LOG_DAYS,
        released: releasedRegions.includes(region),
      });
    }
  }

  private images(): void {
    const { platform, providers, home, key } = this.props;
    const { account, releasedRegions } = platform;
    const repositoryName = serviceName(platform, 'repository');
    const repositories = [...providers].map(([region, provider]) => {
      const made = new ContainerRepository(this, `images-${region}`, {
        provider,
        repositoryName,
        keyArn: key.arnIn(region),
        keyDependencies: key.dependables([region]),
        released: releasedRegions.includes(region),
      });
      this.containerRoles(region);
      return { region, made };
    });
    // A Region that is out of reach is copied to again when it is back; ECR need not be told.
    const destinations = repositories.filter(({ region }) => region !== platform.home);
    if (destinations.length > 0) {
      new ContainerReplication(this, `image-replication-${platform.home}`, {
        provider: home,
        account,
        region: platform.home,
        destinations: destinations.map(({ region }) => region),
        repositoryPrefix: repositoryName,
        repositories: destinations
          .filter(({ region }) => !platform.evacuatedRegions.includes(region))
          .map(({ made }) => made.repository),
      });
    }
  }

  private containerRoles(region: RegionName): void {
    const { platform, ingress, home } = this.props;
    const logs = logGroupArn(platform, serviceLogGroupName(platform), region);
    const named = (what: string): string => functionRoleName(platform, what, region);
    if (ingress.service.on === 'fargate') {
      new ContainerRoles(this, `roles-${region}`, {
        provider: home,
        account: platform.account,
        executionRoleName: named(EXECUTION_ROLE),
        taskRoleName: named(TASK_ROLE),
        repositoryArn: repositoryArn(platform, region),
        logGroupArn: logs,
        statements: this.statements(region),
      });
    } else {
      new InstanceRole(this, `role-${region}`, {
        provider: home,
        roleName: named(INSTANCE_ROLE),
        repositoryArn: repositoryArn(platform, region),
        logGroupArn: logs,
        statements: this.statements(region),
      });
    }
  }

  /** What the service itself may do. */
  private statements(region: RegionName): PolicyStatement[] {
    const { platform, ingress, key } = this.props;
    return serviceStatements(platform, ingress.service.uses, region, key.arnIn(region));
  }
}
