import path from 'node:path';
import { EPHEMERAL } from './aws/secrets';
import { type Call, CallLog } from './calls';
import { FaultState, type Faults } from './faults';
import { validated } from './plan/validate';
import type { Handlers, SchemaResponse } from './protocol/messages';
import { type ProtocolServer, serve } from './protocol/server';
import { decodeObject } from './protocol/value';
import { schemaOf } from './schema/catalog';
import type { Block } from './schema/types';
import { mentionedIn, narrowed } from './schema/waf-statement';
import { wireSchema, wireSchemas } from './schema/wire';
import { configure } from './service/configure';
import { readingHandlers } from './service/reading';
import { resourceHandlers } from './service/resources';
import { type Schemas, Session, type Shared } from './service/session';
import { World } from './world';

/** The way in that is no stack's own, as stacks are called. */
const COMMON = '';
/** Name under which stacks require the provider. */
const ADDRESS = 'registry.terraform.io/hashicorp/aws';

export interface ProviderOptions {
  /** Folder for what exists in the simulated AWS, and for the log of calls. It is made where there is none, and kept between runs. */
  readonly dir: string;
  /** Types on offer, as `resource:aws_x` or `data:aws_y`; see `typesIn`. Ephemeral resources are always offered. */
  readonly types: Iterable<string>;
  /** @default nothing goes wrong */
  readonly faults?: Faults;
  /**
   * The account that the credentials belong to.
   * @default each provider block's first of `allowed_account_ids`; else that of its role; else that of the other blocks; else 123456789012
   */
  readonly account?: string;
  /** Port on 127.0.0.1 for `reattach`. @default 0 - any free one */
  readonly port?: number;
}

/** A way in for one Terraform process, or for several that need not be told apart. */
export interface Attachment {
  /** Value of `TF_REATTACH_PROVIDERS`. */
  readonly reattach: string;
  /** The calls that came in this way, since the start or the last clearing. */
  calls(): readonly Call[];
}

