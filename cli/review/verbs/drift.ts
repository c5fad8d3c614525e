import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assembled } from '../assembly';
import { type DriftReport, driftReport } from '../drift-report';
import { asInputError, bytesOf, textIn } from '../inputs/text';
import { driftsIn, driftText } from '../render/drift-text';
import { severityIn } from './check';
import { loadGiven } from './inputs';
import { type Option, optionLines, parseOptions, UsageError } from './options';
import type { Io, Verb } from './verb';

const FORMATS: Readonly<Record<string, (report: DriftReport) => string>> = {
  markdown: driftText,
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
};

const OPTIONS = {
  plans: {
    value: 'DIR|FILE...',
    help: 'plans of what is deployed, all stacks: npm run review -- plan --to',
    many: true,
  },
  stack: { value: 'NAME=FILE', help: "a stack's plan by a file of another name; - for standard input", many: true },
  out: { value: 'DIR', help: 'what was synthesized; default: CDKTF_OUTDIR, else cdktf.out' },
  previous: { value: 'FILE', help: 'the last report, as Markdown: what it had is not new' },
  'fail-on': { value: 'SEVERITY', help: 'alarm from this severity on; default: medium' },
  format: { value: 'NAME[=FILE],...', help: `${Object.keys(FORMATS).join(', ')}; default: markdown`, many: true },
} as const satisfies Record<string, Option>;

/** Says what somebody has changed by hand. */
export const drift: Verb = {
  name: 'drift',
  help: 'say what was changed by hand, from plans of what is deployed',
  usage: () =>
    [
      'usage: npm run review -- drift --plans DIR [options]',
      '',
      'What concerns access is high, what the next apply sets back medium, what stays as it is low. A Region that does not answer',
      'is reported as that; an evacuated one is left out. Suppressions of drift-found hold.',
      '',
      ...optionLines(OPTIONS),
      '',
      'Exit codes: 0 nothing that alarms, or nothing new; 1 something new; 2 a plan or a synth cannot be read.',
    ].join('\n'),
  run: (args, io) => {
    const options = parseOptions(args, OPTIONS);
    const previous = options.one('previous');
    const failOn = severityIn(options.one('fail-on'));
    const targets = targetsIn(options.all('format'));
    const loaded = loadGiven(options);
    const report = driftReport(assembled({ ...loaded, forApply: false }), {
      today: io.today,
      ...(failOn && { failOn }),
      ...(previous !== undefined && { previous: driftsIn(textIn(previous, bytesOf(previous))) }),
    });
    for (const { text, file } of targets.map(({ render, file: each }) => ({ text: render(report), file: each })))
      written(file, text, io);
    return report.status === 'new' ? 1 : 0;
  },
};

interface Target {
  readonly render: (report: DriftReport) => string;
  readonly file?: string;
}

/** @throws UsageError */
const targetsIn = (texts: readonly string[]): Target[] =>
  (texts.length > 0 ? texts : ['markdown'])
    .flatMap((text) => text.split(','))
    .map((text) => {
      const at = text.indexOf('=');
      const [name = '', file] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
      const render = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
      if (!render || file === '')
        throw new UsageError(
          `--format: ${JSON.stringify(text)} is none of ${Object.keys(FORMATS).join(', ')}, or NAME=FILE.`,
        );
      return { render, ...(file !== undefined && { file }) };
    });

function written(file: string | undefined, text: string, io: Io): void {
  try {
    if (file === undefined) {
      io.out(text);
      return;
    }
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw asInputError(file ?? 'standard output', error);
  }
}
