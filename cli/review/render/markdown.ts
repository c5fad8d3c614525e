import type { ReviewResult, Severity } from '../model';
import { counted } from './counts-text';
import { changesText, driftText, type Extent, noiseText, outputsText } from './markdown-changes';
import { type Detail, findingsText, sinceText, suppressedText } from './markdown-findings';
import { matrixText } from './markdown-matrix';
import { MAX_REMEMBERED, markOf, stateText } from './markdown-state';
import type { RenderContext, Renderer } from './renderer';
import { bytesOf, code, prose } from './safe-text';
import { verdictOf, verdictText } from './verdict-text';

/**
 * A comment of GitHub's holds 65,536 characters (the API's error "body is too long"); in what unit emoji count is not said,
 * so this is in bytes and below it.
 */
export const MAX_COMMENT_BYTES = 60_000;

/** How much of each part is said. */
interface Level {
  readonly changes: Extent;
  readonly detailOf: (severity: Severity) => Detail;
  readonly titles: number;
  readonly rest: boolean;
}

const ALL = Number.POSITIVE_INFINITY;
const open: Level['detailOf'] = (severity) => (severity === 'critical' || severity === 'high' ? 'full' : 'title');
const criticals: Level['detailOf'] = (severity) => (severity === 'critical' ? 'full' : 'title');
const worst: Level['detailOf'] = (severity) => (severity === 'critical' || severity === 'high' ? 'title' : 'count');

/** From everything to the least: values go first, the criticals' titles last. */
const LEVELS: readonly Level[] = [
  { changes: 'values', detailOf: () => 'full', titles: ALL, rest: true },
  { changes: 'paths', detailOf: () => 'full', titles: ALL, rest: true },
  { changes: 'lines', detailOf: () => 'full', titles: ALL, rest: true },
  { changes: 'lines', detailOf: open, titles: ALL, rest: true },
  { changes: 'count', detailOf: open, titles: ALL, rest: true },
  { changes: 'count', detailOf: open, titles: 100, rest: false },
  { changes: 'count', detailOf: criticals, titles: 100, rest: false },
  { changes: 'count', detailOf: () => 'title', titles: 300, rest: false },
  { changes: 'count', detailOf: worst, titles: 150, rest: false },
  { changes: 'count', detailOf: worst, titles: 80, rest: false },
  { changes: 'count', detailOf: worst, titles: 20, rest: false },
];

/** The review as one comment of a pull request, or as long as `longest` bytes allow. */
export function markdownText(result: ReviewResult, context: RenderContext = {}, longest = MAX_COMMENT_BYTES): string {
  // A list that was cut says nothing of what is new.
  const previous = context.previous && context.previous.length < MAX_REMEMBERED ? new Set(context.previous) : undefined;
  for (const [index, level] of LEVELS.entries()) {
    const text = textAt(result, previous, level, index > 0);
    if (bytesOf(text) <= longest) return text;
  }
  return leastText(result);
}

function textAt(
  result: ReviewResult,
  previous: ReadonlySet<string> | undefined,
  { changes, detailOf, titles, rest }: Level,
  cut: boolean,
): string {
  const { platform, stacks, notes } = result;
  const { verdict, reason } = verdictOf(result);
  const broken = stacks.flatMap(({ stack, diagnostics }) =>
    diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ summary, address }) => `- ${prose(stack)}: ${prose(summary)}${address ? ` (${code(address)})` : ''}`),
  );
  return paragraphs([
    markOf(result),
    `## ${prose(`${platform.name} ${platform.environment}`)}: ${prose(verdict)}`,
    prose(reason),
    sinceText(result, previous),
    matrixText(result.matrix),
    broken.length > 0 ? `Terraform said:\n\n${broken.slice(0, 20).join('\n')}` : '',
    findingsText(result.findings, previous, detailOf, titles),
    changesText(result, changes),
    rest ? outputsText(result) : '',
    rest ? driftText(result) : '',
    rest ? suppressedText(result.suppressed) : '',
    rest ? noiseText(result) : '',
    ...(rest ? notes.map(prose) : []),
    cut ? 'Too long for a comment: what is left out here is in the job summary.' : '',
    stateText(result),
  ]);
}

/** Where even the matrix and the titles do not fit: many hundreds of Regions or very long names. */
const leastText = (result: ReviewResult): string =>
  paragraphs([
    markOf(result),
    prose(verdictText(result)).slice(0, 2000),
    `${counted(result.findings.length, 'finding')}. Too long for a comment: all of it is in the job summary.`,
  ]);

const paragraphs = (parts: readonly string[]): string => `${parts.filter((part) => part !== '').join('\n\n')}\n`;

/** One comment for all stacks, the verdict first. */
export const markdown: Renderer = {
  format: 'markdown',
  help: 'one comment for a pull request, at most 60,000 bytes',
  into: 'file',
  render: (result, context) => new Map([['review.md', markdownText(result, context)]]),
};
