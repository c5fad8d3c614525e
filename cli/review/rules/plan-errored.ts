import type { Diagnostic, Draft, Review, Rule, StackPlan } from '../model';
import { awaited } from './waiting';

/** A plan that Terraform could not finish. */
export const planErrored: Rule = {
  id: 'plan-errored',
  severity: 'not-reviewable',
  title: 'A plan failed',
  suppressible: false,
  doc: {
    what: 'Terraform ended with an error: the plan holds a part of the changes, or there is only its log.',
    why: 'What is not in the plan cannot be reviewed, and nothing of it can be applied.',
    fix: 'Mend what the error says and plan again. For errors that are known, the finding says how.',
    example:
      'Fires where a Region is dropped from the list while state holds its objects ("Provider configuration not present"). A stack that only looks up what an earlier stack creates is `plan-after-wave` instead.',
  },
  run: (review) =>
    review.stacks
      .filter((plan) => (plan.status === 'errored' || plan.status === 'log') && awaited(review, plan).length === 0)
      .flatMap((plan) => draftsOf(review, plan)),
};

function draftsOf(review: Review, plan: StackPlan): Draft[] {
  const errors = plan.diagnostics.filter(({ severity }) => severity === 'error');
  const gone = errors.filter(({ kind }) => kind === 'provider-gone');
  if (errors.length > 0)
    return [
      ...leftIn(review, plan, gone),
      ...errors.filter(({ kind }) => kind !== 'provider-gone').map((error) => translated(review, plan, error)),
    ];
  const where = { stack: plan.stack, region: plan.region ?? 'global', address: '' };
  return plan.status === 'log'
    ? [{ ...where, what: `${plan.stack} has a log without an error, and no plan.`, why: NO_PLAN, fix: AGAIN }]
    : [
        {
          ...where,
          what: `The plan of ${plan.stack} ended with an error.`,
          why: NO_PLAN,
          fix: `Its log says which: give it too, as ${plan.stack}.log.jsonl. ${AGAIN}`,
        },
      ];
}

const NO_PLAN = 'What the plan does not hold cannot be reviewed.';
const AGAIN = 'Plan it again: npm run review -- plan.';

/** Terraform has a message for every object whose provider is gone: they say one thing of a Region. */
function leftIn(review: Review, plan: StackPlan, errors: readonly Diagnostic[]): Draft[] {
  const regions = new Map<string, string[]>();
  const shared: string[] = [];
  for (const { alias, address = '' } of errors) {
    if (alias !== undefined && SHARED_ALIASES.has(alias)) {
      shared.push(address);
      continue;
    }
    const region = regionOfAlias(review, alias) ?? plan.region ?? 'global';
    regions.set(region, [...(regions.get(region) ?? []), address]);
  }
  return [
    ...frontIn(plan, shared),
    ...[...regions].map(([region, [first = '', ...others]]): Draft => {
      const where = region === 'global' ? 'A Region' : region;
      const more = others.length > 0 ? ` and ${others.length} more` : '';
      return {
        stack: plan.stack,
        region,
        address: first,
        what: `${where} left the list while ${plan.stack} still owns resources there (${first}${more}).`,
        why: 'Terraform cannot plan for an object whose provider is gone, so it plans nothing at all.',
        fix: `Put ${region === 'global' ? 'it' : region} back with \`state: 'leaving'\`, or \`state: 'evacuated'\` if it is lost, and drop it once that is applied.`,
      };
    }),
  ];
}

/** Aliases of what AWS has in one place for all: they are there as long as the config has a front door. */
const SHARED_ALIASES = new Set(['edge', 'oregon']);

const frontIn = (plan: StackPlan, [first, ...others]: readonly string[]): Draft[] =>
  first === undefined
    ? []
    : [
        {
          stack: plan.stack,
          region: 'global',
          address: first,
          what: `The front door, or a part of it, left the config while ${plan.stack} still owns its objects (${first}${others.length > 0 ? ` and ${others.length} more` : ''}).`,
          why: 'Terraform cannot plan for an object whose provider is gone, so it plans nothing at all.',
          fix: 'Put it back into the config. To give it up, destroy these objects first, by their addresses (`terraform destroy -target`), the records before what they lead to.',
        },
      ];

/** Terraform's message in terms of the platform. */
function translated(review: Review, plan: StackPlan, error: Diagnostic): Draft {
  const { summary, address = '', kind } = error;
  const region = error.region ?? plan.region ?? 'global';
  const where = { stack: plan.stack, region, address };
  const of = address === '' ? '' : ` (${address})`;
  switch (kind) {
    case 'prevent-destroy': {
      const replaced = review.changeAt(plan.stack, address)?.replacePaths ?? [];
      const because = replaced.length > 0 ? `, as ${replaced.join(', ')} cannot be changed in place` : '';
      return {
        ...where,
        what: `${address === '' ? 'A protected resource' : address} would be destroyed${because}; \`prevent_destroy\` stopped the plan.`,
        why: 'It holds data, or the key to data.',
        fix:
          replaced.length > 0
            ? `Undo the change of ${replaced.join(', ')}, or move the data first.`
            : 'Bring it back into the config, or release it by the runbook first.',
        paths: replaced,
      };
    }
    case 'unreachable':
      return {
        ...where,
        what: `${region} does not answer, so ${plan.stack} cannot be planned.`,
        why: 'A plan reads every object of its stack.',
        fix: `Plan again. If ${region} is lost, set \`state: 'evacuated'\` for it.`,
      };
    default:
      return {
        ...where,
        what: `The plan of ${plan.stack} failed: ${summary}${of}.`,
        why: NO_PLAN,
        fix: `Mend it and plan again: npm run review -- plan.`,
      };
  }
}

/** An alias is a Region's code. */
function regionOfAlias({ head, base }: Review, alias: string | undefined): string | undefined {
  const all = [...head.manifest.regions, ...(base?.manifest.regions ?? [])];
  return alias === undefined ? undefined : all.find(({ code }) => code === alias)?.name;
}
