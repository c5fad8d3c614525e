import { imagePull } from '../../../modules/compute/image-pull';
import { policyDocument } from '../../../modules/security/policy-document';
import { isAllowed } from '../security/iam';

const REPOSITORY = 'arn:aws:ecr:eu-west-1:111122223333:repository/orders-prod-service';
const LOG = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/ecs/orders-prod-service';
const policy = policyDocument(imagePull(REPOSITORY, LOG));
const can = (action: string, resource: string): boolean => isAllowed(policy, { action, resource });

test('pulls from the one repository and writes the one log, and nothing else', () => {
  expect(can('ecr:GetAuthorizationToken', '*')).toBe(true);
  for (const action of ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability']) {
    expect(can(action, REPOSITORY)).toBe(true);
    expect(can(action, REPOSITORY.replace('eu-west-1', 'us-east-1'))).toBe(false);
    expect(can(action, REPOSITORY.replace('orders', 'billing'))).toBe(false);
  }
  expect(can('logs:PutLogEvents', `${LOG}:log-stream:service/1`)).toBe(true);
  expect(can('logs:PutLogEvents', `${LOG}-2:log-stream:service/1`)).toBe(false);
  for (const action of ['ecr:PutImage', 'ecr:BatchDeleteImage', 'logs:CreateLogGroup', 'kms:Decrypt', 's3:GetObject'])
    expect([can(action, '*'), can(action, REPOSITORY), can(action, `${LOG}:x`)]).toEqual([false, false, false]);
});
