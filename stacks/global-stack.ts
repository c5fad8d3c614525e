import type { Construct } from 'constructs';
import type { RegionName } from '../config/catalog';
import { tagName } from '../config/names';
import type { Platform } from '../config/platform';
import { GatewayBackbone } from '../modules/network/gateway-backbone';
import { PeeringBackbone } from '../modules/network/peering-backbone';
import { PrivateZone } from '../modules/network/private-zone';
import { backboneTableNames } from '../modules/network/subnet-plan';
import { PublishedOutputs } from '../modules/outputs/published-outputs';
import { Front } from './front';
import { HUB, pairTagName } from './network-names';
import { SharedStack } from './shared-stack';
import { StackOutputs } from './stack-outputs';

/** What belongs to no Region or to several: the backbone, the private zone, and the front door. */
export class GlobalStack extends SharedStack {
  constructor(scope: Construct, id: 'global', platform: Platform) {
    super(scope, id, platform, platform.home);
    const { home, account, network, ingress, joinedRegions, backbonesAnew } = platform;
    const outputs = new StackOutputs(platform, 'global');
    const providerIn = (region: RegionName) => this.provider(region);

    const pairs = {
      account,
      regions: joinedRegions,
      providerIn,
      cidrOf: (region: RegionName) => platform.cidrOf(region),
      pairTagName: (a: RegionName, b: RegionName) => pairTagName(platform, a, b),
    };
    if (network.backbone === 'transit-gateway') {
      const hubTagName = (region: RegionName) => tagName(platform, HUB, region);
      this.freezeWith(new GatewayBackbone(this, BACKBONE, { ...pairs, hubTagName }), backbonesAnew);
    }
    if (network.backbone === 'peering') {
      this.freezeWith(
        new PeeringBackbone(this, BACKBONE, {
          ...pairs,
          tablesOf: (region) => backboneTableNames(platform.zonesIn(region)),
          tagName: (what, region) => tagName(platform, what, region),
        }),
        backbonesAnew,
      );
    }

    if (network.privateZone !== undefined) {
      const zone = new PrivateZone(this, 'private-zone', {
        edge: this.providerAbove('edge'),
        name: network.privateZone,
        home,
        firstHome: platform.primaryKeyRegion,
        regions: platform.regions.filter(({ state }) => state !== 'leaving').map(({ name }) => name),
        providerIn,
        vpcTagName: (region) => tagName(platform, 'vpc', region),
      });
      this.freezeWith(zone);
      outputs.publish('private_zone_id', zone.zoneId);
    }

    if (ingress?.delegated) {
      new Front(this, 'front', {
        platform,
        ingress,
        providerIn,
        edge: this.providerAbove('edge'),
        oregon: () => this.providerAbove('oregon'),
        outputs,
      });
    }

    // What is taken down is so with the provider that made it.
    if (platform.ingressLeaves || network.privateZoneLeaves) this.providerAbove('edge');
    if (platform.ingressLeaves) this.providerAbove('oregon');
    new PublishedOutputs(this, `outputs-${home}`, { provider: this.provider(home), outputs: outputs.published });
  }

  protected override of(scope: Construct, platform: Platform): GlobalStack {
    return new GlobalStack(scope, 'global', platform);
  }
}

const BACKBONE = 'backbone';
