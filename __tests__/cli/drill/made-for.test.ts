import { belongsTo, comesWithSecond, isMadeFor, learnsOfRegions } from '../../../cli/drill/laws/made-for';
import { onlyEdges } from '../../../cli/drill/laws/plans';
import { platformOf } from '../../synth';
import { change, run, seen } from './seen';

test.each([
  ['aws_iam_role.routing_role-health-eu-west-1_role', true],
  ['aws_iam_role_policy.routing_profile-schedule-role-eu-west-1_policy', true],
  ['aws_cloudwatch_metric_alarm.routing_alarms_replication-eu-west-1', true],
  ['aws_route53_record.front_dns_eu-west-1', true],
  ['aws_globalaccelerator_endpoint_group.front_accelerator_group-eu-west-1', true],
  ['aws_ec2_transit_gateway_peering_attachment.backbone_peering-eu-west-1-ap-southeast-2', true],
  ['aws_route53_record.front_dns_us-east-1', false],
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

test.each([
  ['foundation', 'aws_route53_record.names_apis_own-record-eu-west-1', true],
  ['global', 'aws_ec2_transit_gateway_route.backbone_route-us-east-1-eu-west-1', true],
  ['global', 'aws_route53_zone_association.private-zone_association-eu-west-1', true],
  ['global', 'aws_route53_record.front_dns_eu-west-1', false],
  ['global', 'aws_route53_health_check.front_health_gate-eu-west-1', false],
  ['foundation', 'aws_route53_record.names_apis_own-record-us-east-1', false],
])('%s forgets %s with eu-west-1: %s', (stack, address, is) =>
  expect(belongsTo('eu-west-1', stack, { address, type: address.split('.')[0] ?? '', attributes: {} })).toBe(is),
);

test.each([
  ['a dashboard shows others', 'update aws_cloudwatch_dashboard.front_dashboard_dashboard', ['dashboard_body'], true],
  ['and gets another name', 'update aws_cloudwatch_dashboard.front_dashboard_dashboard', ['dashboard_name'], false],
  ['a check counts others', 'update aws_route53_health_check.front_alarms_redundant', ['child_healthchecks'], true],
  ['switches are told', 'update aws_ssm_parameter.front_switches_record-us-east-1', ['value', 'version'], true],
  ['another parameter', 'update aws_ssm_parameter.outputs_parameter-api-url', ['value', 'version'], false],
  ['a network', 'update aws_vpc.network_vpc us-east-1', [], false],
])('%s', (_what, text, changed, is) => expect(learnsOfRegions(change(text, { changed }))).toBe(is));

test('a rule over switches is replaced by one that is there before', () => {
  const rule = (actions: ['create', 'delete'] | ['delete', 'create']) =>
    change('replace aws_route53recoverycontrolconfig_safety_rule.front_switches_one', { actions });
  expect(learnsOfRegions(rule(['create', 'delete']))).toBe(true);
  expect(learnsOfRegions(rule(['delete', 'create']))).toBe(false);
});

test('the alarm on the last Region but one comes and goes with the second', () => {
  const alarm = change('create aws_cloudwatch_metric_alarm.front_alarms_redundancy us-east-1');
  const one = platformOf({ regions: ['us-east-1'] });
  const two = platformOf({ regions: ['us-east-1', 'eu-west-1'] });
  expect(comesWithSecond(alarm, seen([], { platform: two, previous: one }))).toBe(true);
  expect(comesWithSecond(alarm, seen([], { platform: two, previous: two }))).toBe(false);
});
