import { listed } from '../../../config/problems';
import type { Rule } from '../model';
import { awaited } from './waiting';

/** A stack that can be planned once others are applied. */
export const planAfterWave: Rule = {
  id: 'plan-after-wave',
  severity: 'info',
  title: 'A stack can only be planned after another is applied',
  suppressible: true,
  doc: {
    what: 'All that a plan failed with is that it looks up by name what a stack before it creates in this change.',
    why: 'It is how a new Region begins: its stack finds what foundation has not made yet. Its plan is reviewed in its own wave.',
    fix: 'Nothing now. When the stacks before it are applied, plan and review it again.',
    example:
      'Fires for `region-sa-east-1` while `foundation` creates its key. Where no earlier stack creates anything in its Region, the lookup is wrong, and it is `plan-errored`.',
  },
  run: (review) =>
    review.stacks.flatMap((plan) => {
      const earlier = awaited(review, plan).map(({ stack }) => stack);
      if (earlier.length === 0) return [];
      return [
        {
          stack: plan.stack,
          region: plan.region ?? 'global',
          address: '',
          what: `${plan.stack} waits for what ${listed(earlier)} creates, and is not in this review.`,
          why: 'What it will do is known only then.',
          fix: `Apply ${listed(earlier)}, then plan and review ${plan.stack}.`,
        },
      ];
    }),
};
