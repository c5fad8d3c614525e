import { deploymentsOf } from '../../config/ci';
import type { PlatformConfig } from '../../config/schema';
import { platformOf } from '../synth';

const arnOf = (role: string): string => `arn:aws:iam::111122223333:role/${role}`;

const deployments = (github: NonNullable<NonNullable<PlatformConfig['ci']>['github']>) => {
  const platform = platformOf({ ci: { github } });
  return platform.ci.github && deploymentsOf(platform, platform.ci.github);
};

test('there is an environment to plan in, and one for each wave', () =>
  expect(deployments({ repository: 'acme/orders' })).toEqual([
    { environment: 'plan', may: 'plan', roleName: 'orders-prod-ci-plan', roleArn: arnOf('orders-prod-ci-plan') },
    {
      environment: 'foundation',
      may: 'foundation',
      roleName: 'orders-prod-ci-foundation',
      roleArn: arnOf('orders-prod-ci-foundation'),
    },
    {
      environment: 'canary',
      may: 'regions',
      roleName: 'orders-prod-ci-canary',
      roleArn: arnOf('orders-prod-ci-canary'),
    },
    {
      environment: 'wave-2',
      may: 'regions',
      roleName: 'orders-prod-ci-wave-2',
      roleArn: arnOf('orders-prod-ci-wave-2'),
    },
    {
      environment: 'wave-3',
      may: 'regions',
      roleName: 'orders-prod-ci-wave-3',
      roleArn: arnOf('orders-prod-ci-wave-3'),
    },
    {
      environment: 'global',
      may: 'global',
      roleName: 'orders-prod-ci-global',
      roleArn: arnOf('orders-prod-ci-global'),
    },
  ]));

test('environments can be called otherwise', () =>
  expect(
    deployments({
      repository: 'acme/orders',
      planEnvironment: 'prod-plan',
      deployEnvironments: { foundation: 'prod-base', regions: ['prod-all'] },
    }),
  ).toEqual([
    {
      environment: 'prod-plan',
      may: 'plan',
      roleName: 'orders-prod-ci-prod-plan',
      roleArn: arnOf('orders-prod-ci-prod-plan'),
    },
    {
      environment: 'prod-base',
      may: 'foundation',
      roleName: 'orders-prod-ci-prod-base',
      roleArn: arnOf('orders-prod-ci-prod-base'),
    },
    {
      environment: 'prod-all',
      may: 'regions',
      roleName: 'orders-prod-ci-prod-all',
      roleArn: arnOf('orders-prod-ci-prod-all'),
    },
    {
      environment: 'global',
      may: 'global',
      roleName: 'orders-prod-ci-global',
      roleArn: arnOf('orders-prod-ci-global'),
    },
  ]));
