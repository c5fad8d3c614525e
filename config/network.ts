import { BASIC_ENDPOINT_SERVICES, type EndpointService } from './endpoint-services';
import type { CompleteConfig } from './schema';
import { canonicalCidr } from './topology';

type NetworkConfig = CompleteConfig['network'];

export type NatMode = NetworkConfig['nat'];
export type Backbone = Exclude<NetworkConfig['backbone'], 'leaving'>;

/** The VPC of each Region and what joins them, with all that follows from the config. */
export interface Network extends Omit<NetworkConfig, 'azs' | 'interfaceEndpoints' | 'privateZone' | 'backbone'> {
  readonly backbone: Backbone;
  /** Whether there was one that is being taken down. */
  readonly backboneLeaves: boolean;
  readonly privateZoneLeaves: boolean;
  /** The platform's range by its first address. */
  readonly cidr: string;
  readonly interfaceEndpoints: readonly EndpointService[];
  readonly privateZone: string | undefined;
  /** Zones of each VPC. @default - as many as the Region shows */
  readonly azs: 2 | 3 | undefined;
}

/** Services that get an interface endpoint, with the default. */
export const endpointsOf = ({
  interfaceEndpoints,
  nat,
}: Partial<Pick<NetworkConfig, 'interfaceEndpoints' | 'nat'>>): readonly EndpointService[] =>
  interfaceEndpoints ?? (nat === 'none' ? BASIC_ENDPOINT_SERVICES : []);

export const networkOf = (network: NetworkConfig): Network => ({
  ...network,
  cidr: canonicalCidr(network.cidr),
  interfaceEndpoints: [...new Set(endpointsOf(network))].sort(),
  privateZone: network.privateZone === 'leaving' ? undefined : network.privateZone,
  privateZoneLeaves: network.privateZone === 'leaving',
  azs: network.azs,
  backbone: network.backbone === 'leaving' ? 'none' : network.backbone,
  backboneLeaves: network.backbone === 'leaving',
});
