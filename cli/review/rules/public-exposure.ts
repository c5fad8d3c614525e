import type { Change, ChangedPath, Draft, Review, Rule, Value } from '../model';
import { about, inRegion, listed, nameOf } from './draft';
import { newGrants, statementsOf } from './grants';
import { goesWithParent } from './subjects';

/** Ports on which the internet is let in: HTTPS, and HTTP to be sent on to it. */
const PUBLIC_PORTS = new Set([80, 443]);

const EVERYBODY = new Set(['0.0.0.0/0', '::/0']);

/** The flags of a bucket's, or an account's, block of public access. */
const ACCESS_BLOCK = /^(block_public_acls|block_public_policy|ignore_public_acls|restrict_public_buckets)$/;
const ACCESS_BLOCK_TYPES = new Set(['aws_s3_bucket_public_access_block', 'aws_s3_account_public_access_block']);

/** Policies of resources: their principals are others. */
const RESOURCE_POLICIES = ['policy', 'access_policy', 'access_policies', 'resource_policy'];

export const publicExposure: Rule = {
  id: 'public-exposure',
  severity: 'critical',
  title: 'Something becomes public',
  suppressible: true,
  doc: {
    what: `A rule lets in 0.0.0.0/0 or ::/0 on other ports than ${[...PUBLIC_PORTS].join(' and ')}, an object becomes publicly accessible, a bucket's access block is opened or destroyed, a policy allows everybody (\`*\`) without a condition, a load balancer turns from internal to internet-facing, or a URL loses its authentication.`,
    why: 'Scanners find it within minutes.',
    fix: 'Name who may come in.',
    example:
      '`cidr_ipv4` of an ingress rule for port 5432 becomes 0.0.0.0/0. The same for port 443, or for egress, is no finding.',
  },
  run: (review) => review.changes.flatMap((change) => exposedBy(review, change)),
};

function exposedBy(review: Review, change: Change): Draft[] {
  if (ACCESS_BLOCK_TYPES.has(change.type) && change.kind === 'destroy' && !goesWithParent(review, change))
    return [exposed(change, 'the block of public access is destroyed')];
  if (change.kind !== 'create' && change.kind !== 'update' && change.kind !== 'replace') return [];
  return openRules(change).concat(flags(change), policies(change));
}

const exposed = (change: Change, what: string, paths: readonly ChangedPath[] = []): Draft =>
  about(
    change,
    {
      what: `${nameOf(change)}${inRegion(change.region)}: ${what}.`,
      why: 'Anybody on the internet reaches it from then on.',
      fix: 'Name who may come in: a security group, a range, an account, an organisation.',
    },
    { paths },
  );

interface Range {
  readonly from: number;
  readonly to: number;
  readonly cidr: string;
}

function openRules(change: Change): Draft[] {
  const after = rangesIn(change, change.after);
  if (after.length === 0) return [];
  const known = new Set(rangesIn(change, change.before).map(textOf));
  const open = after.filter((range) => !known.has(textOf(range)));
  return open.length === 0 ? [] : [exposed(change, `lets in ${listed([...new Set(open.map(textOf))])}`)];
}

const textOf = ({ from, to, cidr }: Range): string =>
  `${cidr} on ${from < 0 ? 'every port' : from === to ? `port ${from}` : `ports ${from} to ${to}`}`;

/** What is open to everybody, apart from the listed ports. */
function rangesIn({ type }: Change, values: Change['after']): Range[] {
  if (!values) return [];
  if (type === 'aws_vpc_security_group_ingress_rule')
    return openIn(values, [values.cidr_ipv4, values.cidr_ipv6], values.ip_protocol);
  if (type === 'aws_security_group_rule')
    return values.type === 'ingress'
      ? openIn(values, [...items(values.cidr_blocks), ...items(values.ipv6_cidr_blocks)], values.protocol)
      : [];
  if (type === 'aws_security_group' || type === 'aws_default_security_group')
    return items(values.ingress).flatMap((rule) =>
      isObject(rule) ? openIn(rule, [...items(rule.cidr_blocks), ...items(rule.ipv6_cidr_blocks)], rule.protocol) : [],
    );
  return [];
}

type Values = Readonly<Record<string, Value>>;

