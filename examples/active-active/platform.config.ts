import { definePlatform } from '../../config';

export default definePlatform({
  name: 'catalog',
  environment: 'prod',
  account: '111122223333',
  regions: ['eu-west-1', 'eu-central-1', 'eu-west-3'],
  home: 'eu-central-1',
  writer: 'eu-west-1',
  pattern: 'active-active',
  buckets: { images: {}, imports: { replicationTimeControl: false } },
  databases: {
    search: { engine: 'postgres', engineVersion: '17', instanceClass: 'db.r7g.large', allocatedStorageGiB: 200 },
  },
  tables: {
    carts: { hashKey: 'pk', rangeKey: 'sk', ttl: 'expiresAt' },
    // Read in any Region, after a write in any other: three Regions of the EU set.
    reservations: { hashKey: 'pk', consistency: 'strong' },
  },
  ci: { github: { repository: 'acme@1234/catalog@5678' } },
});
