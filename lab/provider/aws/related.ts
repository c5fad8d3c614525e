import { type ObjectValue, objects, strings, text } from '../protocol/value';
import type { World } from '../world';
import { withInherited } from './databases';
import { fullName } from './names';
import { zonesOf } from './zones';

/** Type => a new object with what it takes from others that exist, or from its Region. */
const RELATED: Readonly<Record<string, (world: World, planned: ObjectValue, region: string) => ObjectValue>> = {
  aws_db_instance: withInherited,

  // These are not made but adopted: AWS made them with their VPC.
  aws_default_security_group: (world, planned, region) => {
    const vpc = world.find('aws_vpc', region, text(planned.vpc_id) ?? '')?.state;
    return vpc ? { ...planned, id: vpc.default_security_group_id ?? null } : planned;
  },
  aws_default_route_table: (world, planned, region) => {
    const isMine = ({ state, region: where }: { state: ObjectValue; region: string }) =>
      where === region && state.default_route_table_id === planned.default_route_table_id;
    const vpc = world.all('aws_vpc').find(isMine)?.state;
    return vpc ? { ...planned, vpc_id: vpc.id ?? null } : planned;
  },

  // A replica has its primary's shape. AWS KMS, "Multi-Region keys": "shared properties".
  aws_kms_replica_key: (world, planned) => {
    const primary = world.all('aws_kms_key').find(({ state }) => state.arn === planned.primary_key_arn)?.state;
    if (!primary) return planned;
    return { ...planned, key_spec: primary.customer_master_key_spec ?? null, key_usage: primary.key_usage ?? null };
  },

  // A zone is named or given by its id; each follows from the other.
  aws_subnet: (_, planned, region) => {
    const zones = zonesOf(region);
    const zone =
      zones.find(({ name, id }) => name === planned.availability_zone || id === planned.availability_zone_id) ??
      zones[0];
    return zone ? { ...planned, availability_zone: zone.name, availability_zone_id: zone.id } : planned;
  },

  aws_route53_record: (world, planned) => {
    const zone = world.all('aws_route53_zone').find(({ state }) => state.zone_id === planned.zone_id)?.state;
    return zone ? { ...planned, fqdn: fullName(text(planned.name) ?? '', text(zone.name) ?? '') } : planned;
  },

  // Each end of a peering tells of the other.
  aws_ec2_transit_gateway_peering_attachment_accepter: (world, planned) => {
    const id = planned.transit_gateway_attachment_id;
    const peering = world.all('aws_ec2_transit_gateway_peering_attachment').find(({ state }) => state.id === id);
    if (!peering) return planned;
    return {
      ...planned,
      peer_region: peering.region,
      peer_transit_gateway_id: peering.state.transit_gateway_id ?? null,
      transit_gateway_id: peering.state.peer_transit_gateway_id ?? null,
    };
  },
  aws_vpc_peering_connection_accepter: (world, planned) => {
    const id = planned.vpc_peering_connection_id;
    const peering = world.all('aws_vpc_peering_connection').find(({ state }) => state.id === id);
    if (!peering) return planned;
    return {
      ...planned,
      peer_region: peering.region,
      peer_vpc_id: peering.state.vpc_id ?? null,
      vpc_id: peering.state.peer_vpc_id ?? null,
      accept_status: planned.auto_accept === true ? 'active' : (peering.state.accept_status ?? null),
    };
  },

  aws_lb: (world, planned, region) => {
    const subnet = [
      ...strings(planned.subnets),
      ...objects(planned.subnet_mapping).map((one) => text(one.subnet_id) ?? ''),
    ][0];
    const vpc = subnet && world.find('aws_subnet', region, subnet)?.state.vpc_id;
    return vpc ? { ...planned, vpc_id: vpc } : planned;
  },
};

export function withRelated(type: string, world: World, planned: ObjectValue, region: string): ObjectValue {
  return RELATED[type]?.(world, planned, region) ?? planned;
}
