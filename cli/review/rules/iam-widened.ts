import { Additions } from '../additions';
import type { Change, Draft, Review, Rule, Severity } from '../model';
import { about, inRegion, listed, nameOf, unlessExpected } from './draft';
import { type Grant, isWildcard, lostDenials, newGrants, statementsOf } from './grants';
import { goesWithParent } from './subjects';

/** Attributes that hold a policy. */
const POLICIES = [
  'policy',
  'assume_role_policy',
  'access_policy',
  'access_policies',
  'resource_policy',
  'key_policy',
  'policy_document',
];

const POLICY = new RegExp(`^(${POLICIES.join('|')})(\\.|$)`);

/** AWS's own policies with which one is an administrator, or can become one. */
const ADMINISTRATORS = /\/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$/;

export const iamWidened: Rule = {
  id: 'iam-widened',
  severity: 'high',
  title: 'Somebody may do more than before',
  suppressible: true,
  doc: {
    what: 'A policy allows what it did not, a principal, a condition or a permissions boundary is wider or gone, a denial is gone, or a role gets one more policy. What an added bucket, table or database needs of the policies that are there is a note. Critical with `*`. Medium where the policy is not known before the apply: "cannot tell".',
    why: 'Rights are the one change that no test of the platform notices.',
    fix: 'Name the actions, the resources and the conditions that are needed.',
    example:
      '`s3:*` on `*` is added to the replication role. An action that a wildcard of the same statement already covered is no finding; nor is a new role. The ARNs of a new bucket in the replication role are a note, and so is one more service in the policy of the key for the first table.',
  },
  run: (review) => {
    const newRoles = namesOfNewRoles(review);
    const additions = review.base && Additions.of(review.intents, review.base.manifest, review.head.manifest);
    return review.changes.flatMap((change) => [
      ...[...policiesIn(review, change, additions), ...boundary(change)].map((draft) =>
        unlessExpected(draft, draft.expected ?? change.expected),
      ),
      ...attachments(change, newRoles),
    ]);
  },
};

function policiesIn(review: Review, change: Change, additions: Additions | undefined): Draft[] {
  if (change.kind === 'destroy') return destroyedPolicy(review, change);
  if (change.kind !== 'update' && change.kind !== 'replace') return [];
  if (!change.changed.some(({ attribute }) => POLICY.test(attribute))) return [];
  return POLICIES.flatMap((attribute) => {
    const path = change.changed.find(
      (each) => each.attribute === attribute || each.attribute.startsWith(`${attribute}.`),
    );
    if (!path) return [];
    // A new object has computed attributes: what it is given is known, or told of by what gives it.
    if (isUnknown(change, attribute) && change.kind === 'replace') return [];
    if (isUnknown(change, attribute) || path.hidden !== undefined) return [cannotTell(change, attribute)];
    const [before, after] = [statementsOf(change.before?.[attribute]) ?? [], statementsOf(change.after?.[attribute])];
    if (!after) return [];
    const [grants, denials] = [newGrants(before, after), lostDenials(before, after)];
    if (!grants || !denials) return [cannotTell(change, attribute)];
    if (change.expected !== undefined || !additions || attribute !== 'policy')
      return widened(change, attribute, grants, denials);
    const { beyond, labels } = additions.remainder(change, before, after);
    const more = newGrants(before, beyond);
    if (!more || labels.length === 0) return widened(change, attribute, grants, denials);
    const expected = listed(labels);
    const isMore = new Set(more.map(keyOf));
    const needed = widened(
      change,
      attribute,
      grants.filter((grant) => !isMore.has(keyOf(grant))),
      [],
    );
    return [...widened(change, attribute, more, denials), ...needed.map((draft) => ({ ...draft, expected }))];
  });
}

const keyOf = ({ principal, action, resource }: Grant): string => `${principal} ${action} ${resource}`;

const isUnknown = ({ afterUnknown }: Change, attribute: string): boolean =>
  afterUnknown.some((path) => path === attribute || path.startsWith(`${attribute}.`));

function widened(change: Change, attribute: string, grants: readonly Grant[], denials: readonly Grant[]): Draft[] {
  if (grants.length === 0 && denials.length === 0) return [];
  const severity: Severity = grants.some(isWildcard) ? 'critical' : 'high';
  const texts = [
    ...(grants.length > 0 ? [`allows ${some(grants.map(textOf))}`] : []),
    ...(denials.length > 0 ? [`denies no longer ${some(denials.map(textOf))}`] : []),
  ];
  return [
    {
      ...about(
        change,
        {
          what: `${nameOf(change)}${inRegion(change.region)}: ${attribute} ${texts.join(', and ')}.`,
          why: 'Whoever has it may do more than before, and nothing fails that would tell.',
          fix: 'Name only the actions, the resources and the conditions that are needed.',
        },
        { severity },
      ),
      paths: [attribute, ...[...grants, ...denials].map(({ action, resource }) => `${action} ${resource}`)].slice(
        0,
        20,
      ),
    },
  ];
}

