import type { DriftReport, RememberedDrift } from '../drift-report';
import type { Finding } from '../model';
import { SEVERITIES } from '../model';
import { counted } from './counts-text';
import { bytesOf, code, prose, shortened } from './safe-text';

/** An issue holds 65,536 characters, as a comment does; what is remembered takes its part. */
const MAX_LIST_BYTES = 40_000;
const MAX_REMEMBERED = 300;
const MAX_ADDRESS = 160;

/** Tells the platform's issue from any other. */
export const driftMarkOf = ({ platform }: Pick<DriftReport, 'platform'>): string =>
  `<!-- meridian-drift ${platform.name}/${platform.environment} -->`;

/** The body of the one issue of an environment. */
export function driftText(report: DriftReport): string {
  const { platform, findings, suppressed, evacuated, gone, remembered } = report;
  return `${[
    driftMarkOf(report),
    `## ${prose(`${platform.name} ${platform.environment}`)}: ${driftVerdict(report)}`,
    gone > 0 ? `Since the last report: ${gone} gone.` : '',
    ...listed(findings),
    suppressed.length > 0 ? `<sub>${counted(suppressed.length, 'suppressed finding')}.</sub>` : '',
    evacuated.length > 0 ? `<sub>Not looked at, as evacuated: ${prose(evacuated.join(', '))}.</sub>` : '',
    `<!-- meridian-drift-state ${remembered.slice(0, MAX_REMEMBERED).map(remember).join(',')} -->`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

/** One sentence, plain text. */
export function driftVerdict({ status, findings, failOn }: DriftReport): string {
  if (findings.length === 0) return 'No drift.';
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  }).join(', ');
  const fresh = findings.filter(({ isNew }) => isNew).length;
  if (status === 'clean') return `Nothing at or above ${failOn} (${counts}).`;
  return `${counts}; ${fresh === 0 ? 'none is new' : `${fresh} new`}.`;
}

/** The worst first, as many as there is room for. */
function listed(findings: DriftReport['findings']): string[] {
  const lines: string[] = [];
  let bytes = 0;
  for (const finding of findings) {
    const line = lineOf(finding, finding.isNew);
    bytes += bytesOf(line);
    if (bytes > MAX_LIST_BYTES) break;
    lines.push(line);
  }
  const left = findings.length - lines.length;
  if (left > 0) lines.push(`- and ${counted(left, 'more', 'more')}, left out here`);
  return lines.length > 0 ? [lines.join('\n')] : [];
}

const lineOf = ({ severity, stack, region, address, what, why, fix }: Finding, isNew: boolean): string =>
  [
    `- **${severity}** ${[address === '' ? '' : code(shortened(address, MAX_ADDRESS)), prose(stack), stack.endsWith(region) ? '' : prose(region)].filter((part) => part !== '').join(', ')}${isNew ? ' (new)' : ''}  `,
    `  ${prose(shortened(what, 600))}  `,
    `  ${prose(why)}  `,
    `  Fix: ${prose(fix)}`,
  ].join('\n');

const remember = ({ fingerprint, stack }: RememberedDrift): string => `${fingerprint}:${stack}`;

const STATE = /<!-- meridian-drift-state ([\w:,-]*) -->/;

/** What an issue remembers; nothing where it is none of this. */
export const driftsIn = (issue: string): RememberedDrift[] =>
  (STATE.exec(issue)?.[1] ?? '').split(',').flatMap((entry) => {
    const [fingerprint = '', stack] = entry.split(':');
    return stack === undefined ? [] : [{ fingerprint, stack }];
  });
