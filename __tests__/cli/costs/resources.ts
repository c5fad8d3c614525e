import { type Arguments, type Resource, resourcesOf } from '../../../cli/costs/stacks-json';

/** A stack's resources, as if it had been synthesized in one Region; the provider `edge` is us-east-1's. */
export const stackOf = (
  resource: Readonly<Record<string, Readonly<Record<string, Arguments>>>>,
  region = 'eu-west-1',
  stack = `region-${region}`,
): Resource[] =>
  resourcesOf(
    stack,
    JSON.stringify({
      provider: {
        aws: [
          { alias: 'here', region },
          { alias: 'edge', region: 'us-east-1' },
        ],
      },
      resource: Object.fromEntries(
        Object.entries(resource).map(([type, named]) => [
          type,
          Object.fromEntries(Object.entries(named).map(([name, args]) => [name, { provider: 'aws.here', ...args }])),
        ]),
      ),
    }),
  );
