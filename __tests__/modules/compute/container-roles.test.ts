import { ContainerRoles, type ContainerRolesProps } from '../../../modules/compute/container-roles';
import { imagePull } from '../../../modules/compute/image-pull';
import { policyDocument } from '../../../modules/security/policy-document';
import { synthConstruct } from '../../synth';

const PROPS = {
  executionRoleName: 'orders-prod-service-start-euw1',
  taskRoleName: 'orders-prod-service-task-euw1',
  account: '111122223333',
  repositoryArn: 'arn:aws:ecr:eu-west-1:111122223333:repository/orders-prod-service',
  logGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/ecs/orders-prod-service',
};
const roles = (props: Partial<ContainerRolesProps> = {}) =>
  synthConstruct((stack, providerIn) => {
    new ContainerRoles(stack, 'roles', { provider: providerIn('us-east-1'), ...PROPS, ...props });
  });

test('both are for tasks of this account alone, and change with no Region', () => {
  for (const { args } of roles().resources<{ assume_role_policy: string; tags: object }>('aws_iam_role')) {
    expect(JSON.parse(args.assume_role_policy).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      },
    ]);
    expect(args.tags).toEqual({ region: 'global' });
  }
});

test('the one that starts tasks may pull the image and write the log; the task’s own has nothing', () => {
  const stack = roles();
  expect(stack.counts).toEqual({ aws_iam_role: 2, aws_iam_role_policy: 1 });
  expect(stack.at('aws_iam_role.roles_task').name).toBe(PROPS.taskRoleName);
  expect(stack.only('aws_iam_role_policy')).toEqual({
    provider: 'aws.use1',
    name: 'start',
    role: '${aws_iam_role.roles_execution.name}',
    policy: policyDocument(imagePull(PROPS.repositoryArn, PROPS.logGroupArn)),
  });
});

test('what the service needs goes to the task’s own role', () => {
  const statements = [{ sid: 'Read', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] }];
  expect(roles({ statements }).at('aws_iam_role_policy.roles_task-policy')).toEqual({
    provider: 'aws.use1',
    name: 'service',
    role: '${aws_iam_role.roles_task.name}',
    policy: policyDocument(statements),
  });
});
