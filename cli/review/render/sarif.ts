import { version } from '../../../package.json';
import type { Finding, ReviewResult, Severity } from '../model';
import { RULES } from '../rules';
import { configLine } from './config-lines';
import type { RenderContext, Renderer } from './renderer';

/** Results of one run that GitHub takes ("SARIF support for code scanning", "Validating your SARIF file": 25,000, of which it shows 5,000). */
const MAX_RESULTS = 5_000;

/** As GitHub ranks it: over 9.0 critical, 7.0 high, 4.0 medium, below that low ("security-severity"). */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.0',
  low: '3.0',
  info: '1.0',
};

const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** SARIF 2.1.0 of one run, the worst findings first (OASIS, "Static Analysis Results Interchange Format"). */
export function sarifLog(result: ReviewResult, { config }: RenderContext): object {
  const findings = [
    ...result.findings.map((finding) => ({ finding, suppression: undefined })),
    ...result.suppressed.map((finding) => ({ finding, suppression: finding.suppression })),
  ].slice(0, MAX_RESULTS);
  const rules = [...new Set(findings.map(({ finding }) => finding.rule))].sort();
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'meridian-review', semanticVersion: version, rules: rules.map(descriptor) } },
        automationDetails: { id: `meridian-review/${result.platform.name}/${result.platform.environment}/` },
        results: findings.map(({ finding, suppression }) => ({
          ruleId: finding.rule,
          ruleIndex: rules.indexOf(finding.rule),
          level: LEVEL[finding.severity],
          message: { text: `${finding.what} ${finding.why} Fix: ${finding.fix}` },
          locations: [location(finding, config)],
          partialFingerprints: { 'meridianFinding/v1': finding.fingerprint },
          properties: { severity: finding.severity, region: finding.region },
          ...(suppression && { suppressions: [{ kind: 'external', justification: suppression.reason }] }),
        })),
      },
    ],
  };
}

function descriptor(id: string): object {
  const rule = RULES.find((candidate) => candidate.id === id);
  if (!rule) return { id };
  const severity = rule.severity === 'not-reviewable' ? 'critical' : rule.severity;
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.doc.what },
    help: { text: `${rule.doc.why} Fix: ${rule.doc.fix}` },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { 'security-severity': SECURITY_SEVERITY[severity], tags: ['security', 'terraform'] },
  };
}

function location(finding: Finding, config: RenderContext['config']): object {
  const name = [finding.stack, finding.address].filter((part) => part !== '').join('/');
  return {
    ...(config && {
      physicalLocation: {
        artifactLocation: { uri: encodeURI(config.file), uriBaseId: '%SRCROOT%' },
        region: { startLine: configLine(finding, config) },
      },
    }),
    ...(name !== '' && { logicalLocations: [{ fullyQualifiedName: name, kind: 'resource' }] }),
  };
}

export const sarif: Renderer = {
  format: 'sarif',
  help: 'SARIF 2.1.0, for code scanning',
  into: 'file',
  render: (result, context) => new Map([['review.sarif', `${JSON.stringify(sarifLog(result, context), null, 2)}\n`]]),
};
