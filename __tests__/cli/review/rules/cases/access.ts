import { iamWidened } from '../../../../../cli/review/rules/iam-widened';
import { publicExposure } from '../../../../../cli/review/rules/public-exposure';
import { raw } from '../../plans';
import { at, created, destroyed, inStack, type RuleCase, updated } from '../case';

type Statement = Readonly<Record<string, unknown>>;
const policy = (...statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action: unknown, Resource: unknown, more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

const ROLE = 'aws_iam_role_policy.p';
const inFoundation = (change: ReturnType<typeof raw>) => inStack('foundation', [change]);
/** A policy of a role, before and after. */
const role = (before: string, after: string) =>
  inFoundation(
    raw(ROLE, ['update'], { name: 'p', role: 'r', policy: before }, { name: 'p', role: 'r', policy: after }),
  );
const BUCKET = 'aws_s3_bucket_policy.b';
const bucket = (before: string, after: string) => inFoundation(updated(BUCKET, { policy: [before, after] }));
const deny = {
  Sid: 'Tls',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: 'arn:aws:s3:::b/*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const read = allow('s3:GetObject', 'arn:aws:s3:::b/*', { Principal: { AWS: 'arn:aws:iam::111122223333:role/reader' } });

const MORE = {
  why: 'Whoever has it may do more than before, and nothing fails that would tell.',
  fix: 'Name only the actions, the resources and the conditions that are needed.',
};
const PUBLIC = {
  why: 'Anybody on the internet reaches it from then on.',
  fix: 'Name who may come in: a security group, a range, an account, an organisation.',
};
const ingress = (values: Readonly<Record<string, unknown>>) =>
  inStack('region-eu-west-1', [created('aws_vpc_security_group_ingress_rule.i', { ip_protocol: 'tcp', ...values })]);

export const ACCESS_CASES: readonly RuleCase[] = [
  {
    rule: iamWidened,
    fires: role(
      policy(allow('s3:Get*', 'arn:aws:s3:::b/*')),
      policy(allow(['s3:Get*', 's3:PutObject'], 'arn:aws:s3:::b/*')),
    ),
    finds: [
      {
        ...at(ROLE, 'foundation', 'global'),
        severity: 'high',
        what: `${ROLE}: policy allows s3:PutObject on arn:aws:s3:::b/*.`,
        ...MORE,
        paths: ['policy', 's3:PutObject arn:aws:s3:::b/*'],
      },
    ],
    // What a wildcard covered before is nothing new, in whatever order and form.
    near: role(
      policy(allow(['s3:Get*', 's3:List*'], 'arn:aws:s3:::b*')),
      policy(allow('s3:ListBucket', ['arn:aws:s3:::b']), allow('s3:getobject', 'arn:aws:s3:::b/x')),
    ),
  },
  {
    rule: iamWidened,
    about: 'critical with a star',
    fires: role(policy(allow('s3:GetObject', 'arn:aws:s3:::b/*')), policy(allow('s3:*', '*'))),
    finds: [
      {
        ...at(ROLE, 'foundation', 'global'),
        severity: 'critical',
        what: `${ROLE}: policy allows s3:* on *.`,
        ...MORE,
        paths: ['policy', 's3:* *'],
      },
    ],
    near: role(policy(allow('s3:*', '*')), policy(allow('s3:GetObject', '*'))),
  },
  {
    rule: iamWidened,
    about: 'a condition that is gone',
    fires: role(
      policy(
        allow('kms:Decrypt', 'k', { Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } }),
      ),
      policy(allow('kms:Decrypt', 'k')),
    ),
    finds: [
      {
        ...at(ROLE, 'foundation', 'global'),
        severity: 'high',
        what: `${ROLE}: policy allows kms:Decrypt on k without the condition it had.`,
        ...MORE,
        paths: ['policy', 'kms:Decrypt k'],
      },
    ],
    near: role(
      policy(allow('kms:Decrypt', 'k')),
      policy(
        allow('kms:Decrypt', 'k', { Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } }),
      ),
    ),
  },
  {
    rule: iamWidened,
    about: 'a denial that is gone',
    fires: bucket(policy(deny, read), policy(read)),
    finds: [
      {
        ...at(BUCKET, 'foundation'),
        severity: 'high',
        what: `${BUCKET} in eu-west-1: policy denies no longer s3:* on arn:aws:s3:::b/* for everybody.`,
        ...MORE,
        paths: ['policy', 's3:* arn:aws:s3:::b/*'],
      },
    ],
    near: bucket(policy(read), policy(read, deny)),
  },
  {
    rule: iamWidened,
    about: 'a policy that nobody can tell yet',
    fires: inFoundation(
      raw(ROLE, ['update'], { policy: policy(allow('s3:GetObject', 'b')) }, {}, { after_unknown: { policy: true } }),
    ),
    finds: [
      {
        ...at(ROLE, 'foundation', 'global'),
        severity: 'medium',
        what: `${ROLE}: policy changes to what cannot be told before the apply.`,
        why: 'It may allow more than before.',
        fix: 'Review the change of the code that makes it, or build the policy from names that are known.',
        paths: ['policy'],
      },
    ],
    near: inFoundation(
      raw(
        ROLE,
        ['update'],
        { policy: policy(allow('s3:GetObject', 'b')), name: 'a' },
        { policy: policy(allow('s3:GetObject', 'b')), name: 'b' },
      ),
    ),
  },
  {
    rule: iamWidened,
    about: 'an administrator, of a role that is there; not what a new role is given',
    fires: inFoundation(
      raw('aws_iam_role_policy_attachment.a', ['create'], null, {
        role: 'r',
        policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    ),
    finds: [
      {
        ...at('aws_iam_role_policy_attachment.a', 'foundation', 'global'),
        severity: 'critical',
        what: 'aws_iam_role_policy_attachment.a: r gets arn:aws:iam::aws:policy/AdministratorAccess.',
        why: 'Whoever can take the role may do that from then on.',
        fix: 'Name only the actions and the resources that are needed.',
        paths: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      },
    ],
    near: inStack('foundation', [
      raw('aws_iam_role.r', ['create'], null, { name: 'r' }),
      raw('aws_iam_role_policy_attachment.a', ['create'], null, {
        role: 'r',
        policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      }),
    ]),
  },
  {
    rule: iamWidened,
    about: 'a permissions boundary that is gone',
    fires: inFoundation(
      raw(
        'aws_iam_role.r',
        ['update'],
        { name: 'r', permissions_boundary: 'arn:aws:iam::1:policy/b' },
        { name: 'r', permissions_boundary: null },
      ),
    ),
    finds: [
      {
        ...at('aws_iam_role.r', 'foundation', 'global'),
        what: 'aws_iam_role.r loses its permissions boundary.',
        why: 'The boundary was the most that any of its policies could allow.',
        fix: 'Keep the boundary.',
        paths: ['permissions_boundary'],
      },
    ],
    near: inFoundation(
      raw(
        'aws_iam_role.r',
        ['update'],
        { name: 'r', permissions_boundary: null },
        { name: 'r', permissions_boundary: 'arn:aws:iam::1:policy/b' },
      ),
    ),
  },
  {
    rule: publicExposure,
    about: 'a load balancer that turns to the internet',
    fires: inStack('region-eu-west-1', [updated('aws_lb.l', { internal: [true, false] })]),
    finds: [
      {
        ...at('aws_lb.l'),
        what: 'aws_lb.l in eu-west-1: it turns from internal to internet-facing (internal).',
        ...PUBLIC,
        paths: ['internal'],
      },
    ],
    // One that is made so is meant so.
    near: inStack('region-eu-west-1', [created('aws_lb.l', { internal: false })]),
  },
  {
    rule: publicExposure,
    about: 'a URL without authentication',
    fires: inStack('region-eu-west-1', [created('aws_lambda_function_url.u', { authorization_type: 'NONE' })]),
    finds: [
      {
        ...at('aws_lambda_function_url.u'),
        what: 'aws_lambda_function_url.u in eu-west-1: its URL asks for no authentication.',
        ...PUBLIC,
      },
    ],
    near: inStack('region-eu-west-1', [created('aws_lambda_function_url.u', { authorization_type: 'AWS_IAM' })]),
  },
  {
    rule: publicExposure,
    fires: ingress({ cidr_ipv4: '0.0.0.0/0', from_port: 5432, to_port: 5432 }),
    finds: [
      {
        ...at('aws_vpc_security_group_ingress_rule.i'),
        what: 'aws_vpc_security_group_ingress_rule.i in eu-west-1: lets in 0.0.0.0/0 on port 5432.',
        ...PUBLIC,
      },
    ],
    near: ingress({ cidr_ipv4: '0.0.0.0/0', from_port: 443, to_port: 443 }),
  },
  {
    rule: publicExposure,
    about: 'an object that turns public',
    fires: inStack('region-eu-west-1', [updated('aws_db_instance.d', { publicly_accessible: [false, true] })]),
    finds: [
      {
        ...at('aws_db_instance.d'),
        what: 'aws_db_instance.d in eu-west-1: it becomes publicly accessible (publicly_accessible).',
        ...PUBLIC,
        paths: ['publicly_accessible'],
      },
    ],
    near: inStack('region-eu-west-1', [updated('aws_db_instance.d', { publicly_accessible: [true, false] })]),
  },
  {
    rule: publicExposure,
    about: 'the access block of a bucket that stays',
    fires: inFoundation(destroyed('aws_s3_bucket_public_access_block.b', { bucket: 'b' })),
    finds: [
      {
        ...at('aws_s3_bucket_public_access_block.b', 'foundation'),
        what: 'aws_s3_bucket_public_access_block.b in eu-west-1: the block of public access is destroyed.',
        ...PUBLIC,
      },
    ],
    near: inStack('foundation', [
      destroyed('aws_s3_bucket_public_access_block.b', { bucket: 'b' }),
      destroyed('aws_s3_bucket.b', { bucket: 'b' }),
    ]),
  },
  {
    rule: publicExposure,
    about: 'a policy for everybody, not one with a condition',
    fires: bucket(policy(deny), policy(deny, { ...read, Principal: '*' })),
    finds: [
      {
        ...at(BUCKET, 'foundation'),
        what: `${BUCKET} in eu-west-1: policy lets everybody do s3:GetObject.`,
        ...PUBLIC,
        paths: ['policy', 's3:GetObject'],
      },
    ],
    near: bucket(
      policy(deny),
      policy(deny, { ...read, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
    ),
  },
];
