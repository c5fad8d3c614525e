import { type Naming, roleArn, roleName } from './names';
import type { CompleteConfig } from './schema';

type Github = NonNullable<CompleteConfig['ci']['github']>;

/** The kinds of stacks that a deploy role applies. */
export type DeployedStacks = 'foundation' | 'regions' | 'global';

/** A deployment environment, and the role that its jobs take. */
export interface Deployment {
  /** Name of the GitHub environment. */
  readonly environment: string;
  /** What its role may do: plan every stack, or apply those of one kind. */
  readonly may: 'plan' | DeployedStacks;
  readonly roleName: string;
  readonly roleArn: string;
}

/** Every deployment environment: planning first, then in the order of the waves. */
export function deploymentsOf(naming: Naming, { planEnvironment, deployEnvironments }: Github): Deployment[] {
  const deployment = (environment: string, may: Deployment['may']): Deployment => ({
    environment,
    may,
    roleName: roleName(naming, `ci-${environment}`),
    roleArn: roleArn(naming, `ci-${environment}`),
  });
  return [
    deployment(planEnvironment, 'plan'),
    deployment(deployEnvironments.foundation, 'foundation'),
    ...deployEnvironments.regions.map((environment) => deployment(environment, 'regions')),
    deployment(deployEnvironments.global, 'global'),
  ];
}
