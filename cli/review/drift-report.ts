import { byWeight, findingOf } from './fingerprint';
import { compare } from './json';
import type { Change, Draft, Finding, Review, Severity, StackPlan, SuppressedFinding } from './model';
import { SEVERITIES } from './model';
import { inRegion, listed, nameOf } from './rules/draft';
import { suppressed } from './suppressions';

/** A drift of before, as the last report remembers it. */
export interface RememberedDrift {
  readonly fingerprint: string;
  readonly stack: string;
}

/** What differs from what Terraform left, and what could not be looked at. */
export interface DriftReport {
  readonly schemaVersion: 1;
  readonly platform: { readonly name: string; readonly environment: string };
  /**
   * `clean`: all was looked at, and nothing alarms. `new`: something alarms that the last report did not have. `known`: only
   * what it had.
   */
  readonly status: 'clean' | 'known' | 'new';
  /** Findings of this severity or worse alarm. */
  readonly failOn: Severity;
  /** By severity, rule, stack, address. */
  readonly findings: readonly (Finding & { readonly isNew: boolean })[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Regions that are not looked at, as they are evacuated. */
  readonly evacuated: readonly string[];
  /** What was there before and is no more. What could not be looked at is not gone. */
  readonly gone: number;
  /** What the next report compares with. */
  readonly remembered: readonly RememberedDrift[];
}

export interface DriftJudgement {
  /** @default medium - what the next apply would not set back is listed, and alarms nobody */
  readonly failOn?: Severity;
  /** Of the last report. @default none */
  readonly previous?: readonly RememberedDrift[];
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

const FOUND = { id: 'drift-found', suppressible: true } as const;
/** Not suppressible: what is not looked at is not known. */
const UNREACHABLE = { id: 'drift-unreachable', suppressible: false } as const;
const UNKNOWN = { id: 'drift-unknown', suppressible: false } as const;

/** What somebody has changed by hand, from plans of what is deployed. Pure. */
export function driftReport(review: Review, { failOn = 'medium', previous = [], today }: DriftJudgement): DriftReport {
  const { name, environment, regions, review: config } = review.head.manifest;
  const evacuated = regions.filter(({ state }) => state === 'evacuated').map((region) => region.name);
  const known = review.stacks.filter(({ inHead }) => inHead);
  const found = known.flatMap((stack) => [
    ...blindIn(stack),
    ...stack.drift.filter((drift) => isDrift(drift) && !evacuated.includes(drift.region)).map(drifted(review, stack)),
  ]);
  // Others are of the review's rules, so that they look unused here.
  const suppress = config.suppress.filter(({ rule }) => rule === FOUND.id);
  const judged = suppressed(found, suppress, [FOUND, UNREACHABLE, UNKNOWN], today);
  const before = new Set(previous.map(({ fingerprint }) => fingerprint));
  const findings = [...judged.findings]
    .sort(byWeight)
    .map((finding) => ({ ...finding, isNew: !before.has(finding.fingerprint) }));
  const now = new Set(findings.map(({ fingerprint }) => fingerprint));
  const blind = new Set(known.filter(isBlind).map(({ stack }) => stack));
  const missing = previous.filter(({ fingerprint }) => !now.has(fingerprint));
  const alarming = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  const alarms = findings.filter(({ severity }) => alarming.includes(severity));
  return {
    schemaVersion: 1,
    platform: { name, environment },
    status: alarms.some(({ isNew }) => isNew) ? 'new' : alarms.length > 0 ? 'known' : 'clean',
    failOn,
    findings,
    suppressed: [...judged.suppressed].sort(byWeight),
    evacuated: [...evacuated].sort(compare),
    gone: missing.filter(({ stack }) => !blind.has(stack)).length,
    remembered: [
      ...findings.map(({ fingerprint, stack }) => ({ fingerprint, stack })),
      ...missing.filter(({ stack }) => blind.has(stack)),
    ],
  };
}

const isDrift = ({ noise, mode, kind }: Change): boolean =>
  noise === undefined && mode === 'managed' && kind !== 'no-op';

/** Whether it cannot be told what is there: it was not planned, or not to the end. */
const isBlind = ({ status }: StackPlan): boolean => status !== 'planned' && status !== 'refresh-only';

function blindIn(plan: StackPlan): Finding[] {
  if (!isBlind(plan)) return [];
  const { stack, region, diagnostics } = plan;
  const where = { stack, address: '' };
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const dead = errors.find(({ kind }) => kind === 'unreachable');
  if (dead) {
    const place = dead.region ?? region ?? 'global';
    return [
      findingOf(UNREACHABLE.id, 'medium', {
        ...where,
        region: place,
        what: `${place === 'global' ? 'A Region' : place} does not answer: nothing is known of ${stack}.`,
        why: 'What was changed there by hand is seen once it answers again.',
        fix: "Look at the Region's health. If it is lost, set `state: 'evacuated'`: it is then left out here.",
      }),
    ];
  }
  const said = errors[0]?.summary ?? 'There is no plan of it.';
  return [
    findingOf(UNKNOWN.id, 'medium', {
      ...where,
      region: region ?? 'global',
      what: `${stack} could not be planned: ${said}`,
      why: 'Nothing is known of what was changed there by hand.',
      fix: `Plan it and read what Terraform says: npm run review -- plan ${stack}.`,
    }),
  ];
}

/** Who may do what, and who reaches what. */
const SECURITY_TYPE =
  /^aws_(iam_|(default_)?security_group|vpc_security_group_|(default_)?network_acl|s3_(bucket|account)_public_access_block$|.*_policy(_attachment)?$|kms_grant$|lambda_permission$)/;
const SECURITY_ATTRIBUTE = /^(assume_role_)?policy(\.|$)|^publicly_accessible$|^block_public_|^permissions_boundary$/;

const isSecurity = ({ type, changed }: Change): boolean =>
  SECURITY_TYPE.test(type) || changed.some(({ attribute }) => SECURITY_ATTRIBUTE.test(attribute));

/** Paths that a sentence names. */
const MAX_NAMED = 5;

const drifted =
  (review: Review, { stack }: StackPlan) =>
  (drift: Change): Finding => {
    const { address, region, deposed, changed, kind } = drift;
    const next = review.changeAt(stack, address);
    // What was deleted is made again; of what was changed, what the code sets is set back.
    const texts = new Set(next?.changed.map(({ text }) => text));
    const isUndone =
      next !== undefined && (kind === 'destroy' ? next.kind === 'create' : changed.some(({ text }) => texts.has(text)));
    const severity: Severity = isSecurity(drift) ? 'high' : isUndone ? 'medium' : 'low';
    const named = changed.slice(0, MAX_NAMED).map(({ text }) => text);
    const more = changed.length > named.length ? ` and ${changed.length - named.length} more` : '';
    const what = `${nameOf(drift)}${inRegion(region)} was ${kind === 'destroy' ? 'deleted' : 'changed'} outside of Terraform`;
    const draft: Draft = {
      stack,
      region,
      address,
      ...(deposed !== undefined && { deposed }),
      what:
        kind === 'destroy' || named.length === 0
          ? `${what}.`
          : `${what}: ${more ? named.join(', ') + more : listed(named)}.`,
      why: isSecurity(drift)
        ? 'It decides who may do or reach what, and nobody has reviewed it.'
        : isUndone
          ? 'The next apply sets it back. If it was the fix of an incident, that starts again.'
          : 'The code does not set it, so it stays; the other Regions do not have it.',
      fix: 'Find out who did it and why. Bring it into the code, or take it back.',
      paths: changed.map(({ text }) => text),
    };
    return findingOf(FOUND.id, severity, draft);
  };
