import { definePlatform } from '../../config';

export default definePlatform({
  name: 'quotes',
  environment: 'prod',
  account: '111122223333',
  regions: ['us-east-1', 'eu-central-1', 'ap-southeast-1'],
  home: 'eu-central-1',
  pattern: 'active-active',
  tables: { quotes: { hashKey: 'pk', ttl: 'expiresAt' } },
  network: {
    backbone: 'transit-gateway', // services of one Region reach those of another by private addresses
    stableEgressIps: true, // partners have let them through their firewalls
    privateZone: 'internal.quotes.example.com',
  },
  ingress: {
    domain: 'quotes.example.com',
    parentZone: 'example.com',
    entry: 'alb',
    front: 'accelerator', // two addresses that never change, and failover without a resolver's cache
    clientAffinity: 'source-ip',
    service: { on: 'instances', imageTag: '2.3.0', instanceType: 'c7g.large', minTasks: 3, maxTasks: 12 },
  },
});
