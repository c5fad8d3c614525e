import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Stored } from '../../lab/provider';
import type { Lab } from '../../lab/runner';

/** An object as a stack's state has it. */
export interface StateObject {
  readonly address: string;
  readonly type: string;
  /** Region of the provider alias that it is managed with: its code, `euw1`. Nothing for what is not in AWS. */
  readonly alias?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What exists in the simulated AWS, and what Terraform's states say. */
export interface Snapshot {
  readonly objects: readonly Stored[];
  /** By stack. */
  readonly states: Readonly<Record<string, readonly StateObject[]>>;
}

export const NOTHING_EXISTS: Snapshot = { objects: [], states: {} };

/** @param stacks whose states are read; of one that has none there is an empty list */
export function snapshotOf(lab: Lab, stacks: Iterable<string>): Snapshot {
  return {
    objects: lab.provider.world.all(),
    states: Object.fromEntries([...stacks].map((stack) => [stack, objectsIn(lab.folderOf(stack))])),
  };
}

interface StateFile {
  readonly resources?: readonly {
    readonly mode: 'managed' | 'data';
    readonly type: string;
    readonly name: string;
    readonly provider: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

function objectsIn(dir: string): StateObject[] {
  const file = path.join(dir, 'terraform.tfstate');
  if (!existsSync(file)) return [];
  const { resources = [] } = JSON.parse(readFileSync(file, 'utf8')) as StateFile;
  return resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ type, name, provider, instances }) => {
      const alias = /hashicorp\/aws"\]\.(\w+)$/.exec(provider)?.[1];
      return instances.map(({ attributes }) => ({
        address: `${type}.${name}`,
        type,
        ...(alias !== undefined && { alias }),
        attributes,
      }));
    });
}
