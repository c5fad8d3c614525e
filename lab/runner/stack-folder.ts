import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SynthesizedStack } from './manifest';

/** State and what `init` left; all else comes anew from the synthesized folder. */
const KEPT = /^(\.terraform|terraform\.tfstate.*)$/;
/** Never taken over: the lock file names the real provider's bytes. */
const FOREIGN = /^(\.terraform|\.terraform\.lock\.hcl|terraform\.tfstate.*)$/;
const STATE = 'terraform.tfstate';
/** As a stack names it, from its own folder. */
const SHARED = '../../lambdas';

/** Copies a synthesized stack to its work folder, with its state in a file there instead of the backend. */
export function prepareFolder(stack: SynthesizedStack, dir: string): void {
  copyStack(stack, dir);
  writeFileSync(
    path.join(dir, 'backend_override.tf.json'),
    JSON.stringify({ terraform: { backend: { local: { path: STATE } } } }),
  );
}

/** Copies a synthesized stack to its work folder, as it is, and beside all stacks what they share: the functions' archives. */
export function copyStack(stack: SynthesizedStack, dir: string): void {
  mkdirSync(dir, { recursive: true });
  for (const name of readdirSync(dir)) if (!KEPT.test(name)) rmSync(path.join(dir, name), { recursive: true });
  const source = path.dirname(stack.file);
  for (const name of readdirSync(source))
    if (!FOREIGN.test(name)) cpSync(path.join(source, name), path.join(dir, name), { recursive: true });
  const archives = path.resolve(source, SHARED);
  if (existsSync(archives)) cpSync(archives, path.resolve(dir, SHARED), { recursive: true });
}

interface SeenBefore {
  readonly requirements?: string;
  readonly stack?: string;
}

/** What Terraform has already looked at in a work folder, so that it need not be asked again: each process costs its start. */
export class Seen {
  readonly #file: string;
  readonly #stack: string;
  readonly #requirements: string;
  #seen: SeenBefore = {};

  constructor(dir: string) {
    this.#file = path.join(dir, '.terraform', 'seen.json');
    const stack = readFileSync(path.join(dir, 'cdk.tf.json'), 'utf8');
    const { terraform, module } = JSON.parse(stack) as {
      terraform?: { required_providers?: unknown };
      module?: unknown;
    };
    // Providers and modules: what `init` installs.
    this.#requirements = JSON.stringify([terraform?.required_providers ?? null, module ?? null]);
    this.#stack = createHash('sha256').update(stack).digest('hex');
    if (existsSync(this.#file)) this.#seen = JSON.parse(readFileSync(this.#file, 'utf8')) as SeenBefore;
  }

  get initialized(): boolean {
    return this.#seen.requirements === this.#requirements;
  }

  get validated(): boolean {
    return this.#seen.stack === this.#stack;
  }

  markInitialized(): void {
    this.#mark({ requirements: this.#requirements });
  }

  markValidated(): void {
    this.#mark({ requirements: this.#requirements, stack: this.#stack });
  }

  #mark(seen: SeenBefore): void {
    this.#seen = seen;
    writeFileSync(this.#file, JSON.stringify(seen));
  }
}

/** The types of the objects in a state, as the provider takes them; Terraform reads them again even where the stack no longer has them. */
export function typesInState(dir: string): string[] {
  const { resources = [] } = JSON.parse(stateText(dir)) as {
    resources?: readonly { mode: 'managed' | 'data'; type: string }[];
  };
  return resources
    .filter(({ type }) => type.startsWith('aws_'))
    .map(({ mode, type }) => `${mode === 'data' ? 'data' : 'resource'}:${type}`);
}

/** A stack's state as Terraform wrote it; that of nothing where there is none. */
export function stateText(dir: string): string {
  const file = path.join(dir, STATE);
  return existsSync(file) ? readFileSync(file, 'utf8') : '{}';
}
