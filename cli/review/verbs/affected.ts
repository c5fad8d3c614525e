import { type AffectedStack, affectedStacks } from '../affected-stacks';
import { stackJson } from '../inputs/stack-text';
import { readSynth } from '../inputs/synth-folder';
import { outIn } from './inputs';
import { columns, type Option, optionLines, parseOptions, UsageError } from './options';
import type { Verb } from './verb';

const OPTIONS = {
  out: { value: 'DIR', help: 'what head synthesized; default: CDKTF_OUTDIR, else cdktf.out' },
  'base-out': { value: 'DIR', help: 'what the merge base synthesized' },
  json: { help: 'as JSON: for the matrix of a job' },
} as const satisfies Record<string, Option>;

/** Says which stacks have to be planned. */
export const affected: Verb = {
  name: 'affected',
  help: 'list the stacks that a change concerns: those to plan',
  usage: () =>
    [
      'usage: npm run review -- affected --out DIR --base-out DIR [--json]',
      '',
      ...optionLines(OPTIONS),
      '',
      'Exit codes: 0 listed, also where there are none; 2 a synth cannot be read.',
    ].join('\n'),
  run: (args, io) => {
    const options = parseOptions(args, OPTIONS);
    const [out, baseOut] = [outIn(options), options.one('base-out')];
    if (baseOut === undefined) throw new UsageError('affected needs --base-out DIR: what the merge base synthesized.');
    const [unexpected] = options.rest;
    if (unexpected !== undefined) throw new UsageError(`${JSON.stringify(unexpected)} is not expected.`);
    const stacks = affectedStacks(readSynth(out), readSynth(baseOut), (side, stack) =>
      stackJson(side === 'head' ? out : baseOut, stack),
    );
    if (options.has('json')) io.out(`${JSON.stringify(stacks)}\n`);
    else if (stacks.length === 0) io.out('No stack is concerned: what is synthesized is the same.\n');
    else io.out(`${columns(stacks.map((each) => [each.stack, reasonOf(each)] as const)).join('\n')}\n`);
    return 0;
  },
};

const reasonOf = ({ reason, because = [] }: AffectedStack): string => {
  if (reason === 'looks-up') return `looks up what ${because.join(', ')} changes`;
  return reason === 'gone' ? 'gone from head' : reason;
};
