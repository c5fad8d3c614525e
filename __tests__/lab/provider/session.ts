import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CallLog } from '../../../lab/provider/calls';
import { FaultState, type Faults } from '../../../lab/provider/faults';
import { decodeObject, encode, isObject, type ObjectValue, objects, same } from '../../../lab/provider/protocol/value';
import { schemaOf } from '../../../lab/provider/schema/catalog';
import type { Block } from '../../../lab/provider/schema/types';
import { configure } from '../../../lab/provider/service/configure';
import { resourceHandlers } from '../../../lab/provider/service/resources';
import { Session, type Shared } from '../../../lab/provider/service/session';
import { World } from '../../../lab/provider/world';

/**
 * What Terraform proposes: the configuration, with what was where nothing is configured and the provider may decide. As in
 * its package objchange, function ProposedNew; the elements of a set are told by what is not computed.
 */
function proposedFor(block: Block, prior: ObjectValue | null, config: ObjectValue): ObjectValue {
  const attributes = Object.entries(block.attributes).map(([name, { computed }]) => [
    name,
    config[name] ?? (computed ? (prior?.[name] ?? null) : null),
  ]);
  const blocks = Object.entries(block.blocks).map(([name, { nesting, block: inner }]) => {
    const before = nesting === 'single' ? [prior?.[name] ?? null] : objects(prior?.[name]);
    const own = (element: ObjectValue) =>
      Object.entries(inner.attributes)
        .filter(([, { computed }]) => !computed)
        .map(([field]) => element[field] ?? null);
    const propose = (element: ObjectValue, index: number): ObjectValue => {
      const found = nesting === 'set' ? objects(before).find((other) => same(own(other), own(element))) : before[index];
      return proposedFor(inner, isObject(found) ? found : null, element);
    };
    const value = config[name] ?? (nesting === 'single' ? null : []);
    return [name, isObject(value) ? propose(value, 0) : value === null ? null : objects(value).map(propose)];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}

const dirs: string[] = [];
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true });
});

export function temporaryDir(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'lab-world-'));
  dirs.push(dir);
  return dir;
}

export const emptyWorld = (): World => new World(temporaryDir());

/** The provider's own code, without Terraform and without the wire. */
export class Direct {
  readonly shared: Shared;
  readonly session: Session;

  constructor(faults: Faults = {}, dir: string = temporaryDir()) {
    this.shared = {
      world: new World(dir),
      calls: new CallLog(path.join(dir, 'calls.jsonl')),
      faults: new FaultState(faults),
      account: undefined,
      schemas: { provider: schemaOf('provider', 'aws'), resources: new Map(), datas: new Map() },
    };
    this.session = new Session(this.shared, 'test');
    for (const region of ['us-east-1', 'eu-west-1'])
      this.session.configure(region, { region, account: '111122223333', defaultTags: {} });
  }

  /** What the provider says when an instance is configured, empty when nothing. */
  async configure(config: ObjectValue): Promise<string> {
    const { diagnostics = [] } = await configure(this.session, 'new', config);
    return diagnostics.map(({ summary }) => summary).join();
  }

  /** Creates, changes or deletes: the new state, or what was said against it. */
  async apply(
    type: string,
    prior: ObjectValue | null,
    planned: ObjectValue | null,
    region = 'us-east-1',
    config = planned,
  ): Promise<ObjectValue | string | null> {
    this.offer(type);
    const response = await resourceHandlers(this.session).ApplyResourceChange(
      { type_name: type, prior_state: encode(prior), planned_state: encode(planned), config: encode(config) },
      region,
    );
    return response.diagnostics?.[0]?.summary ?? decodeObject(response.new_state);
  }

  async read(type: string, state: ObjectValue, region = 'us-east-1'): Promise<ObjectValue | string | null> {
    this.offer(type);
    const response = await resourceHandlers(this.session).ReadResource(
      { type_name: type, current_state: encode(state), private: Buffer.of() },
      region,
    );
    return response.diagnostics?.[0]?.summary ?? decodeObject(response.new_state);
  }

  /** The plan of a configuration, and which attributes' changes replace the object. */
  async plan(
    type: string,
    prior: ObjectValue | null,
    config: ObjectValue,
    region = 'us-east-1',
  ): Promise<{ planned: ObjectValue; replaces: string[] }> {
    this.offer(type);
    const proposed = proposedFor(schemaOf('resource', type), prior, config);
    const { planned_state, requires_replace = [] } = await resourceHandlers(this.session).PlanResourceChange(
      { type_name: type, prior_state: encode(prior), proposed_new_state: encode(proposed), config: encode(config) },
      region,
    );
    const replaces = requires_replace.flatMap(({ steps }) =>
      steps.map((step) => ('attribute_name' in step ? step.attribute_name : '')),
    );
    return { planned: decodeObject(planned_state) ?? {}, replaces };
  }

  regionsCalled(): string[] {
    return this.shared.calls.all().map(({ op, region }) => `${op} ${region}`);
  }

  private offer(type: string): void {
    (this.shared.schemas.resources as Map<string, ReturnType<typeof schemaOf>>).set(type, schemaOf('resource', type));
  }
}
