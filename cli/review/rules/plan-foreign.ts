import type { Rule } from '../model';

/** A plan of something else. */
export const planForeign: Rule = {
  id: 'plan-foreign',
  severity: 'not-reviewable',
  title: 'A plan is not of what was synthesized',
  suppressible: false,
  doc: {
    what: "The plan's configuration has other resources than head's synth, or its providers allow another account.",
    why: 'It was made from another commit or for another platform: what it says is not what would be applied.',
    fix: 'Synthesize once, and plan and review that output.',
    example:
      'Fires on a plan of yesterday when the config has gained a bucket since. Changed values alone are not seen by it.',
  },
  run: ({ stacks }) =>
    stacks.flatMap(({ stack, region, foreign }) =>
      foreign.length === 0
        ? []
        : [
            {
              stack,
              region: region ?? 'global',
              address: '',
              what: `The plan of ${stack} is of something else. ${foreign.join(' ')}`,
              why: 'What is reviewed would not be what is applied.',
              fix: 'Synthesize, then plan that output: npm run synth && npm run review -- plan.',
            },
          ],
    ),
};
