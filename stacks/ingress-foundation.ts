import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
import { apiHost, jurisdictionHost, regionHost, targetHost } from '../config/hosts';
import { type Ingress, jurisdictionOf } from '../config/ingress';
import { roleName } from '../config/names';
import type { Platform } from '../config/platform';
import { ApiDomains, type RegionHosts } from '../modules/ingress/api-domains';
import { Certificates } from '../modules/ingress/certificates';
import { Domain } from '../modules/ingress/domain';

export interface IngressFoundationProps {
  readonly platform: Platform;
  readonly ingress: Ingress;
  /** The provider of every Region that holds something. */
  readonly providers: ReadonlyMap<RegionName, TerraformProvider>;
  /** In us-east-1. */
  readonly edge: TerraformProvider;
}

/** What of the front door outlives compute: the zone, certificates, and the hosts under which the Regions answer. */
export class IngressFoundation extends Construct {
  readonly zoneId: string;
  readonly nameServers: string[];
  /** What is made through `edge` and yet belongs to single Regions. */
  readonly belonging: ReadonlyMap<TerraformResource, readonly RegionName[]>;

  constructor(scope: Construct, id: string, { platform, ingress, providers, edge }: IngressFoundationProps) {
    super(scope, id);
    const { domain, zone, parentZone, entry } = ingress;
    const { zoneId, nameServers, delegation } = new Domain(this, 'domain', { edge, domain, zone, parentZone });
    this.zoneId = zoneId;
    this.nameServers = nameServers;
    this.belonging = new Map();
    // Nothing of this can be until the world can ask the zone: ACM would wait, and Terraform give up.
    if (!ingress.delegated) return;

    const regions = providers;
    const certificates = new Certificates(this, 'certificates', { edge, regions, domain, zoneId, delegation });
    if (entry === 'alb') return;
    const apis = new ApiDomains(this, 'apis', {
      edge,
      regions,
      zoneId,
      certificateArns: certificates.arns,
      hosts: new Map([...regions.keys()].map((region) => [region, hostsOf(ingress, region)])),
    });
    this.belonging = apis.belonging;
    if (entry === 'rest-api') {
      const { ApiLogging } =
        require('../modules/ingress/api-logging') as typeof import('../modules/ingress/api-logging');
      new ApiLogging(this, 'logging', {
        provider: providers.get(platform.home) ?? edge,
        partition: platform.partition,
        roleName: roleName(platform, 'api-logging'),
        regions,
      });
    }
  }
}

/** The hosts of a Region's API; in a jurisdiction also that one's, which CloudFront asks. */
function hostsOf(ingress: Ingress, region: RegionName): RegionHosts {
  const { domain } = ingress;
  const own = jurisdictionOf(ingress, region);
  return {
    client: apiHost(domain),
    own: regionHost(domain, region),
    target: targetHost(domain, region),
    extra: own === undefined ? [] : [jurisdictionHost(domain, own)],
  };
}
