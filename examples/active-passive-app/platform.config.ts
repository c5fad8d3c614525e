import { definePlatform } from '../../config';

export default definePlatform({
  name: 'gallery',
  environment: 'prod',
  account: '111122223333',
  regions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'],
  home: 'eu-west-1', // the Region that stays: moving the writer is no change of this file
  pattern: 'active-passive',
  buckets: { photos: { noncurrentVersionDays: 30 } },
  routing: {
    primary: 'us-east-1',
    apps: ['gallery'],
    lease: { seconds: 6 }, // how long writes wait, at most, when the writer's Region is lost
    allowedOrigins: ['https://gallery.example.com'],
    photos: { bucket: 'photos' },
  },
  identity: { replication: 'profiles' },
});
