import type { Counts, ReviewResult, Severity } from '../model';
import { configLine } from './config-lines';
import type { RenderContext, Renderer } from './renderer';

/** GitLab's words ("Code Quality", "Code Quality report format"). */
const SEVERITY: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
};

/** `gl-code-quality-report.json`: findings beside the lines of the config. */
const codeQuality = ({ findings }: ReviewResult, { config }: RenderContext): object[] =>
  findings.map((finding) => ({
    description: `${finding.what} Fix: ${finding.fix}`,
    check_name: finding.rule,
    fingerprint: finding.fingerprint,
    severity: SEVERITY[finding.severity],
    location: {
      path: config?.file ?? 'platform.config.ts',
      lines: { begin: config ? configLine(finding, config) : 1 },
    },
  }));

/** What `reports:terraform` shows. It knows no forget: an object that is dropped from state counts as deleted there. */
const terraformReport = ({ create, update, replace, destroy, forget }: Counts): object => ({
  create: create + replace,
  update,
  delete: destroy + replace + forget,
});

/** One report a stack, as several plans in one file hide each other in the merge request. */
export const gitlab: Renderer = {
  format: 'gitlab',
  help: 'a code quality report, and a Terraform report for each stack',
  into: 'folder',
  render: (result, context) =>
    new Map([
      ['gl-code-quality-report.json', `${JSON.stringify(codeQuality(result, context), null, 2)}\n`],
      ...result.stacks.map(
        ({ stack, counts }) => [`terraform-${stack}.json`, `${JSON.stringify(terraformReport(counts))}\n`] as const,
      ),
    ]),
};
