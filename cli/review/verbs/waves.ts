import { assembled } from '../assembly';
import type { Review } from '../model';
import { type Waves, wavesOf } from '../waves';
import { loadGiven } from './inputs';
import { columns, type Option, optionLines, parseOptions } from './options';
import type { Verb } from './verb';

const OPTIONS = {
  plans: { value: 'DIR|FILE...', help: 'folder of plans, or the files, as for check', many: true },
  stack: { value: 'NAME=FILE', help: "a stack's plan by a file of another name", many: true },
  out: { value: 'DIR', help: 'what head synthesized; default: CDKTF_OUTDIR, else cdktf.out' },
  'base-out': { value: 'DIR', help: 'what the merge base synthesized: the order depends on what the change means' },
  json: { help: 'as JSON: each wave with the matrix of its job' },
} as const satisfies Record<string, Option>;

/** Says in which order the stacks of a change are applied. */
export const waves: Verb = {
  name: 'waves',
  help: 'list the stacks in the order in which they are applied, wave by wave',
  usage: () =>
    [
      'usage: npm run review -- waves --plans DIR [options]',
      '',
      'What goes first depends on the change: a canary in routine, the new writer in a promotion, those that live in an',
      "evacuation. The config's `review.waves` names them instead.",
      '',
      ...optionLines(OPTIONS),
      '',
      'Exit codes: 0 listed, also where nothing is to be applied; 2 a plan or a synth cannot be read.',
    ].join('\n'),
  run: (args, io) => {
    const options = parseOptions(args, OPTIONS);
    const loaded = loadGiven(options, options.one('base-out'));
    const review = assembled({ ...loaded, forApply: false });
    const found = wavesOf(review);
    io.out(options.has('json') ? `${JSON.stringify(wavesJson(review, found))}\n` : wavesText(review, found));
    return 0;
  },
};

/** For a job: `matrix` is what `strategy.matrix` of a workflow takes, and `count` tells whether there is anything to do. */
export const wavesJson = (review: Review, { reason, why, waves: all, leftOut }: Waves) => ({
  schemaVersion: 1,
  reason,
  why,
  waves: all.map(({ name, stacks }) => ({
    name,
    count: stacks.length,
    matrix: { include: stacks.map((stack) => ({ stack, region: review.stack(stack)?.region ?? null })) },
  })),
  leftOut,
});

function wavesText(review: Review, { why, waves: all, leftOut }: Waves): string {
  const rows = all.map(
    ({ name, stacks }, index) =>
      [`${index + 1}  ${name}`, stacks.map((stack) => withCounts(review, stack)).join(', ')] as const,
  );
  return [
    why,
    '',
    ...columns(rows),
    ...leftOut.flatMap((each) => ['', `Left out: ${each.stack}. ${each.why}`]),
    '',
  ].join('\n');
}

/** A stack, and whether there is anything for it to do. */
function withCounts(review: Review, stack: string): string {
  const plan = review.stack(stack);
  if (plan?.status !== 'planned') return `${stack} (no plan yet)`;
  const changes = review.changes.filter((change) => change.stack === stack).length;
  const outputs = plan.outputs.filter(({ kind }) => kind !== 'no-op').length;
  return changes + outputs === 0 ? `${stack} (nothing to do)` : stack;
}