function openIn(rule: Values, cidrs: readonly (Value | undefined)[], protocol: Value | undefined): Range[] {
  const isAll = protocol === '-1' || protocol === 'all';
  const [from, to] = [isAll ? -1 : numberIn(rule.from_port), isAll ? -1 : numberIn(rule.to_port)];
  if (from === to && PUBLIC_PORTS.has(from)) return [];
  return cidrs.flatMap((cidr) => (typeof cidr === 'string' && EVERYBODY.has(cidr) ? [{ from, to, cidr }] : []));
}

const numberIn = (value: Value | undefined): number => (typeof value === 'number' ? value : -1);
const items = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);
const isObject = (value: Value): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Flag {
  readonly type: RegExp;
  readonly attribute: RegExp;
  readonly isOpen: (value: Value | undefined) => boolean;
  readonly what: string;
  /** Whether making one that is so is a finding too. */
  readonly alsoNew: boolean;
}

const FLAGS: readonly Flag[] = [
  {
    type: /./,
    attribute: /^publicly_accessible$/,
    isOpen: (value) => value === true,
    what: 'it becomes publicly accessible',
    alsoNew: true,
  },
  {
    type: /^aws_s3_(bucket|account)_public_access_block$/,
    attribute: ACCESS_BLOCK,
    isOpen: (value) => value === false,
    what: 'the block of public access is opened',
    alsoNew: true,
  },
  {
    type: /^aws_(lb|alb|elb)$/,
    attribute: /^internal$/,
    isOpen: (value) => value === false,
    what: 'it turns from internal to internet-facing',
    alsoNew: false,
  },
  {
    type: /^aws_lambda_function_url$/,
    attribute: /^authorization_type$/,
    isOpen: (value) => value === 'NONE',
    what: 'its URL asks for no authentication',
    alsoNew: true,
  },
  {
    type: /^aws_(api_gateway_method|apigatewayv2_route)$/,
    attribute: /^(authorization|authorization_type)$/,
    isOpen: (value) => value === 'NONE',
    what: 'it asks for no authentication any more',
    alsoNew: false,
  },
  {
    type: /^aws_s3_bucket(_acl)?$/,
    attribute: /^acl$/,
    isOpen: (value) => typeof value === 'string' && value.startsWith('public-'),
    what: 'its ACL is public',
    alsoNew: true,
  },
];

const flagsByType = new Map<string, readonly Flag[]>();

function flagsOf(type: string): readonly Flag[] {
  const known = flagsByType.get(type);
  if (known) return known;
  const found = FLAGS.filter((flag) => flag.type.test(type));
  if (flagsByType.size < 10_000) flagsByType.set(type, found);
  return found;
}

function flags(change: Change): Draft[] {
  const { type, kind, changed, after } = change;
  return flagsOf(type).flatMap(({ attribute, isOpen, what, alsoNew }) => {
    if (kind === 'create')
      return alsoNew && Object.entries(after ?? {}).some(([name, value]) => attribute.test(name) && isOpen(value))
        ? [exposed(change, what)]
        : [];
    const paths = changed.filter(
      (path) => attribute.test(path.attribute) && isOpen(path.after) && !isOpen(path.before),
    );
    return paths.length > 0 ? [exposed(change, `${what} (${listed(paths.map(({ text }) => text))})`, paths)] : [];
  });
}

function policies(change: Change): Draft[] {
  const { after: values } = change;
  if (!values || change.type.startsWith('aws_iam_')) return [];
  if (!RESOURCE_POLICIES.some((attribute) => values[attribute] !== undefined)) return [];
  return RESOURCE_POLICIES.flatMap((attribute) => {
    const after = statementsOf(change.after?.[attribute]);
    if (!after) return [];
    const unconditional = after.filter(({ conditions, effect }) => effect === 'Allow' && conditions.size === 0);
    const grants = newGrants(statementsOf(change.before?.[attribute]) ?? [], unconditional) ?? [];
    const open = grants.filter(({ principal }) => principal === '*');
    if (open.length === 0) return [];
    const actions = [...new Set(open.map(({ action }) => action))];
    return [
      {
        ...exposed(change, `${attribute} lets everybody do ${listed(actions.slice(0, 5))}`),
        paths: [attribute, ...actions],
      },
    ];
  });
}
