import { isMadeFor, learnsOfRegions } from '../../../cli/drill/laws/made-for';
import { onlyEdges } from '../../../cli/drill/laws/plans';
import { change, run, seen } from './seen';

test.each([
  ['aws_iam_role.routing_role-health-eu-west-1_role', true],
  ['aws_iam_role_policy.routing_profile-schedule-role-eu-west-1_policy', true],
  ['aws_cloudwatch_metric_alarm.routing_alarms_replication-eu-west-1', true],
  ['aws_iam_role.routing_role-health-eu-west-12_role', false],
  ['aws_iam_role.routing_role-health-us-east-1_role', false],
  ['aws_dynamodb_table.routing_fence-eu-west-1_table', false],
])('%s is made for eu-west-1: %s', (address, is) =>
  expect(isMadeFor('eu-west-1', { address, type: address.split('.')[0] ?? '' })).toBe(is),
);

const fn = (changed: string[], action = 'update') =>
  change(`${action} aws_lambda_function.routing_function-health_function us-east-1`, { changed });

test('a function learns of Regions by its environment, and by nothing else', () => {
  expect(learnsOfRegions(fn(['environment', 'last_modified']))).toBe(true);
  expect(learnsOfRegions(fn(['environment', 'source_code_hash']))).toBe(false);
  expect(learnsOfRegions(fn([], 'replace'))).toBe(false);
});

test('with a Region that joins come its roles and alarms, and what holds the list learns of it; no more', () => {
  const law = onlyEdges('eu-west-1');
  const joined = [
    change('create aws_iam_role.routing_role-health-eu-west-1_role global'),
    fn(['environment', 'last_modified']),
    change('create aws_cloudwatch_metric_alarm.routing_alarms_replication-eu-west-1 us-east-1'),
  ];
  expect(law.broken(seen([run('foundation', { changes: joined })]))).toBeUndefined();
  const renamed = change('update aws_iam_role.routing_role-health-eu-west-1_role global', { changed: ['name'] });
  expect(law.broken(seen([run('foundation', { changes: [renamed] })]))).toBe(
    'law 6, only its edges: foundation would update aws_iam_role.routing_role-health-eu-west-1_role in global, which is no edge of eu-west-1',
  );
});
