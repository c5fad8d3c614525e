import { markdownText } from './markdown';
import type { Renderer } from './renderer';

/** The summary of a step may have 1 MiB ("Workflow commands", "Step isolation and limits"). */
const MAX_SUMMARY_BYTES = 1_000_000;

/** What a comment has no room for. */
export const summary: Renderer = {
  format: 'summary',
  help: 'the comment with all that it leaves out, for the summary of a job: at most 1,000,000 bytes',
  into: 'file',
  render: (result, context) => new Map([['summary.md', markdownText(result, context, MAX_SUMMARY_BYTES)]]),
};
