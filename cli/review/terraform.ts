import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { inputError } from './problems';

/** One run of Terraform. */
export interface TerraformRun {
  readonly folder: string;
  readonly args: readonly string[];
  /** File that gets what it says on standard output: a plan may be larger than a text can be. */
  readonly stdout: string;
  /** @default terraform, from the PATH */
  readonly program?: string;
}

/**
 * Runs Terraform with the environment of the caller, who has set credentials, mirrors and caches there.
 * @returns its exit code; -1 where a signal ended it
 * @throws InputError where there is no such program
 */
export function runTerraform({ folder, args, stdout, program = 'terraform' }: TerraformRun): Promise<number> {
  const file = openSync(stdout, 'a', 0o600);
  return new Promise<number>((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, TF_IN_AUTOMATION: '1', TF_INPUT: '0' },
      // With -json it says on standard error only what has no form, such as a crash.
      stdio: ['ignore', file, 'ignore'],
    });
    child.on('error', (error) => reject('code' in error && error.code === 'ENOENT' ? notFound(program) : error));
    child.on('close', (code) => resolve(code ?? -1));
  }).finally(() => closeSync(file));
}

const notFound = (program: string): Error =>
  inputError(
    program,
    'is no program that can be run. Install the Terraform of .terraform-version and put it on the PATH.',
  );
