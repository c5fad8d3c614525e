import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
import { bucketArn, bucketName, LOG_BUCKETS, tagName } from '../config/names';
import type { Platform } from '../config/platform';
import type { MultiRegionKey } from '../modules/security/multi-region-key';
import { LogBucket } from '../modules/storage/log-bucket';
import { HUB } from './network-names';

/** Flow logs are looked at after an incident, and for little longer. */
const FLOW_LOG_DAYS = 90;

export interface NetworkFoundationProps {
  readonly platform: Platform;
  /** The provider of every Region that holds something. */
  readonly providers: ReadonlyMap<RegionName, TerraformProvider>;
  readonly key: Pick<MultiRegionKey, 'arnIn' | 'dependables'>;
}

/** What of the networks outlives them: gateways, public addresses, and the record of what crossed them. */
export class NetworkFoundation extends Construct {
  constructor(scope: Construct, id: string, { platform, providers, key }: NetworkFoundationProps) {
    super(scope, id);
    const { network, partition, account } = platform;
    for (const [region, provider] of providers) {
      const released = platform.releasedRegions.includes(region);
      const named = (what: string): string => tagName(platform, what, region);
      if (network.flowLogs === 's3') {
        new LogBucket(this, `flow-logs-${region}`, {
          provider,
          partition,
          account,
          region,
          bucketName: bucketName(platform, LOG_BUCKETS.flow, region),
          bucketArn: bucketArn(platform, LOG_BUCKETS.flow, region),
          writer: 'log-delivery',
          keyArn: key.arnIn(region),
          keyDependencies: key.dependables([region]),
          expirationDays: FLOW_LOG_DAYS,
          released,
        });
      }
      if (network.stableEgressIps) {
        const { EgressAddresses } =
          require('../modules/network/egress-addresses') as typeof import('../modules/network/egress-addresses');
        new EgressAddresses(this, `egress-${region}`, {
          provider,
          count: network.nat === 'single' ? 1 : platform.zonesIn(region),
          tagName: named,
          released,
        });
      }
      if (network.backbone === 'transit-gateway') {
        const { TransitGateway } =
          require('../modules/network/transit-gateway') as typeof import('../modules/network/transit-gateway');
        new TransitGateway(this, `hub-${region}`, { provider, region, tagName: named(HUB), released });
      }
    }
  }
}
