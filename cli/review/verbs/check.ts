import { existsSync, readFileSync } from 'node:fs';
import { digestIn } from '../digest';
import { jsonIn } from '../inputs/json-file';
import { bytesOf, textIn } from '../inputs/text';
import { isObject, listOf, objectOf, textOf } from '../json';
import { type Digest, SEVERITIES, type Severity } from '../model';
import { RENDERERS } from '../render';
import { fingerprintsIn } from '../render/markdown-state';
import type { RenderContext } from '../render/renderer';
import { reviewed } from '../review';
import { RULES } from '../rules';
import { formatsIn, write } from './formats';
import { loadGiven } from './inputs';
import { type Option, optionLines, parseOptions, UsageError } from './options';
import type { Io, Verb } from './verb';

const OPTIONS = {
  plans: {
    value: 'DIR|FILE...',
    help: 'folder of plans, or the files: <stack>.json, and <stack>.log.jsonl of terraform plan -json',
    many: true,
  },
  stack: { value: 'NAME=FILE', help: "a stack's plan by a file of another name; - for standard input", many: true },
  out: { value: 'DIR', help: 'what head synthesized; default: CDKTF_OUTDIR, else cdktf.out' },
  'base-out': { value: 'DIR', help: 'what the merge base synthesized: what the change means is known with it' },
  approved: { value: 'FILE', help: 'the digest that was approved: what goes beyond it is found' },
  'for-apply': {
    help: 'the plans are about to be applied: stacks may be missing, plans without secrets may not be used',
  },
  'fail-on': {
    value: 'SEVERITY',
    help: `exit with 1 from this severity on: ${SEVERITIES.join(', ')}; default: review.failOn of the base's config`,
  },
  format: {
    value: 'NAME[=FILE],...',
    help: `how to write it down: ${RENDERERS.map(({ format }) => format).join(', ')}`,
    many: true,
  },
  previous: { value: 'FILE', help: 'the review before this one, as JSON or as its comment: what is new since is said' },
  config: {
    value: 'FILE',
    help: 'the config as the repository has it, to point at its lines; default: platform.config.ts',
  },
  today: { value: 'YYYY-MM-DD', help: 'the day by which suppressions expire; default: today, UTC' },
} as const satisfies Record<string, Option>;

/** Reviews the plans of all stacks as one change. */
export const check: Verb = {
  name: 'check',
  help: 'review the plans of all stacks as one change (the default)',
  usage: () =>
    [
      'usage: npm run review -- [check] --plans DIR [options]',
      '',
      ...optionLines(OPTIONS),
      '',
      'No plan is needed where both synths are the same in every stack: that is clean.',
      '',
      'Exit codes: 0 nothing at or above the severity; 1 findings; 2 not reviewable: a plan is missing, broken or foreign, or the',
      'command line says nothing that can be done.',
    ].join('\n'),
  run: runCheck,
};

function runCheck(args: readonly string[], io: Io): number {
  const options = parseOptions(args, OPTIONS);
  const formats = formatsIn(options.all('format'), RENDERERS);
  const failOn = severityIn(options.one('fail-on'));
  const today = dateIn(options.one('today')) ?? io.today;
  const approved = approvedIn(options.one('approved'));
  const context = contextOf(options.one('config'), options.one('previous'));
  const loaded = loadGiven(options, options.one('base-out'));
  // A change cannot excuse itself: the base says what is accepted.
  const { review } = (loaded.base ?? loaded.head).manifest;
  const result = reviewed(
    { ...loaded, forApply: options.has('for-apply'), ...(approved && { approved }) },
    { rules: RULES, failOn: failOn ?? review.failOn, suppress: review.suppress, today },
  );
  write(formats, result, context, io.out);
  return result.verdict.exitCode;
}

/** @throws UsageError */
export function severityIn(text: string | undefined): Severity | undefined {
  if (text === undefined) return undefined;
  const severity = SEVERITIES.find((each) => each === text);
  if (severity === undefined)
    throw new UsageError(`--fail-on: ${JSON.stringify(text)} is no severity. There are ${SEVERITIES.join(', ')}.`);
  return severity;
}

function dateIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw new UsageError(`--today: ${JSON.stringify(text)} is no day, such as 2027-01-31.`);
  return text;
}

const APPROVED = 'npm run review -- --plans DIR --format json=FILE';

/** @throws InputError */
export function approvedIn(file: string | undefined): Digest | undefined {
  return file === undefined ? undefined : digestIn(file, jsonIn(file, textIn(file, bytesOf(file)), APPROVED));
}

const CONFIG = 'platform.config.ts';

function contextOf(config: string | undefined, previous: string | undefined): RenderContext {
  const file = config ?? (existsSync(CONFIG) ? CONFIG : undefined);
  const before = previous === undefined ? undefined : fingerprintsOf(previous);
  return {
    ...(file !== undefined && {
      config: { file, text: config === undefined ? readFileSync(file, 'utf8') : textIn(file, bytesOf(file)) },
    }),
    ...(before && { previous: before }),
  };
}

/** Of a review's JSON, or of the comment that it was. A comment that shows none is a first review. */
function fingerprintsOf(file: string): readonly string[] | undefined {
  const text = textIn(file, bytesOf(file));
  if (!/^\s*\{/.test(text)) return fingerprintsIn(text);
  const json = objectOf(jsonIn(file, text, APPROVED));
  return listOf(json.findings).flatMap((finding) => (isObject(finding) ? (textOf(finding.fingerprint) ?? []) : []));
}
