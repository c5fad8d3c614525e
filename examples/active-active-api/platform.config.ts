import { definePlatform } from '../../config';

export default definePlatform({
  name: 'carts',
  environment: 'prod',
  account: '111122223333',
  regions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'],
  home: 'eu-west-1',
  pattern: 'active-active', // every Region serves; DNS answers with the nearest that is healthy
  tables: { carts: { hashKey: 'pk', rangeKey: 'sk', ttl: 'expiresAt' } },
  ingress: {
    domain: 'carts.example.com',
    parentZone: 'example.com', // in the same account: the delegation is written there, and one apply does it all
    entry: 'http-api',
  },
  network: { nat: 'none', interfaceEndpoints: [] }, // functions are in no VPC, and nothing else needs a way out yet
});
