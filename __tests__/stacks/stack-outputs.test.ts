import type { Contract } from '../../config/contract';
import { StackOutputs } from '../../stacks/stack-outputs';
import { platformOf } from '../synth';

const PLATFORM = platformOf({});
/** A contract that lacks what the types still know. */
const SMALLER: Contract = {
  major: 1,
  minor: 0,
  outputs: {
    foundation: {},
    region: {
      key_arn: { type: 'StringList', since: '1.0', description: 'ARNs.' },
      'bucket_<bucket>_arn': { type: 'String', since: '1.0', description: 'ARN of <bucket>.' },
      'bucket_<bucket>_name': { type: 'String', since: '1.0', description: 'Name of <bucket>.' },
    },
    global: {},
  },
};

test('type, words and parameter are the contract’s', () => {
  const outputs = new StackOutputs(PLATFORM, 'region');
  outputs.publish('vpc_id', 'vpc-1');
  outputs.publish('bucket_<bucket>_arn', 'arn:aws:s3:::b', 'user-files');
  outputs.publish('contract_json', '{}');
  expect(outputs.published).toEqual([
    {
      name: 'vpc_id',
      parameterName: '/orders/prod/region/vpc_id',
      value: 'vpc-1',
      description: "Id of this Region's VPC.",
    },
    {
      name: 'bucket_user_files_arn',
      parameterName: '/orders/prod/region/bucket_user_files_arn',
      value: 'arn:aws:s3:::b',
      description: 'ARN of the bucket user-files in this Region.',
    },
    {
      name: 'contract_json',
      parameterName: '/orders/prod/contract',
      value: '{}',
      description: 'Version of this contract, what the Region is, and where the state of its stack is, as JSON.',
    },
  ]);
});

test('refuses what is not in the contract', () =>
  expect(() => new StackOutputs(PLATFORM, 'region', SMALLER).publish('vpc_id', 'vpc-1')).toThrow(
    new Error('region: the output vpc_id is not in the contract. Add it to config/contract.ts.'),
  ));

test('refuses a value of another type', () =>
  expect(() => new StackOutputs(PLATFORM, 'region', SMALLER).publish('key_arn', 'arn')).toThrow(
    new Error('region: the output key_arn is a StringList in the contract, and the value a String.'),
  ));

test('refuses the same output twice', () => {
  const outputs = new StackOutputs(PLATFORM, 'region');
  outputs.publish('bucket_<bucket>_arn', 'a', 'user-files');
  expect(() => outputs.publish('bucket_<bucket>_arn', 'b', 'user-files')).toThrow(
    new Error('region: the output bucket_user_files_arn is published twice.'),
  );
});
