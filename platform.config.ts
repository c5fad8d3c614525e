import { definePlatform } from './config';

export default definePlatform({
  name: 'orders',
  environment: 'prod',
  account: '111122223333',
  regions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'],
  home: 'us-east-1',
  writer: 'us-east-1',
  buckets: { objects: {} },
  databases: {
    main: { engine: 'postgres', engineVersion: '17', instanceClass: 'db.r7g.large', allocatedStorageGiB: 100 },
  },
  tables: { sessions: { hashKey: 'pk', rangeKey: 'sk', ttl: 'expiresAt' } },
});
