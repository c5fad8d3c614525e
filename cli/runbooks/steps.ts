import { type ActionName, changingActions, isActionName } from '../../config/control-planes';
import { actionsOfCommand } from './commands';
import type { Page } from './pages';

/** Pages that are followed while a Region is lost, or to move away from one. */
export const FAILOVER_PAGES = ['outage.md', 'switch.md', 'promote.md', 'planned-switch.md'] as const;

/** Parts of such a page that are the failover itself; what comes after it may need everything. */
const FAILOVER_SECTIONS = ['Commands', 'Check on AWS'];

/** A step of a runbook. It begins with a comment that readers do not see: `<!-- needs: promote-replica -->`. */
export interface Step {
  /** `Commands`. */
  readonly section: string;
  /** What it declares; `nothing` for what people do among themselves. */
  readonly needs: readonly string[];
  /** Its first words, as Markdown. */
  readonly title: string;
  /** Lines of its code blocks. */
  readonly commands: readonly string[];
}

const NEEDS = /<!-- needs: ([\w-]+(?:, [\w-]+)*) -->/;

/** The steps of a page's failover. */
export function stepsOf({ text }: Page): Step[] {
  return FAILOVER_SECTIONS.flatMap((section) =>
    partsOf(sectionIn(text, section)).map(({ needs, lines }) => ({
      section,
      needs,
      title: titleOf(lines),
      commands: commandsIn(lines),
    })),
  );
}

/** What keeps a page's failover from being known to be safe: each with the page and the fix. */
export function stepProblems(page: Page): string[] {
  return FAILOVER_SECTIONS.flatMap((section) => undeclared(page, section)).concat(
    stepsOf(page).flatMap((step) => problemsOf(step).map((problem) => `${page.file}, "${step.title}": ${problem}`)),
  );
}

/** What the steps of a page's plans change that Terraform shows by type, and what such a change takes. */
export function plannedActions({ text }: Page): readonly (readonly [type: string, ActionName[] | undefined])[] {
  const [before = ''] = text.split(/\n## When the /);
  const [, plans = ''] = before.split('\n## What the plan shows\n');
  const types = [...plans.matchAll(/^ {2}(?:change|replace|add|destroy) +((?:aws|terraform)_\w+)\./gm)];
  return [...new Set(types.map(([, type = '']) => type))].map((type) => {
    const actions = changingActions(type);
    return [type, actions && [...actions]] as const;
  });
}

const sectionIn = (text: string, title: string): string[] =>
  (text.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '').split('\n');

interface Part {
  readonly needs: readonly string[];
  readonly lines: string[];
}

function partsOf(lines: readonly string[]): Part[] {
  const parts: Part[] = [];
  for (const line of lines) {
    const declared = NEEDS.exec(line)?.[1];
    if (declared !== undefined) parts.push({ needs: declared.split(', '), lines: [line.replace(NEEDS, '')] });
    else parts.at(-1)?.lines.push(line);
  }
  return parts;
}

/** A numbered step or a code block without a comment of its own. */
function undeclared({ file, text }: Page, section: string): string[] {
  const missing: string[] = [];
  let [declared, fenced] = [false, false];
  for (const line of sectionIn(text, section)) {
    if (NEEDS.test(line)) declared = true;
    else if (/^\d+\. /.test(line)) {
      missing.push(line);
      declared = false;
    }
    if (!line.trim().startsWith('```')) continue;
    if (!fenced && !declared) missing.push(line.trim());
    // A block closes its step: the next one declares its own.
    if (fenced) declared = false;
    fenced = !fenced;
  }
  return missing.map((line) => `${file}, ${section}: "${line}" does not say what it needs. Add <!-- needs: ... -->.`);
}

function problemsOf({ needs, commands }: Step): string[] {
  return [
    ...needs
      .filter((need) => need !== 'nothing' && !isActionName(need))
      .map((need) => `"${need}" is no action. Take one of config/control-planes.ts, or "nothing".`),
    ...commands.flatMap((command) => {
      const actions = actionsOfCommand(command);
      if (actions === undefined) return [`"${command}" is not known. Add it to cli/runbooks/commands.ts.`];
      return actions
        .filter((action) => !needs.includes(action))
        .map((action) => `"${command}" takes ${action}. Add it to what the step needs.`);
    }),
  ];
}

/** Lines of code blocks, with continued ones joined. */
function commandsIn(lines: readonly string[]): string[] {
  const code: string[] = [];
  let fenced = false;
  for (const line of lines) {
    if (line.trim().startsWith('```')) fenced = !fenced;
    else if (fenced && line.trim() !== '') code.push(line.trim());
  }
  return code.join('\n').replaceAll('\\\n', ' ').split('\n').filter(Boolean);
}

/** The first sentence of a step in words, else the first comment or command of its block. */
function titleOf(lines: readonly string[]): string {
  const words =
    lines
      .join('\n')
      .split('```')[0]
      ?.replace(/^\s*\d+\. /, '')
      .replace(/\s+/g, ' ')
      .trim() ?? '';
  if (words !== '') return words.split(/[.:;] |[.:]$/)[0] ?? words;
  const [command = ''] = commandsIn(lines).filter((line) => !line.startsWith('alias'));
  return command.startsWith('#') ? command.replace(/^# /, '').replace(/[.:]$/, '') : `\`${command}\``;
}
