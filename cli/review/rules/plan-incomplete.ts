import type { Rule } from '../model';

/** A plan of a part of a stack. */
export const planIncomplete: Rule = {
  id: 'plan-incomplete',
  severity: 'not-reviewable',
  title: 'A plan is of a part of its stack',
  suppressible: false,
  doc: {
    what: 'The plan was made with `-target` or `-refresh-only`, or Terraform deferred some of it.',
    why: 'What it leaves out cannot be reviewed, and edges may be there on one side alone.',
    fix: 'Plan the whole stack, without `-target` and `-refresh-only`.',
    example: 'Fires on `terraform plan -target=aws_vpc.network_vpc`. A plan with `-replace` is whole, and is reviewed.',
  },
  run: ({ stacks }) =>
    stacks
      .filter(({ status }) => status === 'incomplete' || status === 'refresh-only')
      .map(({ stack, region, status }) => ({
        stack,
        region: region ?? 'global',
        address: '',
        what:
          status === 'refresh-only'
            ? `The plan of ${stack} is of its state alone (-refresh-only).`
            : `The plan of ${stack} is of a part of it (-target, or deferred changes).`,
        why: 'What it leaves out cannot be reviewed.',
        fix: 'Plan the whole stack: npm run review -- plan.',
      })),
};
