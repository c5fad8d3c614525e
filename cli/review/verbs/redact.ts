import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { locate } from '../inputs/locate';
import { readLog } from '../inputs/log-file';
import { readPlan } from '../inputs/plan-file';
import { projectionText } from '../inputs/projection-file';
import { readSynth } from '../inputs/synth-folder';
import { asInputError } from '../inputs/text';
import type { Diagnostic } from '../model';
import { collected, InputError } from '../problems';
import { outIn, plansIn } from './inputs';
import { type Option, optionLines, parseOptions, UsageError } from './options';
import type { Verb } from './verb';

const OPTIONS = {
  plans: { value: 'DIR|FILE...', help: 'the plans and logs', many: true },
  stack: { value: 'NAME=FILE', help: "a stack's plan by a file of another name; - for standard input", many: true },
  out: { value: 'DIR', help: 'what was synthesized; default: CDKTF_OUTDIR, else cdktf.out' },
  to: { value: 'DIR', help: 'folder for the projected plans: <stack>.json, and <stack>.log.jsonl' },
} as const satisfies Record<string, Option>;

/** Takes the secrets out of plans, where they were made. */
export const redact: Verb = {
  name: 'redact',
  help: 'write what a review needs of plans, without what may be secret',
  usage: () =>
    [
      'usage: npm run review -- redact --plans DIR --to DIR',
      '',
      ...optionLines(OPTIONS),
      '',
      'A saved plan and its JSON hold secrets in clear. What this writes may leave the job: a review of it is the same.',
      '',
      'Exit codes: 0 written; 2 a plan cannot be read.',
    ].join('\n'),
  run: (args, io) => {
    const options = parseOptions(args, OPTIONS);
    const to = options.one('to');
    if (to === undefined) throw new UsageError('redact needs --to DIR: where to write.');
    const { manifest } = readSynth(outIn(options));
    const files = locate(
      plansIn(options),
      manifest.stacks.map(({ name }) => name),
    );
    if (files.length === 0)
      throw new InputError([{ file: '', message: 'No plans are named. Name them: --plans DIR.' }]);
    const texts = collected(files, ({ stack, plan, log }) => [
      ...(plan === undefined ? [] : [{ name: `${stack}.json`, text: projectionText(readPlan(plan)) }]),
      ...(log === undefined ? [] : [{ name: `${stack}.log.jsonl`, text: logText(readLog(log)) }]),
    ]).flat();
    try {
      mkdirSync(to, { recursive: true });
      for (const { name, text } of texts) writeFileSync(path.join(to, name), text);
    } catch (error) {
      throw asInputError(to, error);
    }
    io.out(`${to}: ${texts.map(({ name }) => name).join(', ')}\n`);
    return 0;
  },
};

/** A log of the diagnostics alone, reduced. The first line says what it is, as a log without any is one too. */
const logText = (diagnostics: readonly Diagnostic[]): string =>
  [{ type: 'version', '@message': 'projected' }, ...diagnostics.map((reduced) => ({ type: 'diagnostic', reduced }))]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
