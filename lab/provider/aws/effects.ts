import { type ObjectValue, text } from '../protocol/value';
import type { Stored, World } from '../world';

const PEERING = 'aws_ec2_transit_gateway_peering_attachment';
const ACCEPTER = 'aws_ec2_transit_gateway_peering_attachment_accepter';

/** Type => what its creation or deletion does to other objects. */
const EFFECTS: Readonly<
  Record<string, { made?(world: World, state: ObjectValue): void; gone?(world: World, state: ObjectValue): void }>
> = {
  // A peering is one thing with two ends: what is done at one is seen at both.
  [ACCEPTER]: {
    made: (world, { transit_gateway_attachment_id: id }) =>
      set(world, byId(world, PEERING, id), { state: 'available' }),
    gone: (world, { transit_gateway_attachment_id: id }) => drop(world, byId(world, PEERING, id)),
  },
  [PEERING]: { gone: (world, { id }) => drop(world, byId(world, ACCEPTER, id)) },
  aws_vpc_peering_connection_accepter: {
    made: (world, { vpc_peering_connection_id: id, auto_accept: accepts }) => {
      if (accepts === true) set(world, byId(world, 'aws_vpc_peering_connection', id), { accept_status: 'active' });
    },
  },
  aws_vpc_peering_connection: {
    gone: (world, { id }) => {
      for (const type of ['aws_vpc_peering_connection_accepter', 'aws_vpc_peering_connection_options'])
        for (const stored of world.all(type)) if (stored.state.vpc_peering_connection_id === id) drop(world, stored);
    },
  },
  // Waiting for a certificate ends when its proof is found.
  aws_acm_certificate_validation: {
    made: (world, { certificate_arn: arn }) => {
      set(
        world,
        world.all('aws_acm_certificate').find(({ state }) => state.arn === arn),
        { status: 'ISSUED' },
      );
    },
  },
};

/** What follows elsewhere when something is made. */
export const afterMaking = (type: string, world: World, state: ObjectValue): void =>
  EFFECTS[type]?.made?.(world, state);

/** What follows elsewhere when something is deleted. */
export const afterDeleting = (type: string, world: World, state: ObjectValue): void =>
  EFFECTS[type]?.gone?.(world, state);

const byId = (world: World, type: string, id: ObjectValue[string] | undefined): Stored | undefined =>
  text(id) === undefined ? undefined : world.all(type).find(({ state }) => state.id === id);

function set(world: World, stored: Stored | undefined, values: ObjectValue): void {
  if (stored) world.put(stored.type, stored.region, { ...stored.state, ...values });
}

function drop(world: World, stored: Stored | undefined): void {
  if (stored) world.drop(stored.type, stored.region, stored.state);
}
