import type { Ingress } from '../../config/ingress';
import { hasServiceFunction, serviceVariables } from '../../stacks/service-function';
import { platformOf } from '../synth';

const ingress = (on: 'function' | 'fargate' | 'instances'): Ingress | undefined =>
  platformOf({
    ingress: {
      domain: 'orders.example.com',
      zone: 'existing',
      entry: on === 'function' ? 'rest-api' : 'alb',
      service: { on },
    },
  }).ingress;

test('is there where the entry is an API, and nowhere else', () => {
  expect(hasServiceFunction({ ingress: undefined })).toBe(false);
  expect(hasServiceFunction({ ingress: ingress('function') })).toBe(true);
  expect(hasServiceFunction({ ingress: ingress('fargate') })).toBe(false);
  expect(hasServiceFunction({ ingress: ingress('instances') })).toBe(false);
});

test('knows its name, what it uses, and no other Region', () => {
  const used = (uses: object) =>
    platformOf({ ingress: { domain: 'orders.example.com', zone: 'existing', service: { uses } } });
  expect(serviceVariables(platformOf({}), 'us-east-1')).toEqual({ POWERTOOLS_SERVICE_NAME: 'orders-prod-service' });
  expect(serviceVariables(used({}), 'us-east-1')).toEqual({ POWERTOOLS_SERVICE_NAME: 'orders-prod-service' });
  expect(serviceVariables(used({ tables: ['sessions'], buckets: ['objects'] }), 'eu-west-1')).toEqual({
    POWERTOOLS_SERVICE_NAME: 'orders-prod-service',
    TABLE_SESSIONS: 'orders-prod-sessions',
    BUCKET_OBJECTS: 'orders-prod-objects-euw1-111122223333',
  });
});
