import { devNull } from 'node:os';

/** What steers Terraform, or would reach an account: none of it may come from the person's shell. */
const FOREIGN = /^(TF|AWS)_/;

/**
 * The environment of a Terraform process that sees the simulated AWS and nothing else.
 * @param reattach value of `TF_REATTACH_PROVIDERS`
 * @param variables input variables; one that a stack does not declare is ignored there
 */
export function terraformEnvironment(
  reattach: string,
  variables: Readonly<Record<string, VariableValue>> = {},
  from: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  return {
    ...cleanEnvironment(variables, from),
    TF_REATTACH_PROVIDERS: reattach,
    TF_CLI_CONFIG_FILE: devNull, // else ~/.terraformrc, which may name mirrors or other providers
  };
}

/** The environment of any Terraform process here: nothing that steers Terraform or knows an account comes in. */
export function cleanEnvironment(
  variables: Readonly<Record<string, VariableValue>> = {},
  from: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  return {
    ...withoutForeign(from),
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    GOGC: '400', // Terraform lives for a moment; collecting its garbage less often saves a twentieth of a run's CPU time
    ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, text(value)])),
  };
}

/** A Terraform variable's value; what is not plain is written as JSON. */
export type VariableValue = string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>;

const withoutForeign = (from: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(from).filter(([name]) => !FOREIGN.test(name)));

const text = (value: VariableValue): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
