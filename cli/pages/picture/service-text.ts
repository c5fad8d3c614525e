import type { Ingress } from '../../../config/ingress';

const ENTRY_NAMES: Readonly<Record<Ingress['entry'], string>> = {
  'http-api': 'HTTP API',
  'rest-api': 'REST API',
  alb: 'Application Load Balancer',
};

export const entryName = ({ entry }: Ingress): string => ENTRY_NAMES[entry];

/** What answers behind the entry: `Fargate, 3 to 30 tasks`. */
export function serviceName({ service: { on, instanceType, minTasks, maxTasks } }: Ingress): string {
  switch (on) {
    case 'function':
      return 'Lambda function';
    case 'fargate':
      return `Fargate, ${minTasks} to ${maxTasks} tasks`;
    case 'instances':
      return `${instanceType}, ${minTasks} to ${maxTasks}`;
  }
}
