import { readdirSync } from 'node:fs';
import path from 'node:path';
import { asInputError } from './text';

const OWN = 'cdk.tf.json';

/**
 * What Terraform reads or starts in a folder, by name: configuration, values of variables, installed providers and modules, and a
 * mirror of providers ("Files and configuration structure", "Implied local mirrors").
 */
const READ = /\.(tf|tofu)(\.json)?$|\.tfvars(\.json)?$|^\.terraform$|^terraform\.d$/;

/**
 * Names of what Terraform would read beside what synth wrote. Sorted.
 * @throws InputError
 */
export function filesBeside(out: string, stack: string): string[] {
  const folder = path.join(out, 'stacks', stack);
  try {
    return readdirSync(folder)
      .filter((name) => name !== OWN && READ.test(name))
      .sort();
  } catch (error) {
    throw asInputError(folder, error);
  }
}
