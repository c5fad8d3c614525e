/** Where a verb writes, and what it may know of the outside. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/** What `npm run review -- <verb>` does. */
export interface Verb {
  readonly name: string;
  /** One line for the list of verbs. */
  readonly help: string;
  /** What its own `--help` prints. */
  readonly usage: () => string;
  /**
   * @param args what follows the verb
   * @returns the exit code
   * @throws UsageError, InputError: both are exit code 2
   */
  readonly run: (args: readonly string[], io: Io) => number | Promise<number>;
}
