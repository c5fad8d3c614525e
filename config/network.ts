import { BASIC_ENDPOINT_SERVICES, type EndpointService } from './endpoint-services';
import type { CompleteConfig } from './schema';
import { canonicalCidr } from './topology';

type NetworkConfig = CompleteConfig['network'];

export type NatMode = NetworkConfig['nat'];
export type Backbone = NetworkConfig['backbone'];

/** The VPC of each Region and what joins them, with all that follows from the config. */
export interface Network extends Omit<NetworkConfig, 'azs' | 'interfaceEndpoints' | 'privateZone'> {
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
  privateZone: network.privateZone,
  azs: network.azs,
});
