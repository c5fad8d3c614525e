import type { Rule, StackPlan } from '../model';

/** A stack that may change and was not planned. */
export const planMissing: Rule = {
  id: 'plan-missing',
  severity: 'not-reviewable',
  title: 'A changed stack has no plan',
  suppressible: false,
  doc: {
    what: 'What is synthesized for a stack differs from the base, and there is neither a plan nor a log of it. Without a base, every stack without one.',
    why: 'A review of some stacks of a change says nothing about the change.',
    fix: 'Plan every stack that `npm run review -- affected` lists.',
    example:
      'Fires where a job of the matrix failed before it planned. A stack that is synthesized as in the base needs no plan.',
  },
  run: ({ stacks, forApply }) =>
    // A wave applies some of the stacks; the review of the whole change came before.
    (forApply ? [] : stacks.filter(isMissing)).map(({ stack, region, affected }) => ({
      stack,
      region: region ?? 'global',
      address: '',
      what: affected === true ? `${stack} changes, and has no plan.` : `${stack} has no plan.`,
      why: 'What it would do is not in this review.',
      fix: `Plan it, and give the review its plan or its log: npm run review -- plan.`,
    })),
};

const isMissing = ({ status, inHead, affected }: StackPlan): boolean =>
  status === 'absent' && inHead && affected !== false;
