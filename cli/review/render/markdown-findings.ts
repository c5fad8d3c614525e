import type { Finding, ReviewResult, Severity, SuppressedFinding } from '../model';
import { SEVERITIES } from '../model';
import { counted } from './counts-text';
import { code, htmlText, prose, shortened } from './safe-text';

/** How much of a finding is said. */
export type Detail = 'full' | 'title' | 'count';

/** Longest address in a title, in characters. */
const MAX_ADDRESS = 160;

/** Everything at or above it stands open; what is below is folded. */
const OPEN: readonly Severity[] = ['critical', 'high'];

/** `**critical** rule, what: stack, address, Region`, on one line. */
export const titleText = (finding: Finding, isNew: boolean): string => {
  const { severity, rule, stack, region, address } = finding;
  const where = [
    ...(address === '' ? [] : [code(shortened(address, MAX_ADDRESS))]),
    ...(stack === '' ? [] : [prose(stack)]),
    ...(region === '' || stack.endsWith(region) ? [] : [prose(region)]),
  ].join(', ');
  return `**${severity}** ${code(rule)}${where === '' ? '' : `: ${where}`}${isNew ? ' (new)' : ''}`;
};

const fullText = (finding: Finding, isNew: boolean): string => {
  const { what, why, fix, expected } = finding;
  return [
    `- ${titleText(finding, isNew)}  `,
    `  ${prose(what)}  `,
    `  ${prose(why)}  `,
    `  Fix: ${prose(fix)}${expected === undefined ? '' : `  \n  Expected: ${prose(expected)}`}`,
  ].join('\n');
};

/** Findings by severity, the worst first. `limit`: titles at most, where only titles are said. */
export function findingsText(
  findings: readonly Finding[],
  previous: ReadonlySet<string> | undefined,
  detailOf: (severity: Severity) => Detail,
  limit: number,
): string {
  const isNew = ({ fingerprint }: Finding): boolean => previous !== undefined && !previous.has(fingerprint);
  let left = limit;
  return SEVERITIES.flatMap((severity) => {
    const those = findings.filter((finding) => finding.severity === severity);
    if (those.length === 0) return [];
    const detail = detailOf(severity);
    if (detail === 'count' || left <= 0) return [`${counted(those.length, `${severity} finding`)}, left out here.`];
    const listed = detail === 'full' ? those : those.slice(0, left);
    if (detail === 'title') left -= listed.length;
    const lines = listed.map((finding) =>
      detail === 'full' ? fullText(finding, isNew(finding)) : `- ${titleText(finding, isNew(finding))}`,
    );
    if (listed.length < those.length)
      lines.push(`- and ${counted(those.length - listed.length, 'more', 'more')}, left out here`);
    return [
      OPEN.includes(severity)
        ? lines.join('\n')
        : folded(counted(those.length, `${severity} finding`), lines.join('\n')),
    ];
  }).join('\n\n');
}

/** Accepted for a time; with the reason, so that it is read again. */
export const suppressedText = (suppressed: readonly SuppressedFinding[]): string =>
  suppressed.length === 0
    ? ''
    : folded(
        counted(suppressed.length, 'suppressed finding'),
        suppressed
          .map((finding) => {
            const { reason, until, ticket } = finding.suppression;
            return `- ${titleText(finding, false)}  \n  Until ${prose(until)}${ticket === undefined ? '' : `, ${prose(ticket)}`}: ${prose(reason)}`;
          })
          .join('\n'),
      );

/** What came and went since the review before; empty where that is not known, or nothing did. */
export function sinceText({ findings }: ReviewResult, previous: ReadonlySet<string> | undefined): string {
  if (previous === undefined) return '';
  const now = new Set(findings.map(({ fingerprint }) => fingerprint));
  const added = [...now].filter((fingerprint) => !previous.has(fingerprint)).length;
  const gone = [...previous].filter((fingerprint) => !now.has(fingerprint)).length;
  return added + gone === 0 ? '' : `Since the last push: ${added} new, ${gone} gone.`;
}

/** Closed until it is opened. */
export const folded = (summary: string, body: string): string =>
  `<details><summary>${htmlText(summary)}</summary>\n\n${body}\n\n</details>`;
