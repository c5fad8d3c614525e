import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
import { apiHost, jurisdictionHost, regionHost } from '../config/hosts';
import { type Ingress, jurisdictionOf } from '../config/ingress';
import {
  bucketName,
  entryLogGroupName,
  entryName,
  functionArn,
  functionLogGroupName,
  functionName,
  functionRoleName,
  LOG_BUCKETS,
  roleArnOf,
  securityGroupName,
  webAclLogGroupName,
} from '../config/names';
import type { Platform } from '../config/platform';
import { RegionalFunction } from '../modules/compute/regional-function';
import { divideRoutes } from '../modules/ingress/routes';
import { type InvokedFunction, UserApi } from '../modules/ingress/user-api';
import type { RegionVpc } from '../modules/network/region-vpc';
import type { FunctionName } from '../modules/routing/functions';
import { archivePath, bundlesOf } from './function-bundles';
import { containerServiceBehind } from './ingress-service';
import { SERVICE_FACTS, SERVICE_FUNCTION, serviceVariables } from './service-function';
import type { StackOutputs } from './stack-outputs';

export interface IngressRegionProps {
  readonly platform: Platform;
  readonly ingress: Ingress;
  readonly provider: TerraformProvider;
  readonly region: RegionName;
  readonly vpc: RegionVpc;
  /** The data key in this Region. */
  readonly keyArn: string;
  /** Functions of the routing layer, where there is one. */
  readonly functions: ReadonlyMap<FunctionName, InvokedFunction>;
  /** By database: whoever is a member of the group may connect to it. */
  readonly clientSecurityGroupIds: ReadonlyMap<string, string>;
  readonly outputs: StackOutputs<'region'>;
}

/** Days that the entry's own logs are kept, where no routing layer says how long. */
const LOG_DAYS = 30;

/** Where a request enters a Region, and the service behind it. */
export class IngressRegion extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: IngressRegionProps,
  ) {
    super(scope, id);
    const { ingress, region, outputs } = props;
    const guarded = ingress.entry === 'alb' ? this.balancer() : this.api();
    if (ingress.hasRegionalAcl && guarded !== undefined) this.webAcl(guarded);
    outputs.publish('entry_url', `https://${regionHost(ingress.domain, region)}`);
  }

  private get logDays(): number {
    return this.props.platform.routing?.logRetentionDays ?? LOG_DAYS;
  }

  /** @returns ARN of what a web ACL can stand before; an HTTP API has none */
  private api(): string | undefined {
    const { platform, ingress, provider, functions, outputs } = this.props;
    const common = {
      provider,
      apiName: entryName(platform, 'api'),
      logGroupName: entryLogGroupName(platform),
      logRetentionDays: this.logDays,
      domainNames: this.hosts(),
      functions,
    };
    const service = this.serviceFunction();
    if (ingress.entry === 'rest-api') {
      const { EntryRestApi } =
        require('../modules/ingress/entry-rest-api') as typeof import('../modules/ingress/entry-rest-api');
      const api = new EntryRestApi(this, 'api', { ...common, service, routes: this.routes() });
      outputs.publish('entry_api_id', api.apiId);
      return api.stageArn;
    }
    const api = new UserApi(this, 'api', {
      ...common,
      fallback: service,
      routes: this.routes(),
      allowedOrigins: platform.routing?.allowedOrigins ?? [],
    });
    outputs.publish('entry_api_id', api.apiId);
    return undefined;
  }

  private balancer(): string {
    const { EntryAlb } = require('../modules/ingress/entry-alb') as typeof import('../modules/ingress/entry-alb');
    const { platform, ingress, provider, region, vpc, functions, outputs } = this.props;
    const { service } = ingress;
    const health = functions.get('health');
    const targetType = service.on === 'instances' ? 'instance' : 'ip';
    const balancer = new EntryAlb(this, 'balancer', {
      provider,
      loadBalancerName: entryName(platform, 'loadBalancer'),
      // What a group cannot change is in its name: another one stands beside it, until nothing leads to the old one.
      targetGroupName: entryName(platform, 'loadBalancer', `service-${targetType}-${service.port}`),
      securityGroupName: securityGroupName(platform, 'entry'),
      vpcId: vpc.vpcId,
      vpcCidr: vpc.cidr,
      subnetIds: vpc.publicSubnetIds,
      certificateDomain: ingress.domain,
      targetType,
      targetPort: service.port,
      accessLogs: { bucket: bucketName(platform, LOG_BUCKETS.access, region), prefix: '' },
      deletionProtection: ingress.deletionProtection,
      health: health
        ? {
            functionName: health.functionName,
            functionArn: functionArn(platform, 'health', region),
            targetGroupName: entryName(platform, 'loadBalancer', 'health'),
            paths: this.routes().map(({ path }) => path),
          }
        : undefined,
    });
    containerServiceBehind(this, { ...this.props, balancer, logRetentionDays: this.logDays });
    outputs.publish('entry_listener_arn', balancer.listenerArn);
    outputs.publish('entry_security_group_id', balancer.securityGroupId);
    return balancer.arn;
  }

  private webAcl(resourceArn: string): void {
    const { RegionalWaf } =
      require('../modules/ingress/regional-waf') as typeof import('../modules/ingress/regional-waf');
    const { platform, ingress, provider } = this.props;
    new RegionalWaf(this, 'acl', {
      provider,
      aclName: entryName(platform, 'webAcl'),
      logGroupName: webAclLogGroupName(platform, 'entry'),
      logRetentionDays: this.logDays,
      resourceArn,
      // Behind CloudFront its own ACL counts, which sees the viewers.
      rateLimit: ingress.hasEdgeAcl ? undefined : ingress.rateLimit,
      healthPaths: [ingress.health.path],
    });
  }

  /** What the routing layer answers at the entry; nothing without one. */
  private routes() {
    const { platform, ingress } = this.props;
    const { routing, identity } = platform;
    if (!routing) return [];
    return divideRoutes({ identity: identity !== undefined, photos: routing.photos !== undefined }, ingress.entry)
      .entry;
  }

  private hosts(): string[] {
    const { ingress, region } = this.props;
    const { domain } = ingress;
    const own = jurisdictionOf(ingress, region);
    return [apiHost(domain), regionHost(domain, region), ...(own === undefined ? [] : [jurisdictionHost(domain, own)])];
  }

  private serviceFunction(): RegionalFunction {
    const { platform, provider, region } = this.props;
    const bundle = bundlesOf(platform).get(SERVICE_FUNCTION);
    if (!bundle) throw new Error(`${this.node.path}: no bundle of ${SERVICE_FUNCTION}.`);
    return new RegionalFunction(this, 'service', {
      provider,
      functionName: functionName(platform, SERVICE_FUNCTION),
      ...SERVICE_FACTS,
      zipPath: archivePath(SERVICE_FUNCTION),
      sourceCodeHash: bundle.sourceCodeHash,
      roleArn: roleArnOf(platform, functionRoleName(platform, SERVICE_FUNCTION, region)),
      runtime: platform.compute.runtime,
      environment: serviceVariables(platform, region),
      logGroupName: functionLogGroupName(platform, SERVICE_FUNCTION),
      logRetentionDays: this.logDays,
    });
  }
}
