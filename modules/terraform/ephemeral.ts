import { type TerraformProvider, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';

/** Name of the variable that keeps a plan from opening secrets. */
export const PLAN_ONLY = 'plan_only';

/**
 * Declares an ephemeral resource: it is opened anew in each run and never written to a plan or a state (Terraform 1.10,
 * "Ephemeral resources"). The bindings have no construct for it. Every plan opens it, also an empty one, so it stands
 * behind the variable `plan_only`: with it a role that may not read the secret can plan.
 * It is named after `scope`, so a scope has at most one of each type.
 * @returns a reference to one attribute, null where `plan_only` is set; for `writeOnly`
 */
export function ephemeral(
  scope: Construct,
  type: string,
  args: Readonly<Record<string, unknown>>,
  provider: TerraformProvider,
): (attribute: string) => string {
  const stack = TerraformStack.of(scope);
  const id = stack.getLogicalId(scope.node);
  planOnly(stack);
  stack.addOverride(`ephemeral.${type}.${id}`, {
    ...args,
    provider: provider.fqn,
    count: `\${var.${PLAN_ONLY} ? 0 : 1}`,
  });
  return (attribute) => `one(ephemeral.${type}.${id}[*].${attribute})`;
}

/**
 * The value of a write-only argument that is made of an ephemeral attribute. Under `plan_only` it is a text that is no
 * secret, as the provider refuses a version of a value without the value; and nothing when such a plan is applied all the
 * same, so that the provider stops instead of writing that text.
 */
export const writeOnly = (expression: string): string =>
  `\${var.${PLAN_ONLY} ? (terraform.applying ? null : "${PLAN_ONLY}") : ${expression}}`;

/** The stack's variable `plan_only`, made at the first call. */
function planOnly(stack: TerraformStack): void {
  if (stack.node.tryFindChild(PLAN_ONLY)) return;
  const variable = new TerraformVariable(stack, PLAN_ONLY, {
    type: 'bool',
    default: false,
    nullable: false,
    description:
      'Plan without opening a secret, with a role that may not read it. Such a plan is for reading: it must not be applied.',
  });
  variable.overrideLogicalId(PLAN_ONLY);
}
