import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { listed } from '../../../config/problems';
import { compare } from '../json';
import { InputError, type InputProblem, inputError } from '../problems';
import { asInputError, STDIN } from './text';

/** The files of one stack. */
export interface StackFiles {
  readonly stack: string;
  readonly plan?: string;
  readonly log?: string;
}

/** What the command line names. */
export interface PlanArguments {
  /** Files and folders, in any order. */
  readonly plans: readonly string[];
  /** `NAME=FILE`: a file whose name is not its stack's. */
  readonly stacks: readonly { readonly stack: string; readonly file: string }[];
}

interface Named {
  readonly stack: string;
  readonly file: string;
  readonly kind: 'plan' | 'log';
}

/**
 * Finds the files of each stack: `<stack>.json` and `<stack>.log.jsonl`, or `<stack>/plan.json` and `<stack>/plan.log.jsonl`,
 * each also with `.gz`.
 * @param known names of the stacks of head and base
 * @param mayBeEmpty whether no plan is needed: then a folder may be empty, or not be there
 * @throws InputError with everything that is wrong
 */
export function locate({ plans, stacks }: PlanArguments, known: readonly string[], mayBeEmpty = false): StackFiles[] {
  const problems: InputProblem[] = [];
  const named: Named[] = [
    ...stacks.map(({ stack, file }) => ({ stack, file, kind: kindOf(file) })),
    ...plans.flatMap((entry) => {
      try {
        return inEntry(entry, known, mayBeEmpty);
      } catch (error) {
        const problem = asInputError(entry, error);
        if (!(problem instanceof InputError)) throw problem;
        problems.push(...problem.problems);
        return [];
      }
    }),
  ];
  const found = new Map<string, StackFiles>();
  for (const { stack, file, kind } of named.sort((a, b) => compare(a.file, b.file))) {
    const before = found.get(stack);
    const taken = before?.[kind];
    if (!known.includes(stack)) problems.push({ file, message: unknownStack(stack, known) });
    else if (taken !== undefined && taken !== file)
      problems.push({ file, message: `is a second ${kind} of ${stack}, besides ${taken}. Name one of them.` });
    else found.set(stack, { ...before, stack, [kind]: file });
  }
  if (problems.length > 0) throw new InputError(problems);
  return [...found.values()].sort((a, b) => compare(a.stack, b.stack));
}

const unknownStack = (stack: string, known: readonly string[]): string =>
  `is of no stack: head's manifest has no ${JSON.stringify(stack)}, but ${listed(known)}. Call the file <stack>.json, or say which it is: --stack NAME=FILE`;

const ENDING = /(\.log)?\.jsonl?(\.gz)?$/;
const kindOf = (file: string): Named['kind'] => (/\.jsonl(\.gz)?$/.test(file) ? 'log' : 'plan');

function inEntry(entry: string, known: readonly string[], mayBeEmpty: boolean): Named[] {
  if (entry === STDIN)
    throw inputError('standard input', 'has no name to tell its stack by. Say which it is: --stack NAME=-');
  if (mayBeEmpty && !existsSync(entry)) return [];
  if (!statSync(entry).isDirectory()) return [{ stack: stackOf(entry, known), file: entry, kind: kindOf(entry) }];
  const files = readdirSync(entry, { withFileTypes: true }).flatMap((item) => {
    const file = path.join(entry, item.name);
    if (item.isFile() && ENDING.test(item.name)) return [file];
    if (!item.isDirectory() || !known.includes(item.name)) return [];
    return PLAN_FILES.map((name) => path.join(file, name)).filter((each) => isFile(each));
  });
  if (files.length === 0 && !mayBeEmpty)
    throw inputError(entry, 'has no plans: no <stack>.json or <stack>/plan.json. Make them: npm run review -- plan.');
  return files.map((file) => ({ stack: stackOf(file, known), file, kind: kindOf(file) }));
}

/** A stack's folder holds more than its plan. */
const PLAN_FILES = ['plan.json', 'plan.json.gz', 'plan.log.jsonl', 'plan.log.jsonl.gz'];

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;

/** By the file's name, else by that of its folder. */
function stackOf(file: string, known: readonly string[]): string {
  const name = path.basename(file).replace(ENDING, '');
  const folder = path.basename(path.dirname(path.resolve(file)));
  return !known.includes(name) && known.includes(folder) ? folder : name;
}
