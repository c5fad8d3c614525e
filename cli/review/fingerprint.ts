import { createHash } from 'node:crypto';
import { compare } from './json';
import { type Draft, type Finding, SEVERITIES, type Severity } from './model';

/** A finding of a rule. Its fingerprint has no value in it, so the same change with other values is the same finding. */
export function findingOf(rule: string, severity: Severity, draft: Draft): Finding {
  const { severity: own, paths = [], ...rest } = draft;
  const sorted = [...new Set(paths)].sort(compare);
  return { ...rest, rule, severity: own ?? severity, paths: sorted, fingerprint: fingerprintOf(rule, draft, sorted) };
}

const LENGTH = 16;

function fingerprintOf(
  rule: string,
  { stack, address, deposed = '', region }: Draft,
  paths: readonly string[],
): string {
  const parts = JSON.stringify([rule, stack, address, deposed, region, paths]);
  return createHash('sha256').update(parts).digest('hex').slice(0, LENGTH);
}

/** The worst first, then by rule, stack and address. */
export const byWeight = (a: Finding, b: Finding): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  compare(a.rule, b.rule) ||
  compare(a.stack, b.stack) ||
  compare(a.address, b.address) ||
  compare(a.region, b.region) ||
  compare(a.fingerprint, b.fingerprint) ||
  compare(a.what, b.what);
