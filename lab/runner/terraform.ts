import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { LabError } from './errors';

/** The oldest Terraform that runs the stacks: ephemeral resources and write-only arguments came with it. */
const OLDEST = [1, 11] as const;

/** What a Terraform process said before it ended. */
export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** A Terraform command that failed. The message is all that Terraform said. */
export class TerraformError extends LabError {
  constructor(
    readonly command: string,
    readonly finished: Finished,
  ) {
    const { stdout, stderr, status } = finished;
    const said = stripVTControlCharacters(stderr.trim() || stdout.trim());
    super(said || `terraform ${command} ended with ${status} and said nothing.`);
    this.name = 'TerraformError';
  }
}

/**
 * Runs one command to its end. Whether its exit code is good or bad is for the caller to say.
 * @param stop ends the command: it is asked to, and killed with all that it started if it has not ended after a while. With
 * it the command has a process group of its own, which no Ctrl-C reaches.
 */
export function terraform(
  cwd: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  binary: string = TERRAFORM,
  stop?: AbortSignal,
): Promise<Finished> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: stop !== undefined });
    if (stop) endWhen(stop, child);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? notFound(binary) : error));
    child.on('close', (status) =>
      resolve({
        status: status ?? -1,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        seconds: (performance.now() - began) / 1000,
      }),
    );
  });
}

const TERRAFORM = 'terraform';

/** How long Terraform may take to write its state down once it is asked to end. */
const GRACE_MS = 15_000;
/** Commands with a process group of their own. */
const groups = new Set<number>();

function endWhen(stop: AbortSignal, child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return; // it could not be started
  groups.add(pid);
  let killing: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill('SIGINT');
    killing = setTimeout(() => killGroup(pid), GRACE_MS);
  };
  if (stop.aborted) end();
  else stop.addEventListener('abort', end, { once: true });
  child.on('exit', () => {
    stop.removeEventListener('abort', end);
    clearTimeout(killing);
    groups.delete(pid);
    killGroup(pid); // a provider that outlives its Terraform holds the output open, and a port
  });
}

/** Ends, at once, every command that has a process group of its own. */
export function killTerraform(): void {
  for (const pid of groups) killGroup(pid);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them have ended.
  }
}

/** The version that the project is made with. */
export const wantedVersion = (): string =>
  readFileSync(path.join(__dirname, '../../.terraform-version'), 'utf8').trim();

function notFound(binary: string): LabError {
  return new LabError(
    `${binary}: no such program. The lab runs the real Terraform: install ${wantedVersion()} (.terraform-version) and put it on PATH.`,
  );
}

/** The installed Terraform. */
export interface TerraformVersion {
  readonly version: string;
  /** What to know about it, where it is not the one that the project is made with. */
  readonly note?: string;
}

/**
 * Looks at the installed Terraform.
 * @throws where there is none, or one that cannot run the stacks
 */
export async function terraformVersion(env: NodeJS.ProcessEnv, binary?: string): Promise<TerraformVersion> {
  const finished = await terraform('.', ['version', '-json'], env, binary);
  if (finished.status !== 0) throw new TerraformError('version', finished);
  return judgeVersion((JSON.parse(finished.stdout) as { terraform_version: string }).terraform_version);
}

export function judgeVersion(version: string, wanted: string = wantedVersion()): TerraformVersion {
  if (version === wanted) return { version };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST;
  if (major !== oldestMajor || minor < oldestMinor)
    throw new LabError(
      `Terraform ${version} cannot run the stacks: they need ${OLDEST.join('.')} or later, below ${oldestMajor + 1}. Install ${wanted} (.terraform-version).`,
    );
  return { version, note: `Terraform ${version}: the project is made with ${wanted} (.terraform-version).` };
}
