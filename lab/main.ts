import { ConfigError } from '../config';
import { type Arguments, parseArguments, UsageError, usage } from './arguments';
import { deployCommand, destroyCommand } from './deploy-command';
import { engineCommand } from './engine-command';
import { runCommand } from './run-command';
import { LabError } from './runner';
import { serveCommand } from './serve-command';

/** `npm run lab`. @returns the exit code: 1 for a failure, 2 for a command line that is not understood */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(parseArguments(args));
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\nnpm run lab -- help shows how it is used.`);
      return 2;
    }
    if (!(error instanceof LabError || error instanceof ConfigError || isSystemError(error))) throw error;
    console.error(error.message);
    return 1;
  }
}

/** A file or folder that cannot be read or written: its message names it. */
const isSystemError = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

async function run(args: Arguments): Promise<number> {
  switch (args.command) {
    case 'help':
      console.log(usage(args.about));
      return 0;
    case 'serve':
      return serveCommand(args);
    case 'deploy':
      return deployCommand(args);
    case 'destroy':
      return destroyCommand(args);
    default:
      return args.engine ? engineCommand(args.command, args, args.engine) : runCommand(args.command, args);
  }
}

if (require.main === module) {
  main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
