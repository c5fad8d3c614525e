import type { SynthesizedStack } from './region-states';

/** `aws_s3_bucket.objects`, `data.aws_kms_alias.key`, `ephemeral.aws_x.y`: where it is declared, its type and its name. */
const REFERENCE = /\b(?:(data|ephemeral)\.)?((?:aws|terraform)_\w+)\.([\w-]+)/g;

/** The first reference in a stack's expressions to something that the stack does not declare. */
export function undeclaredReference(stack: SynthesizedStack): string | undefined {
  for (const [expression] of JSON.stringify(stack).matchAll(/\$\{[^}]*/g)) {
    for (const [reference, section = 'resource', type = '', name = ''] of expression.matchAll(REFERENCE)) {
      const declared = stack[section] as Readonly<Record<string, object>> | undefined;
      if (!Object.hasOwn(declared?.[type] ?? {}, name)) return reference;
    }
  }
  return undefined;
}
