import { writeFileSync } from 'node:fs';
import { assembled } from '../assembly';
import { digestOf, type Excess, excessOf } from '../digest';
import { asInputError } from '../inputs/text';
import { approvedIn } from './check';
import { loadGiven } from './inputs';
import { type Option, optionLines, parseOptions, UsageError } from './options';
import type { Io, Verb } from './verb';

const OPTIONS = {
  plans: { value: 'DIR|FILE...', help: 'the plans that are about to be applied', many: true },
  stack: { value: 'NAME=FILE', help: "a stack's plan by a file of another name; - for standard input", many: true },
  out: { value: 'DIR', help: 'what was synthesized; default: CDKTF_OUTDIR, else cdktf.out' },
  approved: { value: 'FILE', help: 'what was approved: a digest, or the JSON of the review' },
  write: { value: 'FILE', help: 'write the digest of the plans instead' },
} as const satisfies Record<string, Option>;

/** Holds plans against what was approved. */
export const compare: Verb = {
  name: 'compare',
  help: 'hold plans against what was approved: they may do that or less',
  usage: () =>
    [
      'usage: npm run review -- compare --plans DIR --approved FILE',
      '       npm run review -- compare --plans DIR --write FILE',
      '',
      ...optionLines(OPTIONS),
      '',
      'Exit codes: 0 they do what was approved, or less; 1 they do something else; 2 they cannot be compared.',
    ].join('\n'),
  run: (args, io) => {
    const options = parseOptions(args, OPTIONS);
    const [approved, target] = [approvedIn(options.one('approved')), options.one('write')];
    if ((approved === undefined) === (target === undefined))
      throw new UsageError('compare needs --approved FILE to compare with, or --write FILE to write to.');
    const { head, loaded } = loadGiven(options);
    const digest = digestOf(assembled({ head, loaded, forApply: true }));
    if (target !== undefined) return written(target, `${JSON.stringify(digest, null, 2)}\n`, io);
    const excess = approved ? excessOf(digest, approved) : [];
    const stacks = Object.keys(digest.stacks);
    if (excess.length === 0) io.out(`${stacks.join(', ')}: as approved.\n`);
    else io.out(`${['Not what was approved. Review it again, as it is now:', ...excess.map(line)].join('\n')}\n`);
    return excess.length === 0 ? 0 : 1;
  },
};

const line = ({ stack, address, deposed, what, paths }: Excess): string =>
  `  ${stack} ${address}${deposed === undefined ? '' : ` (deposed ${deposed})`}: ${what}${paths.map((path) => `\n    ${path}`).join('')}`;

function written(file: string, text: string, io: Io): number {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw asInputError(file, error);
  }
  io.out(`${file}: written.\n`);
  return 0;
}
