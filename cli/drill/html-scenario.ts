import { COUNTS } from './counts';
import { figureOf, scenesOf } from './html-map';
import { coordinate, counted, html, type Markup, secondsText } from './html-markup';
import { callsOf, mark, stepDetails } from './html-step';
import type { DrillResult, DrillStep } from './result';

/** When a step began and how long it took, in seconds. */
interface Span {
  readonly began: number;
  readonly seconds: number;
}

/** Where a step says nothing of its time, it is that of its slowest stack, after the steps before it. */
function spansOf(steps: readonly DrillStep[]): Span[] {
  let end = 0;
  return steps.map((step) => {
    const seconds = step.seconds ?? Math.max(0, ...step.stacks.map((stack) => stack.seconds));
    const began = step.began ?? end;
    end = began + seconds;
    return { began, seconds };
  });
}

/** How long a scenario took, from its first step to its last. */
export const lengthOf = ({ seconds, steps }: DrillResult): number =>
  seconds ?? Math.max(0, ...spansOf(steps).map((span) => span.began + span.seconds));

/** One scenario: verdict, pictures, timeline, table and the steps in full. @param id begins every id in it */
export function scenarioSection(result: DrillResult, id: string): Markup {
  const { scenario, summary, notes = [], steps, skipped } = result;
  const scenes = scenesOf(steps);
  return html`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${scenario} ${verdictMark(result)}</h2>
${summary === undefined ? undefined : html`<p>${summary}</p>`}
${skipped === undefined ? undefined : html`<p><strong>Skipped:</strong> ${skipped}</p>`}
${notes.length > 0 ? html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>` : undefined}
${
  scenes.length > 0
    ? html`<h3>Regions and what is copied</h3>
<div class="maps">${scenes.map((scene, index) => figureOf(scene, `${id}-map-${index + 1}`))}</div>`
    : undefined
}
${steps.length > 0 ? stepsOf(steps, id) : undefined}
</section>`;
}

/** A scenario that was skipped neither passed nor failed. */
export const verdictMark = ({ passed, skipped }: DrillResult): Markup =>
  skipped === undefined ? mark(passed) : html`<span class="mark skip">– skipped</span>`;

function stepsOf(steps: readonly DrillStep[], id: string): Markup {
  const spans = spansOf(steps);
  return html`<h3>Timeline</h3>
${timeline(steps, spans)}
<h3>Plans</h3>
${plansTable(steps, spans, id)}
<h3>Step by step</h3>
${steps.map((step, index) => stepDetails(step, index + 1, stepId(id, index)))}`;
}

const stepId = (scenario: string, index: number): string => `${scenario}-step-${index + 1}`;

function timeline(steps: readonly DrillStep[], spans: readonly Span[]): Markup {
  const end = Math.max(...spans.map(({ began, seconds }) => began + seconds)) || 1;
  return html`<ol class="timeline">${steps.map(({ name, passed }, index) => {
    const { began, seconds } = spans[index] ?? { began: 0, seconds: 0 };
    const left = (began / end) * 100;
    // Never so short that it cannot be seen, never beyond the end.
    const width = Math.min(100 - left, Math.max(0.75, (seconds / end) * 100));
    return html`<li><div class="row"><span class="wrap">${index + 1}. ${name}</span><span>${mark(passed)} ${secondsText(seconds)}</span></div>
<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10"/><rect class="${passed ? 'pass' : 'fail'}" x="${coordinate(left)}" width="${coordinate(width)}" height="10"/></svg></li>
`;
  })}</ol>`;
}

/** On a phone each row is a card, whose cells are named by `data-label`; the roles keep it a table for screen readers. */
function plansTable(steps: readonly DrillStep[], spans: readonly Span[], id: string): Markup {
  const head = (text: string, isNumber = false): Markup =>
    html`<th role="columnheader" scope="col"${isNumber ? html` class="number"` : undefined}>${text}</th>`;
  const cell = (label: string, value: string | number | Markup, names: string): Markup =>
    html`<td role="cell" class="${names}" data-label="${label}">${value}</td>`;
  return html`<table class="cards" role="table">
<caption>What Terraform planned in all stacks of a step, and whom it called</caption>
<thead role="rowgroup"><tr role="row">${head('Step')}${head('Stacks', true)}${COUNTS.map((count) => head(titled(count), true))}${head('Calls')}${head('Seconds', true)}${head('Result')}</tr></thead>
<tbody role="rowgroup">${steps.map((step, index) => {
    const sums = COUNTS.map((count) => [count, step.stacks.reduce((sum, stack) => sum + stack[count], 0)] as const);
    return html`<tr role="row"><th role="rowheader" scope="row" class="step whole"><a href="#${stepId(id, index)}">${index + 1}. ${step.name}</a></th>
${cell('Stacks', step.stacks.length, 'number')}
${sums.map(([count, sum]) => cell(titled(count), sum, sum === 0 ? 'number nothing' : 'number'))}
${cell('Calls', callsOf(step), 'calls whole')}
${cell('Seconds', (spans[index]?.seconds ?? 0).toFixed(1), 'number')}
${cell('Result', mark(step.passed), 'result')}</tr>
${step.reason === undefined ? undefined : html`<tr role="row"><td role="cell" class="whole fail wrap" colspan="${COUNTS.length + 5}" data-label="Why">${step.reason}</td></tr>`}`;
  })}</tbody></table>
<p class="muted small">${counted(steps.length, 'step')}. A replacement is counted as such, not as an addition and a destruction.</p>`;
}

const titled = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
