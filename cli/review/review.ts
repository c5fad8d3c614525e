import { assembled, type ReviewInput } from './assembly';
import { digestOf } from './digest';
import { byWeight, findingOf } from './fingerprint';
import { compare } from './json';
import { countsIn, matrixOf } from './matrix';
import {
  type Finding,
  type NoiseKind,
  type Review,
  type ReviewConfig,
  type ReviewResult,
  type Rule,
  SEVERITIES,
  type Severity,
  type Verdict,
} from './model';
import { suppressed } from './suppressions';

/** How a review judges. */
export interface Judgement {
  readonly rules: readonly Rule[];
  readonly failOn: Severity;
  /** Those of the base: a change cannot excuse itself. */
  readonly suppress: ReviewConfig['suppress'];
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/** The whole review, from what was read to the verdict. Pure. */
export function reviewed(input: ReviewInput, judgement: Judgement): ReviewResult {
  return judged(assembled(input), judgement);
}

/** Applies the rules to a review. */
export function judged(review: Review, { rules, failOn, suppress, today }: Judgement): ReviewResult {
  const skipped = review.base ? [] : rules.filter(({ needsBase }) => needsBase === true);
  const found = rules.filter((rule) => !skipped.includes(rule)).flatMap((rule) => findingsOf(rule, review));
  const { findings, suppressed: accepted } = suppressed(found, suppress, rules, today);
  const { name, environment, account } = review.head.manifest;
  const sorted = [...findings].sort(byWeight);
  return {
    schemaVersion: 1,
    platform: { name, environment, account },
    verdict: verdictOf(review, sorted, rules, failOn),
    failOn,
    intents: review.intents,
    notes: notesOn(review, skipped),
    matrix: matrixOf(review),
    stacks: review.stacks.map(({ stack, region, status, affected, changes, diagnostics }) => ({
      stack,
      region,
      status,
      ...(affected !== undefined && { affected }),
      counts: countsIn(changes),
      diagnostics,
    })),
    findings: sorted,
    suppressed: [...accepted].sort(byWeight),
    groups: review.siblings
      .flatMap(({ groups }) => groups)
      .filter(({ members }) => members.some(({ noise }) => noise === undefined)),
    outputs: review.stacks.flatMap(({ stack, outputs }) =>
      outputs.filter(({ kind }) => kind !== 'no-op').map((output) => ({ ...output, stack })),
    ),
    drift: review.stacks.flatMap(({ drift }) => drift.filter(({ kind }) => kind !== 'no-op')),
    noise: noiseIn(review),
    digest: digestOf(review),
  };
}

/** A finding that says the same twice is one. */
function findingsOf(rule: Rule, review: Review): Finding[] {
  const severity = rule.severity === 'not-reviewable' ? 'critical' : rule.severity;
  const findings = rule.run(review).map((draft) => findingOf(rule.id, severity, draft));
  return [...new Map(findings.map((finding) => [`${finding.fingerprint} ${finding.what}`, finding])).values()];
}

function verdictOf(review: Review, findings: readonly Finding[], rules: readonly Rule[], failOn: Severity): Verdict {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  const fatal = new Set(rules.filter(({ severity }) => severity === 'not-reviewable').map(({ id }) => id));
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  if (findings.some(({ rule, severity }) => fatal.has(rule) && severity === 'critical'))
    return { status: 'not-reviewable', exitCode: 2, findings: counts };
  if (findings.some(({ severity }) => failing.includes(severity)))
    return { status: 'findings', exitCode: 1, findings: counts };
  const nothing = findings.length === 0 && review.changes.length === 0;
  return { status: nothing ? 'clean' : 'passed', exitCode: 0, findings: counts };
}

function notesOn(review: Review, skipped: readonly Rule[]): string[] {
  const absent = review.stacks.filter(({ status, inHead }) => inHead && status === 'absent').map(({ stack }) => stack);
  const ids = skipped.map(({ id }) => id).sort(compare);
  return [
    ...(review.base
      ? []
      : [
          'There is no base to compare with: what the change of the config asks for is not known. Name one with --base-out.',
        ]),
    ...(ids.length > 0 ? [`Skipped without a base: ${ids.join(', ')}.`] : []),
    ...(isNothingToPlan(review) ? ['Nothing to plan: what is synthesized is what it was, in every stack.'] : []),
    ...(review.base && absent.length > 0 && !isNothingToPlan(review)
      ? [
          `Not planned, as what is synthesized for them is what it was: ${absent.filter((name) => review.stack(name)?.affected === false).join(', ')}.`,
        ]
      : []),
  ].filter((note) => !note.endsWith(': .'));
}

/** Whether no stack differs from the base's, and none was planned all the same. */
const isNothingToPlan = ({ base, stacks }: Review): boolean =>
  base !== undefined && stacks.every(({ status, affected }) => status === 'absent' && affected === false);

function noiseIn({ changes }: Review): Record<NoiseKind, number> {
  const noise = { tags: 0, 'unknown-only': 0, order: 0, 'json-text': 0 };
  for (const change of changes) if (change.noise !== undefined) noise[change.noise]++;
  return noise;
}
