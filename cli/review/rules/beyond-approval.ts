import { digestOf, excessOf } from '../digest';
import type { Rule } from '../model';

/** A plan that does more than was approved. */
export const beyondApproval: Rule = {
  id: 'beyond-approval',
  severity: 'critical',
  title: 'A plan does what nobody approved',
  suppressible: false,
  doc: {
    what: 'Compared with the digest that was approved (`--approved`), the plan changes another resource, in another way, or to another value.',
    why: 'Between approval and apply somebody changed the platform or the code: nobody has looked at what would happen now.',
    fix: 'Review and approve the plan as it is now. If something was changed by hand, find out why first.',
    example:
      'Fires where a security group was opened by hand since: the plan now closes it. Doing less than was approved is fine.',
  },
  run: (review) =>
    review.approved === undefined
      ? []
      : excessOf(digestOf(review), review.approved).map(({ stack, address, deposed, what, paths }) => ({
          stack,
          region: review.changeAt(stack, address)?.region ?? review.stack(stack)?.region ?? 'global',
          address,
          ...(deposed !== undefined && { deposed }),
          what: `${address}: ${what}${paths.length > 0 ? `, for ${paths.join(', ')}` : ''}.`,
          why: 'It is more than was approved.',
          fix: 'Review it again, and have it approved as it is now.',
          paths: paths.map((path) => path.split(/=| removed$/)[0] ?? path),
        })),
};
