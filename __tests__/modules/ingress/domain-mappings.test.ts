import { labelOf, mapDomainNames } from '../../../modules/ingress/domain-mappings';
import { synthConstruct } from '../../synth';

test('every host leads to the stage, by its root and under an id of its own', () => {
  const stack = synthConstruct((scope, providerIn) =>
    mapDomainNames(scope, ['api.orders.example.com', 'api-euw1.orders.example.com'], {
      provider: providerIn('eu-west-1'),
      apiId: 'a1',
      stage: 'live',
    }),
  );
  expect(
    Object.fromEntries(stack.resources('aws_apigatewayv2_api_mapping').map(({ address, args }) => [address, args])),
  ).toEqual({
    'aws_apigatewayv2_api_mapping.mapping-api': {
      provider: 'aws.euw1',
      api_id: 'a1',
      stage: 'live',
      domain_name: 'api.orders.example.com',
    },
    'aws_apigatewayv2_api_mapping.mapping-api-euw1': {
      provider: 'aws.euw1',
      api_id: 'a1',
      stage: 'live',
      domain_name: 'api-euw1.orders.example.com',
    },
  });
});

test('a label is what stands before the first dot', () => {
  expect(labelOf('api-euw1.orders.example.com')).toBe('api-euw1');
  expect(labelOf('localhost')).toBe('localhost');
});
