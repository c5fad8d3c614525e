import { setTimeout as wait } from 'node:timers/promises';
import type { Place } from '../aws/make';
import { apiRegionOf, controlRegionOf } from '../aws/partition';
import { GLOBAL, isGlobal, regionsCalled } from '../aws/reach';
import { type CallLog, MUTATIONS, type Operation } from '../calls';
import type { FaultState } from '../faults';
import { nameOf } from '../identity';
import type { Diagnostic } from '../protocol/messages';
import { type ObjectValue, text } from '../protocol/value';
import type { Block } from '../schema/types';
import type { World } from '../world';

/** A provider instance (an alias) that Terraform has configured. */
export interface Client {
  readonly region: string;
  readonly account: string;
  readonly defaultTags: ObjectValue;
}

/** What all attachments of one provider share. */
export interface Shared {
  readonly world: World;
  readonly calls: CallLog;
  /** The account, where the options name it. */
  readonly account: string | undefined;
  faults: FaultState;
  schemas: Schemas;
}
export interface Schemas {
  readonly provider: Block;
  readonly resources: ReadonlyMap<string, Block>;
  readonly datas: ReadonlyMap<string, Block>;
}

/** One request to AWS, before it is known whether it is answered. */
export interface Request {
  readonly op: Operation;
  readonly type: string;
  readonly block: Block;
  readonly client: Client;
  /** The object as it is or will be: it says the Region, and which others are called. */
  readonly state: ObjectValue | null;
}

/** One attachment: Terraform opens a connection for each of its provider instances. */
export class Session {
  readonly #clients = new Map<string, Client>();

  constructor(
    readonly shared: Shared,
    readonly stack: string,
    private readonly own: () => Schemas | undefined = () => undefined,
  ) {}

  /** What this attachment offers: its own types where it has any, else all. */
  get schemas(): Schemas {
    return this.own() ?? this.shared.schemas;
  }

  configure(connection: string, client: Client): void {
    this.#clients.set(connection, client);
  }

  client(connection: string): Client {
    const client = this.#clients.get(connection);
    if (!client) throw new Error('the provider was called before it was configured');
    return client;
  }

  resource(type: string): Block {
    return this.schemas.resources.get(type) ?? notOffered('resource', type);
  }

  data(type: string): Block {
    return this.schemas.datas.get(type) ?? notOffered('data', type);
  }

  /** Region under which an object is kept: its own, its provider's, or none. */
  place(client: Client, type: string, block: Block, state: ObjectValue | null): Place {
    const region = text(state?.region) ?? client.region;
    return { region, account: client.account, global: isGlobal(type, block) };
  }

  home(client: Client, type: string, block: Block, state: ObjectValue | null): string {
    const { region, global } = this.place(client, type, block, state);
    return global ? GLOBAL : region;
  }

  /** Logs the calls of a request, one per Region, and waits where Regions are slow. Says what went wrong, if anything. */
  async reach({ op, type, block, client, state }: Request): Promise<readonly Diagnostic[] | undefined> {
    const home = this.home(client, type, block, state);
    const api = home === GLOBAL ? (apiRegionOf(type, client.region) ?? home) : home;
    for (const region of regionsCalled(op, type, api, state)) {
      this.log(op, region, client, type, nameOf(state) ?? text(state?.id));
      if (await this.isDown(region)) return [unreachable(op, type, region)];
      this.shared.faults.count(op, region);
    }
    if (home !== GLOBAL) return undefined;
    if (this.shared.faults.isDead(GLOBAL)) return [unreachable(op, type, GLOBAL)];
    if (!MUTATIONS.has(op)) return undefined;
    const control = controlRegionOf(type, client.region);
    return this.shared.faults.isDead(control) ? [frozen(op, type, control)] : undefined;
  }

  log(op: Operation, region: string, client: { readonly region: string }, type?: string, name?: string): void {
    const subject = { ...(type === undefined ? {} : { type }), ...(name === undefined ? {} : { name }) };
    this.shared.calls.add({ op, region, via: client.region, ...subject, stack: this.stack, at: Date.now() });
  }

  async isDown(region: string): Promise<boolean> {
    const { faults } = this.shared;
    const delay = faults.delayMs(region);
    if (delay > 0) await wait(delay);
    return faults.isDead(region);
  }
}

export function problem(summary: string, detail = ''): Diagnostic {
  return { severity: 'ERROR', summary, detail };
}

function notOffered(kind: string, type: string): never {
  throw new Error(`${kind}:${type} is not among the types that this simulated provider was started with`);
}

function unreachable(op: Operation, type: string, region: string): Diagnostic {
  const service = type.split('_')[1] ?? '';
  return problem(
    `${op} ${type}: https response error StatusCode: 0, RequestID: , request send failed: dial tcp: lookup ${service}.${region}.amazonaws.com: no such host`,
    `The simulated Region ${region} is dead.`,
  );
}

/** AWS Fault Isolation Boundaries, "Global services": control planes are in one Region, data planes everywhere. */
function frozen(op: Operation, type: string, region: string): Diagnostic {
  return problem(
    `${op} ${type}: https response error StatusCode: 503, ServiceUnavailable: the control plane of this service is in ${region}`,
    `The simulated Region ${region} is dead: what is there can be read, and can't be changed.`,
  );
}
