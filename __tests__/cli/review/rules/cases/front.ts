import type { Json } from '../../../../../cli/review/json';
import { driftFound } from '../../../../../cli/review/rules/drift';
import { frontLost } from '../../../../../cli/review/rules/front-lost';
import { rtoWorse } from '../../../../../cli/review/rules/rto-worse';
import { stackAbandoned } from '../../../../../cli/review/rules/stack-abandoned';
import { wafWeakened } from '../../../../../cli/review/rules/waf-weakened';
import { planJson, raw, THREE } from '../../plans';
import { at, destroyed, EU, inStack, type RuleCase, replaced, unchanged, updated } from '../case';
import { BACK, GLOBAL, gone, inGlobal, kept, three, withGlobal } from './global';

const record = (region: string, more: Json = {}): Json => ({
  name: 'api.example.com',
  type: 'A',
  set_identifier: region,
  ...more,
});
const RECORD = 'aws_route53_record.front_dns_eu-west-1';
const others = kept('aws_route53_record.front_dns_us-east-1', record('us-east-1'));

const FRONT: readonly RuleCase[] = [
  {
    rule: frontLost,
    about: 'the record of a Region that serves',
    fires: inGlobal([gone(RECORD, record('eu-west-1')), others]),
    finds: [
      {
        ...at(RECORD, GLOBAL, 'global'),
        severity: 'high',
        what: `${RECORD} is destroyed.`,
        why: 'Clients of eu-west-1 come in by it, and get no answer there any more.',
        fix: BACK,
      },
    ],
    near: {
      ...inGlobal([gone(RECORD, record('eu-west-1')), others], withGlobal({ ...THREE, 'eu-west-1': 'evacuated' })),
    },
  },
  {
    rule: frontLost,
    about: 'the last record of a name, and that of the writer',
    fires: inGlobal([
      gone('aws_route53_record.front_dns_us-east-1', record('us-east-1', { name: 'other.example.com' })),
      kept('aws_route53_record.spare', record('spare', { name: 'other.example.com' })),
      gone(RECORD, record('eu-west-1')),
    ]),
    finds: [
      {
        ...at(RECORD, GLOBAL, 'global'),
        severity: 'critical',
        what: `${RECORD} is destroyed, and its name has no record left.`,
        why: 'Clients of eu-west-1 come in by it, and get no answer there any more.',
        fix: BACK,
      },
      {
        ...at('aws_route53_record.front_dns_us-east-1', GLOBAL, 'global'),
        severity: 'critical',
        what: 'aws_route53_record.front_dns_us-east-1 is destroyed.',
        why: 'Clients of us-east-1 come in by it, and get no answer there any more.',
        fix: BACK,
      },
    ],
    // It proves the name to a certificate authority.
    near: inGlobal([gone(RECORD, { name: '_a1.example.com', type: 'CNAME' })]),
  },
  {
    rule: frontLost,
    about: 'what is made anew has another address',
    fires: inStack(EU, [
      replaced('aws_lb.a', { name: 'a' }, { name: 'b' }, { replace_paths: [['name']] }),
      destroyed('aws_lb_listener.l'),
    ]),
    finds: [
      {
        ...at('aws_lb.a'),
        severity: 'high',
        what: 'aws_lb.a in eu-west-1 is destroyed and made anew, because name cannot change in place, with 1 more way in.',
        why: 'Clients of eu-west-1 come in by it. What is made anew has another address, and what leads to the old one is wrong until it is applied, too.',
        fix: BACK,
      },
    ],
    near: inStack(EU, [updated('aws_lb.a', { idle_timeout: [60, 120] }), destroyed('aws_lb_listener_rule.r')]),
  },
  {
    rule: frontLost,
    about: 'what stands before all Regions',
    fires: inGlobal([gone('aws_cloudfront_distribution.d', { aliases: [] })]),
    finds: [
      {
        ...at('aws_cloudfront_distribution.d', GLOBAL, 'global'),
        severity: 'critical',
        what: 'aws_cloudfront_distribution.d is destroyed.',
        why: 'Clients of every Region come in by it, and get no answer there any more.',
        fix: BACK,
      },
    ],
    near: inGlobal([
      raw('aws_cloudfront_distribution.d', ['update'], { enabled: true }, { enabled: true, comment: 'a' }),
    ]),
  },
  {
    rule: rtoWorse,
    about: 'a record that is given out whether its Region is healthy or not',
    fires: inGlobal([
      raw(
        RECORD,
        ['update'],
        record('eu-west-1', { health_check_id: 'h' }),
        record('eu-west-1', { health_check_id: null }),
      ),
    ]),
    finds: [
      {
        ...at(RECORD, GLOBAL, 'global'),
        what: `${RECORD}: clients are sent there whether it is healthy or not (health_check_id from h to nothing).`,
        why: 'The Region that takes over must carry the load of the lost one, at once.',
        fix: 'Keep the former value, or drill the failover with the new one before.',
        paths: ['health_check_id'],
      },
    ],
    near: inGlobal([
      raw(
        RECORD,
        ['update'],
        record('eu-west-1', { health_check_id: 'h' }),
        record('eu-west-1', { health_check_id: 'i' }),
      ),
    ]),
  },
];

const limit = (value: number): Json => ({
  name: 'rate-limit',
  action: [{ block: [{}], count: [] }],
  statement: [{ rate_based_statement: [{ limit: value }] }],
});
const group: Json = { name: 'common', override_action: [{ none: [{}], count: [] }], statement: [] };
const counting: Json = { ...group, override_action: [{ none: [], count: [{}] }] };
const LET = {
  why: 'Floods, scanners and known attacks reach the service from then on.',
  fix: 'Keep it. A rule that stops what is well meant is narrowed by path, in a change of its own.',
};