/** As many as a reader takes in. */
const SHOWN = 3;
const some = (texts: readonly string[]): string =>
  texts.length <= SHOWN ? listed(texts) : `${texts.slice(0, SHOWN).join(', ')} and ${texts.length - SHOWN} more`;

const textOf = ({ principal, action, resource, withoutCondition, isWider = false }: Grant): string =>
  [
    action || 'everything',
    ...(resource === '' ? [] : [`on ${resource}`]),
    ...(principal === '' ? [] : [`for ${principal === '*' ? 'everybody' : principal}`]),
    ...(withoutCondition ? [isWider ? 'under a wider condition' : 'without the condition it had'] : []),
  ].join(' ');

const cannotTell = (change: Change, attribute: string): Draft =>
  about(
    change,
    {
      what: `${nameOf(change)}${inRegion(change.region)}: ${attribute} changes to what cannot be told before the apply.`,
      why: 'It may allow more than before.',
      fix: 'Review the change of the code that makes it, or build the policy from names that are known.',
    },
    { severity: 'medium', paths: change.changed.filter((path) => path.attribute.startsWith(attribute)) },
  );

/** Without the policy its denials are gone. */
function destroyedPolicy(review: Review, change: Change): Draft[] {
  if (goesWithParent(review, change)) return [];
  const denials = POLICIES.flatMap(
    (attribute) => lostDenials(statementsOf(change.before?.[attribute]) ?? [], []) ?? [],
  );
  if (denials.length === 0) return [];
  return [
    {
      ...about(change, {
        what: `${nameOf(change)}${inRegion(change.region)} is destroyed, and denies no longer ${some(denials.map(textOf))}.`,
        why: 'What it kept out is let in, as far as anything allows it.',
        fix: 'Keep the policy as long as there is what it belongs to.',
      }),
      paths: denials.map(({ action, resource }) => `${action} ${resource}`).slice(0, 20),
    },
  ];
}

const namesOfNewRoles = ({ changes }: Review): ReadonlySet<string> =>
  new Set(
    changes
      .filter(({ type, kind }) => kind === 'create' && (type === 'aws_iam_role' || type === 'aws_iam_user'))
      .flatMap(({ after }) => (typeof after?.name === 'string' ? [after.name] : [])),
  );

/** One more policy for a role that is there, or an administrator's for any. */
function attachments(change: Change, newRoles: ReadonlySet<string>): Draft[] {
  const { kind, type, after } = change;
  if (kind !== 'create' || !/^aws_iam_(role|user|group)_policy(_attachment)?$/.test(type)) return [];
  const subject = after?.role ?? after?.user ?? after?.group;
  const isNew = typeof subject !== 'string' || newRoles.has(subject);
  const managed = typeof after?.policy_arn === 'string' ? after.policy_arn : undefined;
  const grants = newGrants([], statementsOf(after?.policy) ?? []) ?? [];
  const everything = grants.filter(
    ({ action, resource }) => action === '*' || (action.endsWith(':*') && resource === '*'),
  );
  const isAdmin = (managed !== undefined && ADMINISTRATORS.test(managed)) || everything.length > 0;
  if (isNew && !isAdmin) return [];
  const what = managed ?? (grants.length > 0 ? some(grants.map(textOf)) : 'what is not known before the apply');
  const draft: Draft = {
    ...about(
      change,
      {
        what: `${nameOf(change)}: ${typeof subject === 'string' ? subject : 'a new role'} gets ${what}.`,
        why: 'Whoever can take the role may do that from then on.',
        fix: 'Name only the actions and the resources that are needed.',
      },
      { severity: isAdmin ? 'critical' : 'high' },
    ),
    paths: [managed ?? 'policy'],
  };
  // Nothing that the config asks for needs an administrator.
  return [isAdmin ? draft : unlessExpected(draft, change.expected)];
}

function boundary(change: Change): Draft[] {
  const path = change.changed.find(
    ({ attribute, before, after, kind }) =>
      attribute === 'permissions_boundary' &&
      typeof before === 'string' &&
      before !== '' &&
      !after &&
      kind !== 'unknown',
  );
  if (!path || change.kind !== 'update') return [];
  return [
    about(
      change,
      {
        what: `${nameOf(change)} loses its permissions boundary.`,
        why: 'The boundary was the most that any of its policies could allow.',
        fix: 'Keep the boundary.',
      },
      { paths: [path] },
    ),
  ];
}
