import { closeSync, openSync, writeSync } from 'node:fs';

export type Operation = 'Configure' | 'Read' | 'Create' | 'Update' | 'Delete' | 'Import' | 'ReadData' | 'OpenEphemeral';

/** One request that the real provider would have sent to AWS. */
export interface Call {
  readonly op: Operation;
  /** The Region that was called; `global` for a service that has none (IAM, Route 53, CloudFront). */
  readonly region: string;
  /** Region of the provider instance (alias) that called. */
  readonly via: string;
  readonly type?: string;
  /** Name, identifier or id of the object, where known. */
  readonly name?: string;
  /** Which attachment the caller used: see `attach`. */
  readonly stack: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export const MUTATIONS: ReadonlySet<Operation> = new Set(['Create', 'Update', 'Delete']);

/** The calls since the start or the last clearing. All of them are also in a file, one JSON object a line. */
export class CallLog {
  #calls: Call[] = [];
  readonly #file: number;

  constructor(file: string) {
    this.#file = openSync(file, 'w');
  }

  add(call: Call): void {
    this.#calls.push(call);
    writeSync(this.#file, `${JSON.stringify(call)}\n`);
  }

  all(): readonly Call[] {
    return [...this.#calls];
  }

  clear(): void {
    this.#calls = [];
  }

  close(): void {
    closeSync(this.#file);
  }
}