export interface SimulatedProvider extends Attachment {
  /** What exists: to look at, or to put something there that Terraform did not make. */
  readonly world: World;
  /** All calls, whichever way they came in, since the start or the last clearing. */
  calls(): readonly Call[];
  clearCalls(): void;
  /** Replaces all faults, and starts their counts anew. */
  setFaults(faults: Faults): void;
  /**
   * Offers more types to Terraform processes that start from now on.
   * @param stack whose way in it is for, which then offers nothing but its own. @default - all ways in without types of their own
   * @param json all that the stack and its state say: what it leaves unsaid of the largest types is not offered. @default - they are offered whole
   * @throws where a type has no schema; what was offered before still is
   */
  offer(types: Iterable<string>, stack?: string, json?: string): void;
  /** A way in of its own for a stack: all ways lead to one world. Asking again for the same name gives the same one. */
  attach(stack: string): Promise<Attachment>;
  /** Ends all ways in; a second time does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts a provider that has the AWS provider's schema, and a simulated AWS behind it.
 *
 * ```ts
 * const provider = await startProvider({ dir, types: typesIn(stack) });
 * const { reattach, calls } = await provider.attach('foundation');
 * await run('terraform', ['apply'], { env: { ...env, TF_REATTACH_PROVIDERS: reattach } });
 * ```
 */
export async function startProvider(options: ProviderOptions): Promise<SimulatedProvider> {
  const types = new Set(options.types);
  const shared: Shared = {
    schemas: schemasOf(types),
    faults: new FaultState(options.faults ?? {}),
    world: new World(options.dir),
    calls: new CallLog(path.join(options.dir, 'calls.jsonl')),
    account: options.account,
  };
  const servers: ProtocolServer[] = [];
  // Fewer types are fewer for Terraform to read in every command.
  const own = new Map<string, Offer>();
  // Who comes in by the common way may be any stack.
  let all: { readonly types: number; readonly schemas: Schemas } | undefined;
  const everything = (): Schemas | undefined => {
    if (own.size === 0) return undefined;
    const offered = new Set([...types, ...[...own.values()].flatMap((each) => [...each.types])]);
    if (all?.types !== offered.size) all = { types: offered.size, schemas: schemasOf(offered) };
    return all.schemas;
  };
  const open = async (stack: string, port: number): Promise<Attachment> => {
    const session = new Session(shared, stack, () => (stack === COMMON ? everything() : own.get(stack)?.schemas));
    const server = await serve(handlers(session), port, ADDRESS);
    servers.push(server);
    return { reattach: server.reattach, calls: () => shared.calls.all().filter((call) => call.stack === stack) };
  };
  const attached = new Map<string, Promise<Attachment>>();
  const { reattach } = await open(COMMON, options.port ?? 0);
  let stopped: Promise<void> | undefined;

  return {
    reattach,
    world: shared.world,
    calls: () => shared.calls.all(),
    clearCalls: () => shared.calls.clear(),
    setFaults: (faults) => {
      shared.faults = new FaultState(faults);
    },
    offer: (more, stack, json) => {
      if (stack === undefined) {
        const offered = new Set([...types, ...more]);
        shared.schemas = schemasOf(offered);
        for (const type of offered) types.add(type);
        return;
      }
      const before = own.get(stack);
      const offered = new Set([...(before?.types ?? []), ...more]);
      // What was said once may be in the state still.
      const mentioned =
        json === undefined ? before?.mentioned : new Set([...(before?.mentioned ?? []), ...mentionedIn(json)]);
      own.set(stack, { types: offered, mentioned, schemas: schemasOf(offered, mentioned) });
    },
    attach: (stack) => {
      const attachment = attached.get(stack) ?? open(stack, 0);
      attached.set(stack, attachment);
      return attachment;
    },
    stop: () => {
      stopped ??= Promise.all(servers.map((server) => server.stop())).then(() => {
        shared.calls.close();
        shared.world.close();
      });
      return stopped;
    },
  };
}

interface Offer {
  readonly types: ReadonlySet<string>;
  readonly mentioned: ReadonlySet<string> | undefined;
  readonly schemas: Schemas;
}

function schemasOf(types: Iterable<string>, mentioned?: ReadonlySet<string>): Schemas {
  const resources = new Map<string, Block>();
  const datas = new Map<string, Block>();
  for (const entry of types) {
    const [, kind, type] = /^(resource|data):(aws_\w+)$/.exec(entry) ?? [];
    if (!type) throw new Error(`types: "${entry}" is not understood. Write resource:aws_x or data:aws_x.`);
    if (kind === 'data') datas.set(type, schemaOf('data', type));
    else {
      const block = schemaOf('resource', type);
      resources.set(type, mentioned ? narrowed(type, block, mentioned) : block);
    }
  }
  return { provider: schemaOf('provider', 'aws'), resources, datas };
}

function handlers(session: Session): Handlers {
  return {
    GetSchema: () => schemaResponse(session.schemas),
    PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
    ValidateResourceTypeConfig: ({ type_name, config }) => ({
      diagnostics: validated(type_name, decodeObject(config) ?? {}),
    }),
    ValidateDataSourceConfig: () => ({}),
    ValidateEphemeralResourceConfig: () => ({}),
    Configure: ({ config }, connection) => configure(session, connection, decodeObject(config) ?? {}),
    Stop: () => ({ Error: '' }),
    ...resourceHandlers(session),
    ...readingHandlers(session),
  };
}

const responses = new WeakMap<Schemas, SchemaResponse>();

function schemaResponse(schemas: Schemas): SchemaResponse {
  const known = responses.get(schemas);
  if (known) return known;
  const response: SchemaResponse = {
    provider: wireSchema(schemas.provider),
    resource_schemas: wireSchemas(schemas.resources),
    data_source_schemas: wireSchemas(schemas.datas),
    ephemeral_resource_schemas: wireSchemas(
      Object.entries(EPHEMERAL).map(([type, { schema }]) => [type, schema] as const),
    ),
    server_capabilities: { plan_destroy: true, get_provider_schema_optional: true },
  };
  responses.set(schemas, response);
  return response;
}
