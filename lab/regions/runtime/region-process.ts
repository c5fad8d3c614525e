import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { type RegionSpec, SPEC_VARIABLE } from './spec';

/** How long a Region may take to start before it is given up. Several start at once, each loading all its functions. */
const START_MS = 30_000;
/** The last lines of a Region's log that are kept. */
const LINES = 200;

/** The process of one Region's functions. */
export class RegionProcess {
  #child: ChildProcess | undefined;
  #address: string | undefined;
  #log: string[] = [];

  constructor(
    readonly spec: RegionSpec,
    /** All that the process has of an environment. */
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** `http://127.0.0.1:40123`; nothing while it does not run. */
  get address(): string | undefined {
    return this.#address;
  }

  /** What the functions wrote, the last lines of it. */
  get log(): readonly string[] {
    return this.#log;
  }

  /** @throws with what it wrote, where it does not start */
  async start(): Promise<string> {
    const child = fork(path.join(__dirname, 'child.ts'), {
      execArgv: ['--require', require.resolve('tsx/cjs')],
      env: { ...this.environment, PATH: process.env.PATH ?? '', [SPEC_VARIABLE]: JSON.stringify(this.spec) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (part: Buffer) => this.#keep(part.toString()));
    this.#address = await this.#firstWord(child);
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#address = undefined;
      this.#keep(`The process has ended by itself: ${code === null ? signal : `exit code ${code}`}.`);
    });
    return this.#address;
  }

  /** Ends it without a word, as a Region does that burns. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#address = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }

  /** @throws where it ends, or says nothing, instead */
  #firstWord(child: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void => fail(`exit code ${code}`);
      const timer = setTimeout(() => fail(`no word after ${START_MS} ms`), START_MS);
      const done = (): void => {
        clearTimeout(timer);
        child.off('exit', ended);
      };
      const fail = (why: string): void => {
        done();
        reject(new Error(`The functions of ${this.spec.region} did not start: ${why}\n${this.#log.join('\n')}`));
      };
      child.once('exit', ended);
      child.once('message', (message) => {
        done();
        resolve(addressIn(message));
      });
    });
  }

  #keep(text: string): void {
    this.#log = [...this.#log, ...text.split('\n').filter((line) => line !== '')].slice(-LINES);
  }
}

function addressIn(message: unknown): string {
  if (typeof message === 'object' && message !== null && 'address' in message && typeof message.address === 'string')
    return message.address;
  throw new Error(`A Region's process said ${JSON.stringify(message)} instead of its address.`);
}
