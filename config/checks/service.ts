import { fargateSizeProblem } from '../fargate-size';
import { type ServiceHost, serviceHostOf } from '../ingress';
import { endpointsOf } from '../network';
import { listed, type Problem, pathText, shown } from '../problems';
import type { CompleteConfig } from '../schema';
import { type Check, type Draft, ofIngress } from './draft';

type Service = NonNullable<CompleteConfig['ingress']>['service'];
type Uses = Partial<Service['uses']>;

/** Security groups of a task or a network interface, the service's own among them ("AwsVpcConfiguration" of ECS; "Amazon VPC quotas"). */
const MAX_SECURITY_GROUPS = 5;
/** Each database has a group of its clients. */
export const MAX_USED_DATABASES = MAX_SECURITY_GROUPS - 1;

const host = ofIngress(({ entry, service }) => {
  if (entry === undefined || service === undefined) return [];
  const on = serviceHostOf({ entry, service });
  return (entry === 'alb') === (on === 'function')
    ? [
        {
          path: 'ingress.service.on',
          message: `${shown(on)} does not go with the entry ${shown(entry)}. ${entry === 'alb' ? 'Behind a load balancer: "fargate" or "instances"' : 'Behind an API: "function"'}.`,
        },
      ]
    : [];
});

const size = ofIngress(({ entry, service }) => {
  if (entry === undefined || service === undefined) return [];
  const { cpu, memoryMiB, minTasks, maxTasks } = service;
  const problem =
    serviceHostOf({ entry, service }) === 'fargate' && cpu && memoryMiB
      ? fargateSizeProblem(cpu, memoryMiB)
      : undefined;
  const problems: Problem[] = [];
  if (problem !== undefined) problems.push({ path: 'ingress.service', message: `${problem}. Write one of these.` });
  if (minTasks !== undefined && maxTasks !== undefined && minTasks > maxTasks)
    problems.push({
      path: 'ingress.service.maxTasks',
      message: `${maxTasks} is less than \`minTasks\` ${minTasks}. Write at least ${minTasks}.`,
    });
  return problems;
});

const endpoints = ofIngress(({ entry, service }, _entries, { config }) => {
  const { nat, interfaceEndpoints } = config.network ?? {};
  if (entry === undefined || service === undefined || nat !== 'none') return [];
  if (serviceHostOf({ entry, service }) === 'function') return [];
  const databases = (service.uses?.databases ?? []).length > 0;
  const there = endpointsOf({ nat, interfaceEndpoints });
  const needed = [
    ...(['ecr.api', 'ecr.dkr', 'logs'] as const),
    // The credentials, and the parameters that say where the database is.
    ...(databases ? (['secretsmanager', 'ssm'] as const) : []),
  ].filter((name) => !there.includes(name));
  return needed.length > 0
    ? [
        {
          path: 'network.interfaceEndpoints',
          message: `\`nat\` is "none", and the service in private subnets calls ${listed(needed)} for ${databases ? 'its image, its log and its databases' : 'its image and its log'}. Add ${needed.length === 1 ? 'it' : 'them'}, or set \`nat\` to "per-az".`,
        },
      ]
    : [];
});

const data = ofIngress(({ entry, service }, _entries, draft) => {
  const { uses } = service ?? {};
  if (entry === undefined || service === undefined || uses === undefined) return [];
  return [
    ...(['tables', 'buckets', 'databases'] as const).flatMap((kind) => absent(kind, uses, draft)),
    ...connections(uses, serviceHostOf({ entry, service })),
  ];
});

function absent(kind: keyof Uses, uses: Uses, { config, refused }: Draft): Problem[] {
  const there = Object.keys(config[kind] ?? {});
  if (refused([kind])) return [];
  return (uses[kind] ?? []).flatMap((name: string | undefined, i): Problem[] =>
    // A gap is a name that was refused, and so is an object of that name.
    name === undefined || there.includes(name) || refused([kind, name])
      ? []
      : [
          {
            path: pathText(['ingress', 'service', 'uses', kind, i]),
            message: `${shown(name)} is not in \`${kind}\` (${listed(there) || 'which is empty'}). Name one of them, or add it.`,
          },
        ],
  );
}

function connections({ databases = [] }: Uses, on: ServiceHost): Problem[] {
  const path = 'ingress.service.uses.databases';
  const named = [...new Set(databases.filter((name: string | undefined) => name !== undefined))].sort();
  const count = named.length;
  if (count === 0) return [];
  if (on === 'function')
    return [
      {
        path,
        message: `${listed(named)}, and the service is a function, which is in no VPC and reaches no database. Set \`entry\` to "alb", or take ${count === 1 ? 'it' : 'them'} out.`,
      },
    ];
  return count > MAX_USED_DATABASES
    ? [
        {
          path,
          message: `${count} databases. Allowed: ${MAX_USED_DATABASES}, as a network interface has at most ${MAX_SECURITY_GROUPS} security groups, and each database's clients are one. Take some out.`,
        },
      ]
    : [];
}

/** What the service behind the entry needs. */
export const SERVICE_CHECKS: readonly Check[] = [host, size, endpoints, data];