const FIREWALL: readonly RuleCase[] = [
  {
    rule: wafWeakened,
    about: 'a higher limit, and a group that only counts',
    fires: inStack(EU, [
      updated('aws_wafv2_web_acl.a', {
        rule: [
          [limit(2000), group],
          [limit(200_000), counting],
        ],
      }),
    ]),
    finds: [
      {
        ...at('aws_wafv2_web_acl.a'),
        what: 'aws_wafv2_web_acl.a in eu-west-1: it only counts what it stopped (rule[common].override_action.count from a value that is not shown to {}); an address may ask more often (rule[rate-limit].statement.rate_based_statement.limit from 2000 to 200000).',
        ...LET,
        paths: ['rule[common].override_action.count', 'rule[rate-limit].statement.rate_based_statement.limit'],
      },
    ],
    near: inStack(EU, [
      updated('aws_wafv2_web_acl.a', {
        rule: [
          [limit(2000), counting],
          [limit(1000), group],
        ],
      }),
    ]),
  },
  {
    rule: wafWeakened,
    about: 'a rule less',
    fires: inStack(EU, [updated('aws_wafv2_web_acl.a', { rule: [[limit(2000), group], [limit(2000)]] })]),
    finds: [
      {
        ...at('aws_wafv2_web_acl.a'),
        what: expect.stringContaining('a rule is gone (rule[common] from'),
        ...LET,
        paths: ['rule[common]'],
      },
    ],
    near: inStack(EU, [updated('aws_wafv2_web_acl.a', { rule: [[limit(2000)], [limit(2000), group]] })]),
  },
  {
    rule: wafWeakened,
    about: 'an entry without a web ACL',
    fires: inStack(EU, [
      destroyed('aws_wafv2_web_acl.a'),
      destroyed('aws_wafv2_web_acl_association.b'),
      unchanged('aws_lb.l'),
    ]),
    finds: [
      {
        ...at('aws_wafv2_web_acl.a'),
        severity: 'critical',
        what: 'aws_wafv2_web_acl.a in eu-west-1 is destroyed.',
        ...LET,
      },
    ],
    // It goes with what it stands before, which is told by itself.
    near: inStack(EU, [destroyed('aws_wafv2_web_acl_association.a'), destroyed('aws_lb.l')]),
  },
  {
    rule: wafWeakened,
    about: 'a web ACL that is put before nothing any more',
    fires: inStack(EU, [destroyed('aws_wafv2_web_acl_association.a'), unchanged('aws_lb.l')]),
    finds: [
      {
        ...at('aws_wafv2_web_acl_association.a'),
        severity: 'critical',
        what: 'aws_wafv2_web_acl_association.a in eu-west-1 is destroyed.',
        ...LET,
      },
    ],
    near: inStack(EU, [unchanged('aws_wafv2_web_acl_association.a'), unchanged('aws_lb.l')]),
  },
  {
    rule: wafWeakened,
    about: 'a distribution without one',
    fires: inGlobal([raw('aws_cloudfront_distribution.d', ['update'], { web_acl_id: 'a' }, { web_acl_id: '' })]),
    finds: [
      {
        ...at('aws_cloudfront_distribution.d', GLOBAL, 'global'),
        severity: 'critical',
        what: 'aws_cloudfront_distribution.d has no web ACL any more.',
        ...LET,
      },
    ],
    near: inGlobal([raw('aws_cloudfront_distribution.d', ['update'], { web_acl_id: 'a' }, { web_acl_id: 'b' })]),
  },
];

const ABANDONED: readonly RuleCase[] = [
  {
    rule: stackAbandoned,
    fires: { plans: {}, head: three, base: withGlobal() },
    finds: [
      {
        ...at('', GLOBAL, 'global'),
        what: 'global leaves the config with all that it has made.',
        why: 'What it has made stays as it is, and no plan sees it any more.',
        fix: 'Check out what is deployed, destroy global there, and then merge this.',
        paths: [GLOBAL],
      },
    ],
    // The stack of a Region that is evacuated goes, too.
    near: { plans: {}, head: withGlobal({ ...THREE, 'eu-west-1': 'evacuated' }), base: withGlobal() },
  },
];

const drifted = (address: string, values: Readonly<Record<string, readonly [unknown, unknown]>>) => ({
  head: three,
  plans: { [EU]: planJson([], { resource_drift: [updated(address, values)] }) },
});

const DRIFT: readonly RuleCase[] = [
  {
    rule: driftFound,
    about: 'not what AWS itself says later',
    fires: drifted('aws_acm_certificate.c', { status: ['ISSUED', 'EXPIRED'], domain_name: ['a', 'b'] }),
    finds: [
      {
        ...at('aws_acm_certificate.c'),
        what: 'aws_acm_certificate.c in eu-west-1 was changed outside of Terraform.',
        why: 'The code does not say so: the other Regions do not have it, and it goes when the object is made anew.',
        fix: 'Bring it into the code, or take it back.',
        paths: ['domain_name', 'status'],
      },
    ],
    near: drifted('aws_acm_certificate.c', { status: ['PENDING_VALIDATION', 'ISSUED'] }),
  },
];

export const FRONT_CASES: readonly RuleCase[] = [...FRONT, ...FIREWALL, ...ABANDONED, ...DRIFT];
