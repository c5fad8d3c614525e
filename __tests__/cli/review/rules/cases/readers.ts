import { actionInvoked, checkFailed } from '../../../../../cli/review/rules/checks';
import {
  contractAdded,
  contractMoved,
  contractRemoved,
  contractRetyped,
} from '../../../../../cli/review/rules/contract';
import { driftFound, driftUndone } from '../../../../../cli/review/rules/drift';
import { intentExceeded } from '../../../../../cli/review/rules/intent-exceeded';
import { orderHazard } from '../../../../../cli/review/rules/order-hazard';
import { manifest, planJson, raw, type Setting, THREE } from '../../plans';
import { at, EU, inStack, type RuleCase, updated } from '../case';

/** A change of one output of the stack in eu-west-1. */
const output = (actions: readonly string[], before: unknown, after: unknown, more: Partial<Setting> = {}): Setting => ({
  base: manifest(THREE),
  ...more,
  plans: {
    [EU]: planJson([], {
      output_changes: {
        vpc_id: {
          actions,
          before,
          after,
          after_unknown: after === undefined,
          before_sensitive: false,
          after_sensitive: false,
        },
        other: {
          actions: ['no-op'],
          before: 'x',
          after: 'x',
          after_unknown: false,
          before_sensitive: false,
          after_sensitive: false,
        },
      },
    }),
  },
});
const major = (version: number) => manifest(THREE, { contract: { major: version, minor: 0, outputs: {} } });

const ROLE_ARN = 'arn:aws:iam::111122223333:role/replication';
const role = raw('aws_iam_role.r', ['delete'], { name: 'replication', arn: ROLE_ARN }, null);
const uses = (arn: string) =>
  raw(
    'aws_s3_bucket_replication_configuration.c',
    ['no-op'],
    { region: 'eu-west-1', role: arn },
    { region: 'eu-west-1', role: arn },
  );

const drift = (values: Readonly<Record<string, readonly [number, number]>>) => ({
  resource_drift: [updated('aws_cloudwatch_log_group.l', values)],
});
const lowered = updated('aws_cloudwatch_log_group.l', { retention_in_days: [30, 7] });

const evacuation = { base: manifest(THREE), head: manifest({ ...THREE, 'ap-southeast-2': 'evacuated' }) };
/** A function that is told of the Regions in its environment, which is not shown. */
const told = (before: string, after: string) =>
  updated('aws_lambda_function.f', {
    environment: [[{ variables: { REGIONS: before } }], [{ variables: { REGIONS: after } }]],
  });

const dropsRule = raw(
  'aws_s3_bucket_replication_configuration.c',
  ['update'],
  { region: 'eu-west-1', rule: [{ id: 'us-east-1' }, { id: 'ap-southeast-2' }] },
  { region: 'eu-west-1', rule: [{ id: 'us-east-1' }] },
);

