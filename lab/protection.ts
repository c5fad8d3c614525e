import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readManifest, type SynthesizedStack } from './runner';
import { TerraformError, terraform } from './runner/terraform';

/** Why an object cannot be destroyed, by what its arguments say. */
const REASONS: readonly { readonly holds: (args: Arguments, type: string) => boolean; readonly why: string }[] = [
  {
    holds: ({ lifecycle }) => lifecycle?.prevent_destroy === true,
    why: 'prevent_destroy: Terraform refuses while the block is in the code',
  },
  {
    holds: ({ deletion_protection: db, deletion_protection_enabled: table }) => db === true || table === true,
    why: 'deletion protection: AWS refuses until it is switched off',
  },
  {
    holds: ({ force_destroy: force }, type) => type === 'aws_s3_bucket' && force !== true,
    why: 'no force_destroy: S3 refuses while objects are in it',
  },
];

interface Arguments {
  readonly lifecycle?: { readonly prevent_destroy?: boolean };
  readonly deletion_protection?: boolean;
  readonly deletion_protection_enabled?: boolean;
  readonly force_destroy?: boolean;
}

/** What still stands after a destroy, what of it is protected and why, and what Terraform says about it. */
export async function protectionReport(out: string, env: NodeJS.ProcessEnv): Promise<string> {
  const sections: string[] = [];
  for (const stack of readManifest(out)) {
    const standing = addressesInState(out, stack);
    if (standing.size === 0) {
      sections.push(`${stack.name}: nothing is left.`);
      continue;
    }
    const found = protectedObjects(stack).filter(({ address }) => standing.has(address));
    sections.push(
      [
        `${stack.name}: ${standing.size} objects stand, ${found.length} of them protected:`,
        ...found.flatMap(({ address, reasons }) => [`  ${address}`, ...reasons.map((why) => `    ${why}`)]),
        '',
        '  Terraform, asked to destroy the stack:',
        ...(await destroyPlan(stack, env)).split('\n').map((line) => `  ${line}`.trimEnd()),
      ].join('\n'),
    );
  }
  return sections.join('\n\n');
}

function protectedObjects({ file }: SynthesizedStack): { readonly address: string; readonly reasons: string[] }[] {
  const { resource = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  };
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, args]) => {
      const reasons = REASONS.filter(({ holds }) => holds(args, type)).map(({ why }) => why);
      return reasons.length > 0 ? [{ address: `${type}.${name}`, reasons }] : [];
    }),
  );
}

function addressesInState(out: string, { name }: SynthesizedStack): Set<string> {
  const file = path.join(out, '..', `terraform.${name}.tfstate`);
  if (!existsSync(file)) return new Set();
  const { resources } = JSON.parse(readFileSync(file, 'utf8')) as {
    resources: readonly { mode: string; type: string; name: string }[];
  };
  return new Set(resources.filter(({ mode }) => mode === 'managed').map(({ type, name }) => `${type}.${name}`));
}

async function destroyPlan({ file }: SynthesizedStack, env: NodeJS.ProcessEnv): Promise<string> {
  const finished = await terraform(path.dirname(file), ['plan', '-destroy', '-no-color', '-input=false'], env);
  if (finished.status !== 0) return new TerraformError('plan -destroy', finished).message;
  return /^Plan:.*$/m.exec(finished.stdout)?.[0] ?? 'No changes.';
}
