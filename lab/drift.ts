import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SimulatedProvider } from './provider';
import { LabError } from './runner';

const drift = z.strictObject({
  type: z.string().min(1),
  /** `global` for services without Regions. */
  region: z.string().min(1),
  /** Id, ARN or name of the object. */
  name: z.string().min(1),
  /** Attributes with their new values; without it the object is deleted. */
  set: z.record(z.string(), z.json()).optional(),
});

/** What somebody does by hand to one object, behind Terraform's back. */
export type Drift = z.infer<typeof drift>;

/** Reads a list of drifts. @throws LabError, naming the file and what is wrong */
export function driftIn(file: string): Drift[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new LabError(`${file}: ${error instanceof Error ? error.message : error}`);
  }
  const read = z.array(drift).safeParse(json);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw new LabError(
    `${file}: ${first?.path.join('.') || 'the file'}: ${first?.message}. It is a list of { "type", "region", "name", "set": { attribute: value } }; without "set" the object is deleted.`,
  );
}

/** Changes what exists. @throws LabError where there is no such object */
export function makeDrift(world: SimulatedProvider['world'], drifts: readonly Drift[]): void {
  for (const { type, region, name, set } of drifts) {
    const found = world.find(type, region, name);
    if (!found)
      throw new LabError(
        `drift: no ${type} "${name}" in ${region}. There are ${names(world, type) || 'none of its type'}.`,
      );
    if (set) world.put(type, region, { ...found.state, ...set });
    else world.drop(type, region, found.state);
  }
}

const names = (world: SimulatedProvider['world'], type: string): string =>
  world
    .all(type)
    .map(({ region, state }) => `${String(state.name ?? state.bucket ?? state.identifier ?? state.id)} in ${region}`)
    .join(', ');
