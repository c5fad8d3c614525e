import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { MANIFEST_FILE } from '../../../config/manifest';
import { isObject, type Json, listOf, objectOf, textOf, textsOf } from '../json';
import type { SynthesizedPlatform, SynthesizedResource, SynthesizedStack } from '../model';
import { collected, inputError } from '../problems';
import { isRegion } from '../project/visible';
import { jsonIn } from './json-file';
import { manifestFacts } from './manifest-facts';
import { bytesOf, textIn } from './text';

const SYNTH = 'npm run synth';

/** Stacks by the hash of their file: most are the same in head and base, and are read once. */
export type KnownStacks = Map<string, SynthesizedStack>;

/**
 * What one synth wrote: the manifest, and each stack's `cdk.tf.json`.
 * @param known stacks of another synth; those of this one are put there too
 * @throws InputError
 */
export function readSynth(folder: string, known: KnownStacks = new Map()): SynthesizedPlatform {
  const file = path.join(folder, MANIFEST_FILE);
  if (!existsSync(file))
    throw inputError(file, `is not there: ${folder} holds no synthesized platform. Write it: ${SYNTH}.`);
  const manifest = manifestFacts(file, jsonIn(file, textIn(file, bytesOf(file)), SYNTH));
  const stacks = collected(manifest.stacks, ({ name }): SynthesizedStack => {
    if (!/^[\w-]+$/.test(name))
      throw inputError(file, `names a stack ${JSON.stringify(name)}, which is no stack's name.`);
    return readStack(name, path.join(folder, 'stacks', name, 'cdk.tf.json'), known);
  });
  return { manifest, stacks: new Map(stacks.map((stack) => [stack.name, stack])) };
}

/** @throws InputError */
function readStack(name: string, file: string, known: KnownStacks): SynthesizedStack {
  const bytes = bytesOf(file);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const key = `${name} ${hash}`;
  const stack = known.get(key) ?? synthesizedStack(name, objectOf(jsonIn(file, textIn(file, bytes), SYNTH)), hash);
  known.set(key, stack);
  return stack;
}

/**
 * @param json its `cdk.tf.json`
 * @param hash of the file
 */
export function synthesizedStack(name: string, json: Json, hash: string): SynthesizedStack {
  const providerRegions = providersIn(json);
  const resources = new Map<string, SynthesizedResource>();
  for (const [mode, key] of MODES)
    for (const [type, named] of Object.entries(objectOf(json[key])))
      for (const [id, body] of Object.entries(objectOf(named))) {
        const resource = resourceOf(mode, type, id, objectOf(body), providerRegions);
        resources.set(resource.address, resource);
      }
  return {
    name,
    hash,
    resources,
    providerRegions,
    removed: new Map(
      blocks(json.removed).flatMap((block): [string, { destroy: boolean }][] => {
        const from = textOf(block.from);
        // Without a lifecycle Terraform destroys ("Removing resources").
        const [lifecycle] = blocks(block.lifecycle);
        return from === undefined ? [] : [[from, { destroy: lifecycle?.destroy !== false }]];
      }),
    ),
    imported: new Set(blocks(json.import).flatMap((block) => textOf(block.to) ?? [])),
    outputs: Object.keys(objectOf(json.output)).sort(),
  };
}

const MODES = [
  ['managed', 'resource'],
  ['data', 'data'],
  ['ephemeral', 'ephemeral'],
] as const;

/** A block may be written as an object, or as a list of them. */
const blocks = (value: unknown): Json[] => (isObject(value) ? [value] : listOf(value).filter(isObject));

function providersIn(json: Json): Map<string, string> {
  const regions = new Map<string, string>();
  for (const [type, bodies] of Object.entries(objectOf(json.provider)))
    for (const body of blocks(bodies)) {
      const [alias, region] = [textOf(body.alias), textOf(body.region)];
      if (region !== undefined && isRegion(region))
        regions.set(alias === undefined ? type : `${type}.${alias}`, region);
    }
  return regions;
}

function resourceOf(
  mode: SynthesizedResource['mode'],
  type: string,
  id: string,
  body: Json,
  providerRegions: ReadonlyMap<string, string>,
): SynthesizedResource {
  const [lifecycle = {}] = blocks(body.lifecycle);
  const constructPath = textOf(objectOf(objectOf(body['//']).metadata).path);
  const provider = textOf(body.provider);
  const region = providerRegions.get(provider ?? type.split('_')[0] ?? '');
  const { ignore_changes: ignored } = lifecycle;
  const resource: { -readonly [Key in keyof SynthesizedResource]: SynthesizedResource[Key] } = {
    address: mode === 'managed' ? `${type}.${id}` : `${mode}.${type}.${id}`,
    type,
    mode,
    preventDestroy: lifecycle.prevent_destroy === true,
    ignoreChanges: ignored === 'all' ? 'all' : textsOf(ignored),
    createBeforeDestroy: lifecycle.create_before_destroy === true,
  };
  if (constructPath !== undefined) resource.constructPath = constructPath;
  if (provider !== undefined) resource.provider = provider;
  if (region !== undefined) resource.region = region;
  return resource;
}
