import type { Finding, ReviewResult, Severity } from '../model';
import { configLine } from './config-lines';
import type { RenderContext, Renderer } from './renderer';
import { visible } from './safe-text';

/** Annotations of one kind that a step shows; the rest is dropped without a word ("Usage limits" of workflow commands). */
const MAX_ANNOTATIONS = 10;

const COMMAND: Readonly<Record<Severity, 'error' | 'warning' | undefined>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'warning',
  info: undefined,
};

/** As the runner decodes it ("Workflow commands", ToolkitCommand's escapeData and escapeProperty). */
const data = (text: string): string => visible(text).replaceAll('%', '%25');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Workflow commands: the ten worst errors and the ten worst warnings. */
export function annotationsText({ findings }: ReviewResult, { config }: RenderContext): string {
  const lines = (['error', 'warning'] as const).flatMap((command) =>
    findings
      .filter(({ severity }) => COMMAND[severity] === command)
      .slice(0, MAX_ANNOTATIONS)
      .map((finding) => annotation(command, finding, config)),
  );
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function annotation(command: string, finding: Finding, config: RenderContext['config']): string {
  const { rule, stack, address, what, fix } = finding;
  const where = config ? `file=${property(config.file)},line=${configLine(finding, config)},` : '';
  const at = [stack, address].filter((part) => part !== '').join(' ');
  return `::${command} ${where}title=${property(`${rule}${at === '' ? '' : `: ${at}`}`)}::${data(`${what} Fix: ${fix}`)}`;
}

export const github: Renderer = {
  format: 'github',
  help: "annotations, as GitHub's workflow commands",
  into: 'file',
  render: (result, context) => new Map([['annotations.txt', annotationsText(result, context)]]),
};
