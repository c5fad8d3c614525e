import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LabError } from './errors';

/** A stack that cdktf has synthesized. */
export interface SynthesizedStack {
  readonly name: string;
  /** Absolute path of its `cdk.tf.json`. */
  readonly file: string;
  /** Names of the stacks that are applied before it. */
  readonly dependencies: readonly string[];
}

interface Manifest {
  readonly stacks: Readonly<
    Record<string, { name: string; constructPath: string; synthesizedStackPath: string; dependencies: string[] }>
  >;
}

/** Reads cdktf's `manifest.json`. Each stack comes after those that it depends on. */
export function readManifest(out: string): SynthesizedStack[] {
  const file = path.join(out, 'manifest.json');
  if (!existsSync(file))
    throw new LabError(`${file}: no such file. Synthesize into it first: CDKTF_OUTDIR=${out} npm run synth.`);
  const stacks = Object.values((JSON.parse(readFileSync(file, 'utf8')) as Manifest).stacks);
  const nameAt = new Map(stacks.map(({ name, constructPath }) => [constructPath, name]));
  const read = stacks.map(({ name, synthesizedStackPath, dependencies }) => ({
    name,
    file: path.resolve(out, synthesizedStackPath),
    dependencies: dependencies.map((dependency) => nameAt.get(dependency) ?? dependency),
  }));
  return inOrder(read);
}

function inOrder(stacks: readonly SynthesizedStack[]): SynthesizedStack[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const ordered = new Set<SynthesizedStack>();
  const visit = (stack: SynthesizedStack): void => {
    for (const name of stack.dependencies) {
      const dependency = byName.get(name);
      if (dependency && !ordered.has(dependency)) visit(dependency);
    }
    ordered.add(stack);
  };
  for (const stack of stacks) visit(stack);
  return [...ordered];
}

/** The stacks that are asked for, in their order; all of them where none is named. */
export function chosenStacks(stacks: readonly SynthesizedStack[], only?: readonly string[]): SynthesizedStack[] {
  if (!only) return [...stacks];
  const names = stacks.map(({ name }) => name);
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new LabError(
      `No stack is called ${unknown.map((name) => `"${name}"`).join(' or ')}. There are ${names.join(', ')}.`,
    );
  return stacks.filter(({ name }) => only.includes(name));
}
