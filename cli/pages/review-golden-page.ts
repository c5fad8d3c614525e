import { configDiff } from '../drill/config-text';
import { readFixture } from '../fixtures/files';
import { reviewedScenario } from '../fixtures/review-fixture';
import { SCENARIOS } from '../fixtures/scenarios';
import { markdownText } from '../review/render/markdown';
import { block, generatedFrom } from './markdown';

/** Scenarios that users see a whole review of, and the title of each page. */
export const GOLDEN_REVIEWS: Readonly<Record<string, string>> = {
  'add-region': 'A Region joins',
  evacuate: 'A Region is evacuated',
  'promote-over-writer': 'The writer moves, and nobody thought of the old one',
  'bucket-destroyed': 'A bucket is taken out of the config',
  'bucket-policy-weakened': "A bucket's policy is weakened",
};

/** Where the page of a scenario is. */
export const goldenFile = (scenario: string): string => `docs/review/${scenario}.md`;

/** A whole review, as it stands in a pull request. */
export function goldenPage(name: string): string {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (!scenario) throw new Error(`No scenario "${name}". There are ${SCENARIOS.map((each) => each.name).join(', ')}.`);
  const before = scenario.applied.at(-1)?.source.config;
  const diff = before ? configDiff(before, scenario.head.config) : [];
  return `${[
    generatedFrom(`the plans in __tests__/fixtures/review/${name}`),
    `# ${GOLDEN_REVIEWS[name] ?? name}`,
    readFixture(name).about,
    ...(diff.length > 0
      ? ['The change of the config:', block('diff', diff.join('\n'))]
      : ['The config stays as it is: this is a change of the code.']),
    'What `npm run review` says of the plans, as it stands in the pull request:',
    '---',
    markdownText(reviewedScenario(name)).trimEnd(),
  ].join('\n\n')}\n`;
}
