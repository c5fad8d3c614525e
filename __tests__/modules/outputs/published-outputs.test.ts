import { PublishedOutputs } from '../../../modules/outputs/published-outputs';
import { synthConstruct } from '../../synth';

const stack = synthConstruct((scope, providerIn) => {
  new PublishedOutputs(scope, 'outputs', {
    provider: providerIn('eu-west-1'),
    outputs: [
      { name: 'vpc_id', parameterName: '/orders/prod/region/vpc_id', value: 'vpc-1', description: 'Id of the VPC.' },
      {
        name: 'subnet_ids',
        parameterName: '/orders/prod/region/subnet_ids',
        value: ['subnet-1', 'subnet-2'],
        description: 'Ids of the subnets.',
      },
    ],
  });
});

test('an output keeps its name, with a description', () =>
  expect(stack.outputs).toEqual({
    vpc_id: { value: 'vpc-1', description: 'Id of the VPC.' },
    subnet_ids: { value: ['subnet-1', 'subnet-2'], description: 'Ids of the subnets.' },
  }));

test('a text is a String in SSM', () =>
  expect(stack.at('aws_ssm_parameter.outputs_parameter-vpc-id')).toEqual({
    provider: 'aws.euw1',
    name: '/orders/prod/region/vpc_id',
    description: 'Id of the VPC.',
    type: 'String',
    value: 'vpc-1',
  }));

test('a list is a StringList, separated by commas', () =>
  expect(stack.at('aws_ssm_parameter.outputs_parameter-subnet-ids')).toEqual({
    provider: 'aws.euw1',
    name: '/orders/prod/region/subnet_ids',
    description: 'Ids of the subnets.',
    type: 'StringList',
    value: '${join(",", ["subnet-1", "subnet-2"])}',
  }));
