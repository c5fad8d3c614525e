import { COUNTS } from './counts';
import { counted, html, type Markup, secondsText } from './html-markup';
import type { DrilledChange, DrilledStack, DrillStep, HeldLaw } from './result';

/** Pass or fail, by sign, word and colour. */
export const mark = (passed: boolean): Markup =>
  passed ? html`<span class="mark pass">✓ passed</span>` : html`<span class="mark fail">✗ failed</span>`;

/** `2 change, 10 forget`. */
const countsText = (counts: DrilledStack): string =>
  COUNTS.filter((count) => counts[count] > 0)
    .map((count) => `${counts[count]} ${count}`)
    .join(', ');

/** Regions by calls; a Region and its number stay on one line. */
export function callsOf({ calls }: DrillStep): Markup {
  const counts = Object.entries(calls).sort(([a], [b]) => (a < b ? -1 : 1));
  if (counts.length === 0) return html`none`;
  return html`${counts.map(([region, count], index) => html`${index > 0 ? ', ' : undefined}<span class="call">${region} ${count}</span>`)}`;
}

/** All that is known of a step; closed on the screen where it passed, since the table says enough then. */
export function stepDetails(step: DrillStep, number: number, id: string): Markup {
  const { name, passed, reason, faults = [], diff = [], laws = [], stacks, refusal } = step;
  return html`<details id="${id}"${passed ? undefined : html` open`}>
<summary>${number}. ${name} ${mark(passed)}</summary>
${reason === undefined ? undefined : html`<p class="fail wrap"><strong>Why:</strong> ${reason}</p>`}
${faults.length > 0 ? html`<p><strong>Fault:</strong> ${faults.join(', ')}</p>` : undefined}
${diff.length > 0 ? html`<p><strong>In the config:</strong></p>${diffBlock(diff)}` : undefined}
${refusal === undefined ? undefined : html`<p><strong>Synth refused the config:</strong></p><pre>${refusal}</pre>`}
${lawsOf(laws)}
${stacks.filter((stack) => !isIdle(stack)).map(stackBlock)}
${idleLine(stacks.filter(isIdle))}
<p class="muted">Calls: ${callsOf(step)}</p>
</details>`;
}

/** Laws that held in one line, each broken one in a line of its own. */
function lawsOf(laws: readonly HeldLaw[]): Markup | undefined {
  const held = laws.filter(({ passed }) => passed).map(({ law }) => law);
  const broken = laws.filter(({ passed }) => !passed);
  if (laws.length === 0) return undefined;
  return html`<p><strong>Laws:</strong></p><ul class="changes">${broken.map(brokenLaw)}
${held.length > 0 ? html`<li>${mark(true)} ${held.join('; ')}</li>` : undefined}</ul>`;
}

/** A reason may begin with its law's name. */
const brokenLaw = ({ law, reason }: HeldLaw): Markup =>
  html`<li>${mark(false)} ${reason === undefined ? law : reason.startsWith(law) ? reason : `${law}: ${reason}`}</li>`;

const diffBlock = (lines: readonly string[]): Markup =>
  html`<pre class="diff">${lines.map((line) => html`<span class="${line.startsWith('-') ? 'remove' : 'add'}">${line}</span>\n`)}</pre>`;

/** Whether there was nothing to do in it, and nothing went wrong. */
const isIdle = ({ outcome = 'passed', error, changes = [], ...counts }: DrilledStack): boolean =>
  outcome === 'passed' && error === undefined && changes.length === 0 && COUNTS.every((count) => counts[count] === 0);

function idleLine(stacks: readonly DrilledStack[]): Markup | undefined {
  if (stacks.length === 0) return undefined;
  const names = stacks.map(({ stack, seconds }) => html`${stack} <span class="muted">(${secondsText(seconds)})</span>`);
  return html`<p class="stack"><strong>Nothing to do:</strong> ${names.map((name, index) => html`${index > 0 ? ', ' : undefined}${name}`)}</p>`;
}

function stackBlock(stack: DrilledStack): Markup {
  const { outcome = 'passed', changes = [], error } = stack;
  return html`<div class="stack"><p><strong>${stack.stack}</strong>: ${outcome === 'passed' ? countsText(stack) : html`<span class="mark fail">✗ ${outcome}</span>`} <span class="muted">(${secondsText(stack.seconds)})</span></p>
${error === undefined ? undefined : html`<pre>${error}</pre>`}
${changes.length > 0 ? changesList(changes) : undefined}</div>`;
}

/** Above it changes of one kind are only counted, by type: a Region that leaves is some fifty of them. */
const MOST_CHANGES = 12;

function changesList(changes: readonly DrilledChange[]): Markup {
  const kinds = new Map<string, DrilledChange[]>();
  for (const change of changes) {
    const kind = kindOf(change);
    kinds.set(kind, [...(kinds.get(kind) ?? []), change]);
  }
  return html`<ul class="changes">${[...kinds].map(([kind, alike]) =>
    alike.length > MOST_CHANGES
      ? html`<li>${kind} ${counted(alike.length, 'object')}: ${typesText(alike)}</li>`
      : alike.map(
          ({ address, changed }) =>
            html`<li>${kind} <code>${address}</code>${changed.length > 0 ? html` <span class="muted">(${changed.join(', ')})</span>` : undefined}</li>`,
        ),
  )}</ul>`;
}

/** A plan's own words: a replacement is one, in whichever order. */
const kindOf = ({ actions }: DrilledChange): string => {
  const done = actions.filter((action) => action !== 'no-op');
  return done.includes('delete') && done.includes('create') ? 'replace' : done.join(' and ');
};

function typesText(changes: readonly DrilledChange[]): string {
  const types = new Map<string, number>();
  for (const { address } of changes) {
    const type = address.split('.')[0] ?? address;
    types.set(type, (types.get(type) ?? 0) + 1);
  }
  return [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, count]) => (count > 1 ? `${type} (${count})` : type))
    .join(', ');
}
