import { lookUp } from '../aws/lookups';
import { maker, type Place } from '../aws/make';
import { EPHEMERAL } from '../aws/secrets';
import { settled } from '../plan/settle';
import type { Handlers } from '../protocol/messages';
import { decodeObject, encode, isAbsent, type ObjectValue, text, UNKNOWN, type Value } from '../protocol/value';
import type { Block, Type } from '../schema/types';
import { problem, type Session } from './session';

type ReadingCalls = Pick<Handlers, 'ReadDataSource' | 'OpenEphemeralResource' | 'CloseEphemeralResource'>;

/** Answers data sources and ephemeral resources. */
export function readingHandlers(session: Session): ReadingCalls {
  return {
    ReadDataSource: async ({ type_name: type, config: wire }, connection) => {
      const [block, client, config] = [session.data(type), session.client(connection), decodeObject(wire) ?? {}];
      const diagnostics = await session.reach({ op: 'ReadData', type, block, client, state: config });
      if (diagnostics) return { diagnostics };
      const place = session.place(client, type, block, config);
      const found = lookUp(type, { world: session.shared.world, place, config });
      if ('error' in found) return { diagnostics: [problem(found.error)] };
      return { state: encode(answered(type, block, place, config, found.values)) };
    },

    OpenEphemeralResource: async ({ type_name: type, config: wire }, connection) => {
      const [client, config] = [session.client(connection), decodeObject(wire) ?? {}];
      const ephemeral = EPHEMERAL[type];
      if (!ephemeral) return { diagnostics: [problem(`ephemeral ${type} is not simulated`)] };
      const diagnostics = await session.reach({
        op: 'OpenEphemeral',
        type,
        block: ephemeral.schema,
        client,
        state: config,
      });
      if (diagnostics) return { diagnostics };
      const opened = ephemeral.open(config, text(config.region) ?? client.region, session.shared.world);
      return 'error' in opened ? { diagnostics: [problem(opened.error)] } : { result: encode(opened.result) };
    },

    CloseEphemeralResource: () => ({}),
  };
}

/** The configuration with everything else filled in: found, or made up. */
function answered(type: string, block: Block, place: Place, config: ObjectValue, found: ObjectValue): ObjectValue {
  const open: Record<string, Value> = { ...config };
  for (const [name, attribute] of Object.entries(block.attributes)) {
    // The provider's SDK sets every id, also where the schema has it as an argument alone.
    if (!(attribute.computed || name === 'id') || !isAbsent(open[name])) continue;
    const value = found[name];
    open[name] = isAbsent(value) ? someValue(name, attribute.type) : value;
  }
  return settled(block, open, maker(type, place, open));
}

/** A list of strings that nothing is known of has three items, so that what is made for each of them is seen. */
function someValue(name: string, type: Type): Value {
  const isStrings = Array.isArray(type) && type[0] !== 'map' && type[1] === 'string';
  if (!isStrings) return UNKNOWN;
  return [1, 2, 3].map((n) =>
    name.includes('cidr') ? `198.51.100.${n * 64 - 64}/26` : `${name.replaceAll('_', '-')}-${n}`,
  );
}
