import { recoveryPathChanged } from '../../../../../cli/review/rules/recovery-path-changed';
import { rpoWorse } from '../../../../../cli/review/rules/rpo-worse';
import { rtoWorse } from '../../../../../cli/review/rules/rto-worse';
import { manifest, raw, THREE } from '../../plans';
import { at, destroyed, EU, inStack, type RuleCase, updated } from '../case';

const INSTANCE = 'aws_db_instance.d';
const path = [{ stack: EU, address: INSTANCE }];
const onRecoveryPath = { head: manifest(THREE, { recoveryPath: path }) };
const onServingPath = { head: manifest(THREE, { servingPath: path }) };

export const OBJECTIVE_CASES: readonly RuleCase[] = [
  {
    rule: rpoWorse,
    fires: inStack(EU, [
      updated(INSTANCE, { backup_retention_period: [14, 1] }),
      updated('aws_dynamodb_table.t', { point_in_time_recovery: [[{ enabled: true }], [{ enabled: false }]] }),
    ]),
    finds: [
      {
        ...at(INSTANCE),
        what: 'aws_db_instance.d in eu-west-1: backups are kept for fewer days (backup_retention_period from 14 to 1).',
        why: 'A loss of the Region, or a mistake, would cost more data than before.',
        fix: 'Keep the former value, or suppress this with the objective that allows it.',
        paths: ['backup_retention_period'],
      },
      {
        ...at('aws_dynamodb_table.t'),
        what: 'aws_dynamodb_table.t in eu-west-1: point-in-time recovery is switched off (point_in_time_recovery.enabled from true to false).',
        why: 'A loss of the Region, or a mistake, would cost more data than before.',
        fix: 'Keep the former value, or suppress this with the objective that allows it.',
        paths: ['point_in_time_recovery.enabled'],
      },
    ],
    near: inStack(EU, [updated(INSTANCE, { backup_retention_period: [14, 35] })]),
  },
  {
    rule: rpoWorse,
    about: 'a backup plan that goes',
    fires: inStack(EU, [destroyed('aws_backup_plan.p')]),
    finds: [
      {
        ...at('aws_backup_plan.p'),
        what: 'aws_backup_plan.p in eu-west-1 is destroyed.',
        why: 'What it kept a copy of has none from then on.',
        fix: 'Keep it as long as there is something to copy.',
      },
    ],
    near: inStack('foundation', [destroyed('aws_backup_plan.p')], {
      head: manifest({ ...THREE, 'eu-west-1': 'leaving' }),
    }),
  },
  {
    rule: rtoWorse,
    fires: inStack(EU, [
      updated(INSTANCE, { instance_class: ['db.r7g.large', 'db.t4g.large'], multi_az: [true, false] }),
    ]),
    finds: [
      {
        ...at(INSTANCE),
        what: 'aws_db_instance.d in eu-west-1: the class is smaller (instance_class from db.r7g.large to db.t4g.large); the standby in a second zone is given up (multi_az from true to false).',
        why: 'The Region that takes over must carry the load of the lost one, at once.',
        fix: 'Keep the former value, or drill the failover with the new one before.',
        paths: ['instance_class', 'multi_az'],
      },
    ],
    near: inStack(EU, [updated(INSTANCE, { instance_class: ['db.r7g.large', 'db.r8g.xlarge'] })]),
  },
  {
    rule: rtoWorse,
    about: 'high on the recovery path; another kind of service without Regions',
    fires: inStack(EU, [updated(INSTANCE, { instance_class: ['db.r7g.2xlarge', 'db.r7g.xlarge'] })], onRecoveryPath),
    finds: [
      {
        ...at(INSTANCE),
        severity: 'high',
        what: 'aws_db_instance.d in eu-west-1: the class is smaller (instance_class from db.r7g.2xlarge to db.r7g.xlarge).',
        why: 'The Region that takes over must carry the load of the lost one, at once.',
        fix: 'Keep the former value, or drill the failover with the new one before.',
        paths: ['instance_class'],
      },
    ],
    near: inStack('foundation', [raw('aws_route53_record.r', ['update'], { ttl: 60 }, { ttl: 10 })]),
  },
  {
    rule: rtoWorse,
    about: 'a failure that is noticed later',
    fires: inStack('foundation', [
      raw('aws_route53_health_check.h', ['update'], { failure_threshold: 3 }, { failure_threshold: 10 }),
    ]),
    finds: [
      {
        ...at('aws_route53_health_check.h', 'foundation', 'global'),
        what: 'aws_route53_health_check.h: a failure is noticed later (failure_threshold from 3 to 10).',
        why: 'The Region that takes over must carry the load of the lost one, at once.',
        fix: 'Keep the former value, or drill the failover with the new one before.',
        paths: ['failure_threshold'],
      },
    ],
    near: inStack('foundation', [
      raw('aws_route53_health_check.h', ['update'], { failure_threshold: 3 }, { failure_threshold: 2 }),
    ]),
  },
  {
    rule: recoveryPathChanged,
    fires: inStack(EU, [updated(INSTANCE, { apply_immediately: [false, true] })], onRecoveryPath),
    finds: [
      {
        ...at(INSTANCE),
        what: 'aws_db_instance.d in eu-west-1, which taking over needs, is changed.',
        why: 'A fault in it is found in the hour in which it is needed.',
        fix: 'Rehearse it first: `npm run drill -- promote`.',
        paths: ['apply_immediately'],
      },
    ],
    near: inStack(EU, [updated(INSTANCE, { apply_immediately: [false, true] })], onServingPath),
  },
];
