import { filesBeside } from '../inputs/stack-files';
import { stackJson } from '../inputs/stack-text';
import { readSynth } from '../inputs/synth-folder';
import { type Refusal, refusalsIn } from '../preflight-rules';
import { outIn } from './inputs';
import { type Option, optionLines, parseOptions, UsageError } from './options';
import type { Verb } from './verb';

const OPTIONS = {
  out: { value: 'DIR', help: 'what was synthesized; default: CDKTF_OUTDIR, else cdktf.out' },
  account: {
    value: 'ID',
    help: "the account that may be planned; default: that of the base's synth, else of the synth itself",
  },
  'base-out': { value: 'DIR', help: 'what the merge base synthesized: the account is its' },
} as const satisfies Record<string, Option>;

/** Looks for what planning would run, before there are credentials. */
export const preflight: Verb = {
  name: 'preflight',
  help: 'refuse stacks whose plan would run foreign code or reach foreign places',
  usage: () =>
    [
      'usage: npm run review -- preflight [STACK...] [options]',
      '',
      ...optionLines(OPTIONS),
      '',
      'Run it with the code of the base branch, before the job has credentials: planning runs providers, data sources and modules.',
      '',
      'Exit codes: 0 nothing of the kind; 2 refused, or the synth cannot be read.',
    ].join('\n'),
  run: (args, io) => {
    const options = parseOptions(args, OPTIONS);
    const out = outIn(options);
    const { manifest } = readSynth(out);
    const baseOut = options.one('base-out');
    const account =
      options.one('account') ?? (baseOut === undefined ? manifest.account : readSynth(baseOut).manifest.account);
    const names = manifest.stacks.map(({ name }) => name);
    const unknown = options.rest.find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw new UsageError(`No stack is called ${JSON.stringify(unknown)}. There are ${names.join(', ')}.`);
    const stacks = options.rest.length > 0 ? options.rest : names;
    const refusals = stacks.flatMap((stack) => [
      ...refusalsIn(stack, stackJson(out, stack), account),
      ...filesBeside(out, stack).map((file) => beside(stack, file)),
    ]);
    if (refusals.length === 0) io.out(`${stacks.join(', ')}: nothing that a plan should not run.\n`);
    else io.err(`${['Not to be planned:', ...refusals.map(line)].join('\n')}\n`);
    return refusals.length === 0 ? 0 : 2;
  },
};

/** Synth writes one file that Terraform reads; what is in another one has not been looked at. */
const beside = (stack: string, file: string): Refusal => ({
  stack,
  where: file,
  what: 'is beside cdk.tf.json, and Terraform would use it',
  fix: 'Take it out: a stack is what synth wrote.',
});

const line = ({ stack, where, what, fix }: Refusal): string => `  ${stack} ${where} ${what}. ${fix}`;
