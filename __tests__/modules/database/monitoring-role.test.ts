import type { Partition } from '../../../config/catalog';
import { MonitoringRole } from '../../../modules/database/monitoring-role';
import { synthConstruct } from '../../synth';

const role = (partition: Partition) =>
  synthConstruct((stack, providerIn) => {
    new MonitoringRole(stack, 'monitoring', {
      provider: providerIn('us-east-1'),
      partition,
      roleName: 'orders-prod-database-monitoring',
      account: '111122223333',
    });
  });

test("RDS assumes it, for this account's instances alone", () =>
  expect(role('aws').only('aws_iam_role')).toEqual({
    provider: 'aws.use1',
    name: 'orders-prod-database-monitoring',
    description: 'RDS enhanced monitoring',
    assume_role_policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'monitoring.rds.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
        },
      ],
    }),
    tags: { region: 'global' },
  }));

test.each<[Partition, string]>([
  ['aws', 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole'],
  ['aws-cn', 'arn:aws-cn:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole'],
  ['aws-us-gov', 'arn:aws-us-gov:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole'],
])("in %s it has AWS's own policy and no other", (partition, policyArn) => {
  expect(role(partition).counts).toEqual({ aws_iam_role: 1, aws_iam_role_policy_attachment: 1 });
  expect(role(partition).only('aws_iam_role_policy_attachment')).toEqual({
    provider: 'aws.use1',
    role: '${aws_iam_role.monitoring_role.name}',
    policy_arn: policyArn,
  });
});
