import { LEGEND } from './html-map';
import { counted, html, Markup, secondsText } from './html-markup';
import { lengthOf, scenarioSection, verdictMark } from './html-scenario';
import { STYLE } from './html-style';
import type { DrillResult } from './result';

/**
 * The report of a drill as one HTML file: it loads nothing and runs nothing, so it can be mailed, kept and opened anywhere.
 * The same results give the same bytes.
 */
export function drillPage(results: readonly DrillResult[]): string {
  const platforms = [...new Set(results.flatMap(({ platform }) => platform ?? []))];
  const what = results.length === 1 ? results.map(({ scenario }) => scenario) : 'all scenarios';
  const title = html`Drill: ${what}${platforms.length > 0 ? ` on ${platforms.join(', ')}` : ''}`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>
${new Markup(STYLE)}
</style>
</head>
<body>
<header>
<h1>${title}</h1>
${verdict(results)}
</header>
<main>
${results.length > 1 ? overview(results) : undefined}
${hasMap(results) ? LEGEND : undefined}
${results.map((result, index) => scenarioSection(result, sectionId(index)))}
</main>
</body>
</html>
`.text;
}

const hasMap = (results: readonly DrillResult[]): boolean => results.some(({ steps }) => steps.some(({ map }) => map));

const sectionId = (index: number): string => `scenario-${index + 1}`;

/** First of all: whether every law held, and where one did not. */
function verdict(results: readonly DrillResult[]): Markup {
  const drilled = results.filter(({ skipped }) => skipped === undefined);
  const failed = drilled.filter(({ passed }) => !passed);
  const skipped = results.length - drilled.length;
  const steps = drilled.reduce((sum, result) => sum + result.steps.length, 0);
  const seconds = drilled.reduce((sum, result) => sum + lengthOf(result), 0);
  const size = html`${counted(drilled.length, 'scenario')}, ${counted(steps, 'step')}, ${secondsText(seconds)}${skipped > 0 ? `; ${skipped} skipped` : ''}.`;
  if (drilled.length === 0)
    return html`<div class="verdict skip"><p class="skip">– Nothing was drilled</p><p>${size}</p></div>`;
  if (failed.length === 0)
    return html`<div class="verdict pass"><p class="pass">✓ Passed</p><p>Every law held in every step. ${size}</p></div>`;
  return html`<div class="verdict fail"><p class="fail">✗ Failed</p><p>${failed.length} of ${size}</p>
<ul>${results.map((result, index) => failuresOf(result, sectionId(index)))}</ul></div>`;
}

function failuresOf({ scenario, passed, skipped, steps }: DrillResult, id: string): Markup[] {
  if (passed || skipped !== undefined) return [];
  const failed = steps.filter((step) => !step.passed);
  if (failed.length === 0) return [html`<li><a href="#${id}">${scenario}</a></li>`];
  return failed.map(
    ({ name, reason }) =>
      html`<li class="wrap"><a href="#${id}">${scenario}</a>, ${name}${reason === undefined ? undefined : html`: <strong>${reason}</strong>`}</li>`,
  );
}

function overview(results: readonly DrillResult[]): Markup {
  return html`<table>
<caption>Scenarios</caption>
<thead><tr><th scope="col">Scenario</th><th scope="col" class="number">Steps</th><th scope="col" class="number">Seconds</th><th scope="col">Result</th></tr></thead>
<tbody>${results.map(
    (result, index) =>
      html`<tr><th scope="row"><a href="#${sectionId(index)}">${result.scenario}</a></th><td class="number">${result.steps.length}</td><td class="number">${lengthOf(result).toFixed(1)}</td><td>${verdictMark(result)}</td></tr>
`,
  )}</tbody></table>`;
}
