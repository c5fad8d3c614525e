import { GLOBAL, type Rule } from '../model';
import { awaited } from './waiting';

export const actionInvoked: Rule = {
  id: 'action-invoked',
  severity: 'medium',
  title: 'The apply calls an action of a provider',
  suppressible: true,
  doc: {
    what: 'An action is called in the apply, such as stopping an instance or invoking a function (Terraform 1.14).',
    why: 'What an action does is in no plan.',
    fix: 'Make sure that it may run in every Region of the wave, and again if the apply is repeated.',
    example:
      '`aws_lambda_invoke` is triggered by a table that is changed. A plan without action_invocations is no finding.',
  },
  run: ({ stacks }) =>
    stacks.flatMap(({ stack, region, actionInvocations }) =>
      actionInvocations.map(({ address, type, trigger }) => ({
        stack,
        region: region ?? GLOBAL,
        address,
        what: `The apply calls ${address} (${type})${trigger === undefined ? '' : `, triggered by ${trigger}`}.`,
        why: 'What it does is in no plan, and it is done again if the apply is repeated.',
        fix: 'Make sure that it may run more than once, and in all Regions of the wave.',
        paths: [type],
      })),
    ),
};

export const checkFailed: Rule = {
  id: 'check-failed',
  severity: 'high',
  title: 'A check of Terraform fails',
  suppressible: true,
  doc: {
    what: 'A `check` block, a condition or a validation fails, or cannot be evaluated.',
    why: 'Terraform only warns about a check block, and goes on.',
    fix: 'See what it says in the log of the plan, and mend what it checks.',
    example: '`check.names` fails. One that is unknown until the apply is no finding.',
  },
  run: (review) =>
    // Where a stack waits for another, a condition on what it looks up says no more than that.
    review.stacks
      .filter((plan) => awaited(review, plan).length === 0)
      .flatMap(({ stack, region, checks }) =>
        checks
          .filter(({ status }) => status === 'fail' || status === 'error')
          .map(({ address, status }) => ({
            stack,
            region: region ?? GLOBAL,
            address,
            what: `${address} ${status === 'fail' ? 'fails' : 'cannot be evaluated'}.`,
            why: 'What it makes sure of does not hold, and Terraform may go on all the same.',
            fix: 'Read its message in the log of the plan, and mend what it checks.',
            paths: [status],
          })),
      ),
};
