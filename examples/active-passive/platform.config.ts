import { definePlatform } from '../../config';

export default definePlatform({
  name: 'billing',
  environment: 'prod',
  account: '111122223333',
  regions: ['us-east-1', 'us-west-2'],
  home: 'us-west-2', // the Region that stays: a failover moves the writer, never home
  writer: 'us-east-1',
  pattern: 'active-passive',
  buckets: {
    invoices: { noncurrentVersionDays: 365 },
    scratch: { replication: 'none' },
  },
  databases: {
    ledger: {
      engine: 'mysql',
      engineVersion: '8.4.6',
      instanceClass: 'db.r7g.xlarge',
      allocatedStorageGiB: 400,
      maxAllocatedStorageGiB: 2000,
      backupRetentionDays: 35,
    },
  },
  tables: { sessions: { hashKey: 'pk', ttl: 'expiresAt' } },
  tags: { 'cost-center': 'finance' },
});
