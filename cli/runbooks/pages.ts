import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The project's folder with the runbooks. */
export const RUNBOOKS = path.join(__dirname, '../../docs/runbooks');

/** A runbook's file name and text. */
export interface Page {
  readonly file: string;
  readonly text: string;
}

export const readPages = (): Page[] =>
  readdirSync(RUNBOOKS)
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(RUNBOOKS, file), 'utf8') }));

/** A plan on a page: its marker and the block that follows. */
const PLAN = /<!-- plan:([\w-]+) -->\n```text\n(?:[^`]*\n)?```/g;

/** Names of the plans that a page shows, in its order. */
export const plansIn = ({ text }: Page): string[] => [...text.matchAll(PLAN)].map(([, name = '']) => name);

/** The page with every plan as it was run. @throws where it shows a plan that was not */
export const withPlans = ({ file, text }: Page, plans: ReadonlyMap<string, string>): Page => ({
  file,
  text: text.replace(PLAN, (_block, name: string) => {
    const plan = plans.get(name);
    if (plan === undefined)
      throw new Error(`${file} shows the plan ${name}, which is not run. There are ${[...plans.keys()].join(', ')}.`);
    return `<!-- plan:${name} -->\n\`\`\`text\n${plan}\n\`\`\``;
  }),
});
