/** Something that cannot be reviewed, and what mends it. */
export interface InputProblem {
  /** The file or folder, as the user named it; empty for the command line. */
  readonly file: string;
  /** What it is or lacks, and the command that mends it. */
  readonly message: string;
}

/** Everything that is wrong with what a review was given, at once. Exit code 2; it needs no stack trace. */
export class InputError extends Error {
  constructor(readonly problems: readonly InputProblem[]) {
    super(problems.map(({ file, message }) => (file === '' ? message : `${file}: ${message}`)).join('\n'));
    this.name = 'InputError';
  }
}

export const inputError = (file: string, message: string): InputError => new InputError([{ file, message }]);

/** Runs all, and throws the problems of all that failed together. */
export function collected<Item, Result>(items: readonly Item[], read: (item: Item) => Result): Result[] {
  const problems: InputProblem[] = [];
  const results: Result[] = [];
  for (const item of items) {
    try {
      results.push(read(item));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return results;
}
