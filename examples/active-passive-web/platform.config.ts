import { definePlatform } from '../../config';

export default definePlatform({
  name: 'shop',
  environment: 'prod',
  account: '111122223333',
  regions: ['us-east-1', 'eu-west-1', 'us-west-2'],
  home: 'eu-west-1',
  writer: 'us-east-1',
  pattern: 'active-passive', // the writer serves; another Region takes over once it is out
  buckets: { site: { noncurrentVersionDays: 30 } },
  tables: { orders: { hashKey: 'pk', rangeKey: 'sk' } },
  ingress: {
    domain: 'shop.example.com',
    parentZone: 'example.com',
    entry: 'alb',
    front: 'cdn',
    cdn: { bucket: 'site', regionByCountry: { DE: 'eu-west-1', FR: 'eu-west-1', GB: 'eu-west-1' } },
    service: {
      on: 'fargate',
      imageTag: '1.0.0',
      cpu: 512,
      memoryMiB: 1024,
      minTasks: 3,
      maxTasks: 30,
      uses: { tables: ['orders'] },
    },
  },
});
