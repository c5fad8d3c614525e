import type { Rule } from '../model';

/** A plan without secrets that is to be applied. */
export const planOnlyApplied: Rule = {
  id: 'plan-only-applied',
  severity: 'not-reviewable',
  title: 'A plan without secrets is to be applied',
  suppressible: false,
  doc: {
    what: 'The review is for an apply (`--for-apply`), and the plan was made with `plan_only`.',
    why: 'Such a plan has opened no secret: applied, it would create databases without a password.',
    fix: 'Plan with the deploy role, without `-var plan_only=true`.',
    example:
      'Fires on the plan of a pull request that is used in a deployment. In a pull request it is as it should be.',
  },
  run: ({ stacks, forApply }) =>
    stacks
      .filter(({ planOnly }) => forApply && planOnly)
      .map(({ stack, region }) => ({
        stack,
        region: region ?? 'global',
        address: '',
        what: `The plan of ${stack} was made without secrets (plan_only), and is to be applied.`,
        why: 'What it creates would have no password.',
        fix: 'Plan it again without -var plan_only=true.',
      })),
};
