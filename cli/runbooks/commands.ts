import type { ActionName } from '../../config/control-planes';

/** Services of the AWS CLI that have one control plane for all Regions: to ask them is to need it. */
const WITHOUT_REGIONS: Readonly<Record<string, ActionName>> = {
  acm: 'change-edge',
  cloudfront: 'change-edge',
  globalaccelerator: 'change-dial',
  iam: 'change-iam',
  organizations: 'change-iam',
  route53: 'change-dns',
  'route53-recovery-control-config': 'change-routing-controls',
  wafv2: 'change-edge',
};

/** Writing calls of the AWS CLI that a runbook may show: `service operation`. */
const WRITING: Readonly<Record<string, readonly ActionName[]>> = {
  'arc-zonal-shift start-zonal-shift': ['zonal-shift'],
  'lambda invoke': ['move-writer'],
  'rds promote-read-replica': ['promote-replica'],
  'route53-recovery-cluster update-routing-control-states': ['set-routing-control'],
  's3api put-bucket-replication': ['change-bucket'],
};

const READING = /^(describe|get|head|list)-/;

/** Words that begin a line and call nothing of AWS. */
const HARMLESS = ['alias', 'cd', 'do', 'done', 'export', 'for', 'psql'];

/**
 * What a line of a runbook's commands takes of AWS.
 * @returns nothing for a command that is not known here
 */
export function actionsOfCommand(line: string): readonly ActionName[] | undefined {
  const words = line.trim().split(/\s+/);
  const [first = '', second = '', third = ''] = words;
  if (first === '' || first.startsWith('#') || first.startsWith('-') || HARMLESS.includes(first)) return [];
  if (first === 'deploy') return ofDeploy(words.slice(1));
  if (first === 'npx' && second === 'cdktf') return ofDeploy(words.slice(3));
  if (first === 'npm' && second === 'run') return ofScript(third);
  if (first === 'dig') return ['answer-dns'];
  if (first === 'aws') return ofAwsCli(second, third);
  return undefined;
}

/** A stack of one Region is an island; any other works in all of them. */
const ofDeploy = (stacks: readonly string[]): readonly ActionName[] =>
  stacks.length > 0 && stacks.every((stack) => stack.startsWith('region-')) ? ['change-region'] : ['change-shared'];

function ofScript(script: string): readonly ActionName[] | undefined {
  if (script === 'switch') return ['observe', 'set-routing-control'];
  return ['synth', 'lab', 'drill'].includes(script) ? [] : undefined;
}

function ofAwsCli(service: string, operation: string): readonly ActionName[] | undefined {
  const central = Object.hasOwn(WITHOUT_REGIONS, service) ? WITHOUT_REGIONS[service] : undefined;
  if (central !== undefined) return [central];
  const call = `${service} ${operation}`;
  if (Object.hasOwn(WRITING, call)) return WRITING[call];
  return READING.test(operation) ? ['observe'] : undefined;
}
