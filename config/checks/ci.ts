import { type Problem, pathText, shown } from '../problems';
import type { Check } from './draft';

const deployments: Check = ({ ci }) => {
  const github = ci?.github;
  if (!github) return [];
  const { planEnvironment, deployEnvironments } = github;
  const named = [
    { path: ['planEnvironment'], environment: planEnvironment },
    { path: ['deployEnvironments', 'foundation'], environment: deployEnvironments?.foundation },
    ...(deployEnvironments?.regions ?? []).map((environment: string | undefined, index) => ({
      path: ['deployEnvironments', 'regions', index],
      environment,
    })),
    { path: ['deployEnvironments', 'global'], environment: deployEnvironments?.global },
  ].filter(({ environment }) => environment !== undefined);
  return named.flatMap(({ path, environment }, index): Problem[] => {
    const first = named.findIndex((other) => other.environment === environment);
    return first === index
      ? []
      : [
          {
            path: pathText(['ci', 'github', ...path]),
            message: `${shown(environment)} is ${pathText(['ci', 'github', ...(named[first]?.path ?? [])])} already. Each has a role of its own: take another name.`,
          },
        ];
  });
};

const noOtherRole: Check = ({ ci, assumeRole }) =>
  ci?.github && assumeRole
    ? [
        {
          path: 'ci.github',
          message:
            'with `assumeRole` every provider works as that role, also where it only plans, so the roles of `ci.github` would decide nothing. Take one of the two out.',
        },
      ]
    : [];

/** What the roles of the pipelines must be to one another and to the rest. */
export const CI_CHECKS: readonly Check[] = [deployments, noOtherRole];
