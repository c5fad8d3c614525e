import { definePlatform } from '../../config';

export default definePlatform({
  name: 'notes',
  environment: 'staging',
  account: '111122223333',
  regions: ['eu-central-1'],
  buckets: { attachments: {} },
  databases: {
    main: {
      engine: 'postgres',
      engineVersion: '17',
      instanceClass: 'db.t4g.medium',
      allocatedStorageGiB: 20,
      multiAz: false,
    },
  },
});
