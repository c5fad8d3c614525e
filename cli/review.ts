import { nearest } from '../config/problems';
import { InputError } from './review/problems';
import { VERBS } from './review/verbs';
import { columns, UsageError } from './review/verbs/options';
import type { Io, Verb } from './review/verbs/verb';

/** `npm run review`. @returns the exit code: 0, 1 for findings, 2 where nothing could be reviewed */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    const [first, ...rest] = args;
    if (first === 'help' || (first === '--help' && rest.length === 0) || first === '-h') return printed(usage(), io);
    const { verb, args: own } = verbIn(args);
    return own.includes('--help') || own.includes('-h') ? printed(verb.usage(), io) : await verb.run(own, io);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof InputError)) throw error;
    io.err(`${error.message}\n`);
    if (error instanceof UsageError) io.err('\nnpm run review -- help shows how it is used.\n');
    return 2;
  }
}

/** The first word, if it is a verb; options and files are the default's. */
function verbIn(args: readonly string[]): { readonly verb: Verb; readonly args: readonly string[] } {
  const [first, ...rest] = args;
  const named = VERBS.find(({ name }) => name === first);
  if (named) return { verb: named, args: rest };
  const [standard] = VERBS;
  if (!standard) throw new UsageError('There are no verbs.');
  // A word without a dot or a slash is no file.
  if (first !== undefined && /^[a-z]+$/.test(first)) {
    const near = nearest(
      first,
      VERBS.map(({ name }) => name),
    );
    throw new UsageError(`${JSON.stringify(first)} is no verb.${near === undefined ? '' : ` Nearest: ${near}.`}`);
  }
  return { verb: standard, args };
}

function usage(): string {
  return [
    'usage: npm run review -- [verb] [options]',
    '',
    'Reviews the Terraform plans of all stacks of a platform as one change.',
    '',
    ...columns(VERBS.map(({ name, help }) => [name, help] as const)),
    '',
    'npm run review -- <verb> --help lists the options of each.',
    '',
    'Exit codes: 0 good; 1 findings; 2 not reviewable, or the command line says nothing that can be done.',
  ].join('\n');
}

function printed(text: string, io: Io): number {
  io.out(`${text}\n`);
  return 0;
}

if (require.main === module) {
  main(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    today: new Date().toISOString().slice(0, 10),
  }).then((code) => {
    process.exitCode = code;
  });
}