export const READER_CASES: readonly RuleCase[] = [
  {
    rule: contractRemoved,
    fires: output(['delete'], 'vpc-1', null),
    finds: [
      {
        ...at('output.vpc_id'),
        what: 'The output vpc_id of region-eu-west-1 is removed.',
        why: 'Workspaces that read it fail at their next plan.',
        fix: 'Keep it, deprecated, for a release; then raise the major version of the contract (docs/outputs.md).',
        paths: ['vpc_id'],
      },
    ],
    near: output(['delete'], 'vpc-1', null, { base: major(1), head: major(2) }),
  },
  {
    rule: contractRetyped,
    fires: output(['update'], ['a'], 'a'),
    finds: [
      {
        ...at('output.vpc_id'),
        what: 'The output vpc_id of region-eu-west-1 turns from a list into a string.',
        why: 'What reads it breaks, or reads something else than it thinks.',
        fix: 'Publish the new form under a new name, and deprecate this one.',
        paths: ['vpc_id'],
      },
    ],
    near: output(['update'], ['a'], ['a', 'b']),
  },
  {
    rule: contractMoved,
    fires: output(['update'], 'vpc-1', undefined),
    finds: [
      {
        ...at('output.vpc_id'),
        what: 'The output vpc_id of region-eu-west-1 gets a value that is known after the apply.',
        why: 'Workspaces that read it point at what was there before, until they plan again.',
        fix: 'Plan and apply the workspaces that read it after this.',
        paths: ['vpc_id'],
      },
    ],
    near: output(['create'], null, undefined),
  },
  {
    rule: contractAdded,
    fires: output(['create'], null, 'vpc-1'),
    finds: [
      {
        ...at('output.vpc_id'),
        what: 'The output vpc_id of region-eu-west-1 is new.',
        why: 'Other workspaces may read it, so it is a promise from then on.',
        fix: 'Nothing, if it is meant to stay.',
        paths: ['vpc_id'],
      },
    ],
    // The outputs of a stack that is new are no news.
    near: output(['create'], null, 'vpc-1', { base: manifest({ 'us-east-1': 'active' }) }),
  },
  {
    rule: orderHazard,
    fires: inStack('foundation', [role], { plans: { [EU]: planJson([uses(ROLE_ARN)]) } }),
    finds: [
      {
        ...at('aws_iam_role.r', 'foundation', 'global'),
        what: 'aws_iam_role.r is destroyed by foundation, and region-eu-west-1 (aws_s3_bucket_replication_configuration.c) still names it after the run.',
        why: 'foundation is applied first: from then on what names it fails.',
        fix: 'Take its use out in a change before this one.',
      },
    ],
    near: inStack('foundation', [role], { plans: { [EU]: planJson([uses(`${ROLE_ARN}-2`)]) } }),
  },
  {
    rule: orderHazard,
    about: 'what a later stack makes',
    fires: inStack('foundation', [updated('aws_s3_bucket_replication_configuration.c', { role: ['x', ROLE_ARN] })], {
      plans: { [EU]: planJson([raw('aws_iam_role.r', ['create'], null, { name: 'replication' })]) },
    }),
    finds: [
      {
        ...at('aws_s3_bucket_replication_configuration.c', 'foundation'),
        what: 'aws_s3_bucket_replication_configuration.c names aws_iam_role.r, which region-eu-west-1 makes, and that stack is applied after foundation.',
        why: 'The apply of foundation fails, or names something that is not there yet.',
        fix: 'Move it to a stack that is applied after region-eu-west-1, or make aws_iam_role.r in a change before this one.',
      },
    ],
    near: inStack(EU, [updated('aws_s3_bucket_replication_configuration.c', { role: ['x', ROLE_ARN] })], {
      plans: { foundation: planJson([raw('aws_iam_role.r', ['create'], null, { name: 'replication' })]) },
    }),
  },
  {
    rule: driftFound,
    fires: { plans: { [EU]: planJson([], drift({ retention_in_days: [7, 30] })) } },
    finds: [
      {
        ...at('aws_cloudwatch_log_group.l'),
        what: 'aws_cloudwatch_log_group.l in eu-west-1 was changed outside of Terraform.',
        why: 'The code does not say so: the other Regions do not have it, and it goes when the object is made anew.',
        fix: 'Bring it into the code, or take it back.',
        paths: ['retention_in_days'],
      },
    ],
    near: { plans: { [EU]: planJson([lowered], drift({ retention_in_days: [7, 30] })) } },
  },
  {
    rule: driftUndone,
    fires: { plans: { [EU]: planJson([lowered], drift({ retention_in_days: [7, 30] })) } },
    finds: [
      {
        ...at('aws_cloudwatch_log_group.l'),
        what: 'aws_cloudwatch_log_group.l in eu-west-1 was changed outside of Terraform, and this run sets retention_in_days back.',
        why: 'A change by hand is often the fix of an incident, which then starts again.',
        fix: 'Find out who did it and why. Bring it into the code first, unless it is to go.',
        paths: ['retention_in_days'],
      },
    ],
    near: { plans: { [EU]: planJson([lowered], drift({ bucket_level: [1, 2] })) } },
  },
  {
    rule: actionInvoked,
    fires: {
      plans: {
        [EU]: planJson([], {
          action_invocations: [
            {
              address: 'action.aws_lambda_invoke.warm',
              type: 'aws_lambda_invoke',
              name: 'warm',
              lifecycle_action_trigger: { triggering_resource_address: 'aws_dynamodb_table.t' },
            },
          ],
        }),
      },
    },
    finds: [
      {
        ...at('action.aws_lambda_invoke.warm'),
        what: 'The apply calls action.aws_lambda_invoke.warm (aws_lambda_invoke), triggered by aws_dynamodb_table.t.',
        why: 'What it does is in no plan, and it is done again if the apply is repeated.',
        fix: 'Make sure that it may run more than once, and in all Regions of the wave.',
        paths: ['aws_lambda_invoke'],
      },
    ],
    near: { plans: { [EU]: planJson([], { action_invocations: [] }) } },
  },
  {
    rule: checkFailed,
    fires: { plans: { [EU]: planJson([], { checks: [{ address: { to_display: 'check.names' }, status: 'fail' }] }) } },
    finds: [
      {
        ...at('check.names'),
        what: 'check.names fails.',
        why: 'What it makes sure of does not hold, and Terraform may go on all the same.',
        fix: 'Read its message in the log of the plan, and mend what it checks.',
        paths: ['fail'],
      },
    ],
    near: {
      plans: { [EU]: planJson([], { checks: [{ address: { to_display: 'check.names' }, status: 'unknown' }] }) },
    },
  },
  {
    rule: intentExceeded,
    fires: inStack(
      EU,
      [dropsRule, updated('aws_db_instance.d', { instance_class: ['db.r7g.large', 'db.r7g.xlarge'] })],
      evacuation,
    ),
    finds: [
      {
        ...at('aws_db_instance.d'),
        what: 'aws_db_instance.d in eu-west-1 is changed, which does not belong to evacuating ap-southeast-2.',
        why: 'It is approved for what the config says, and does more.',
        fix: 'Put it into a change of its own.',
        paths: ['instance_class'],
      },
    ],
    near: inStack(EU, [dropsRule], evacuation),
  },
  {
    rule: intentExceeded,
    about: 'a value that is not shown and says something else than the Region',
    fires: inStack(EU, [told('us-east-1,ap-southeast-2', 'sa-east-1')], evacuation),
    finds: [
      {
        ...at('aws_lambda_function.f'),
        what: 'aws_lambda_function.f in eu-west-1 is changed, which does not belong to evacuating ap-southeast-2.',
        why: 'It is approved for what the config says, and does more.',
        fix: 'Put it into a change of its own.',
        paths: ['environment.variables.REGIONS'],
      },
    ],
    near: inStack(EU, [told('us-east-1,ap-southeast-2', 'us-east-1')], evacuation),
  },
];
