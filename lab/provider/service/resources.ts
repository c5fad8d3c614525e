import { importable, splitRegion } from '../aws/imports';
import { factsOf } from '../facts';
import { withKnockOns } from '../plan/changes';
import { plannedValue, type Versions, withDefaults, withFilled } from '../plan/propose';
import { replacedFor } from '../plan/replace';
import { shaped } from '../plan/settle';
import { allTags } from '../plan/tags';
import type { Handlers } from '../protocol/messages';
import { decodeObject, encode, isAbsent, type ObjectValue, type Value } from '../protocol/value';
import type { Block } from '../schema/types';
import { applyChange } from './apply';
import type { Client, Session } from './session';

type ResourceCalls = Pick<
  Handlers,
  'UpgradeResourceState' | 'ReadResource' | 'PlanResourceChange' | 'ApplyResourceChange' | 'ImportResourceState'
>;

/** Answers everything that Terraform asks of a resource. */
export function resourceHandlers(session: Session): ResourceCalls {
  return {
    UpgradeResourceState: ({ type_name, raw_state }) => ({
      upgraded_state: { json: withoutUnknownAttributes(session.resource(type_name), raw_state.json) },
    }),

    ReadResource: async ({ type_name: type, current_state, private: kept }, connection) => {
      const [block, client] = [session.resource(type), session.client(connection)];
      const state = decodeObject(current_state) ?? {};
      const diagnostics = await session.reach({ op: 'Read', type, block, client, state });
      if (diagnostics) return { diagnostics };
      const home = session.home(client, type, block, state);
      const found = session.shared.world.get(type, home, state);
      return { new_state: encode(found ? shaped(block, found.state) : null), private: kept };
    },

    PlanResourceChange: ({ type_name: type, prior_state, proposed_new_state, config }, connection) => {
      const proposed = decodeObject(proposed_new_state);
      if (!proposed) return { planned_state: encode(null) };
      const [block, prior] = [session.resource(type), decodeObject(prior_state)];
      const planned = plan(type, block, session.client(connection), {
        prior,
        proposed,
        config: decodeObject(config),
      });
      const replaced = prior ? replacedFor(type, block, prior, planned) : [];
      return {
        planned_state: encode(planned),
        requires_replace: replaced.map((name) => ({ steps: [{ attribute_name: name }] })),
        legacy_type_system: true,
      };
    },

    ApplyResourceChange: (request, connection) => applyChange(session, session.client(connection), request),

    ImportResourceState: async ({ type_name: type, id: given }, connection) => {
      const [block, client] = [session.resource(type), session.client(connection)];
      const { id, region } = splitRegion(given);
      const stub: ObjectValue = { id, ...(region && 'region' in block.attributes ? { region } : {}) };
      const diagnostics = await session.reach({ op: 'Import', type, block, client, state: stub });
      if (diagnostics) return { diagnostics };
      const found = importable(session.shared.world, type, session.home(client, type, block, stub), id);
      return { imported_resources: [{ type_name: type, state: encode(shaped(block, found?.state ?? stub)) }] };
    },
  };
}

function plan(type: string, block: Block, client: Client, versions: Versions): ObjectValue {
  const { prior, config } = versions;
  const facts = factsOf(type);
  const filled = withDefaults(block, versions, facts?.defaults ?? []);
  const planned: Record<string, Value> = { ...withFilled(plannedValue(block, filled), versions, facts?.filled ?? []) };
  if ('region' in block.attributes && isAbsent(config?.region)) planned.region = prior?.region ?? client.region;
  if ('tags_all' in block.attributes) planned.tags_all = allTags(client.defaultTags, planned.tags, prior?.tags_all);
  return prior ? withKnockOns(type, prior, planned) : planned;
}

/** As the provider's SDK does: what an older schema had is dropped. */
function withoutUnknownAttributes(block: Block, json: Uint8Array): Uint8Array {
  const state = JSON.parse(Buffer.from(json).toString()) as ObjectValue;
  const known = Object.entries(state).filter(([name]) => name in block.attributes || name in block.blocks);
  return Buffer.from(JSON.stringify(Object.fromEntries(known)));
}
