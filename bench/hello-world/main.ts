import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { App, TerraformStack } from 'cdktf';

// The smallest CDKTF app that deploys something: what a synth costs before Meridian does anything.
const app = new App();
const stack = new TerraformStack(app, 'hello');
new AwsProvider(stack, 'aws', { region: 'us-east-1' });
new S3Bucket(stack, 'bucket', { bucket: 'hello-world' });
app.synth();
