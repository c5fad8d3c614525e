import type { PolicyStatement } from '../security/policy-document';

/** CloudFront, as who reads for a distribution. */
const CLOUDFRONT = { service: 'cloudfront.amazonaws.com' } as const;

/**
 * Its distributions, all of one account's: theirs is made after the bucket, by another stack, so its id is not known here. By ARN and not by
 * `aws:SourceAccount`, as AWS documents no other condition for an origin access control.
 */
const ofAccount = (account: string) => ({
  ArnLike: { 'aws:SourceArn': `arn:aws:cloudfront::${account}:distribution/*` },
});

/**
 * Lets the distributions of one account read a bucket's objects, with their origin access control. ("Restrict access to an
 * Amazon S3 origin").
 * Who may not list gets 403 for what is not there, and so the answer of the bucket that stands in.
 * @param account twelve digits
 */
export const edgeReadsBucket = (bucketArn: string, account: string): PolicyStatement => ({
  sid: 'ReadThroughCloudFront',
  principal: CLOUDFRONT,
  actions: ['s3:GetObject'],
  resources: [`${bucketArn}/*`],
  conditions: ofAccount(account),
});

/** Lets the same distributions decrypt these objects, where the bucket's key is one's own. For the policy of that key. */
export const edgeUsesKey = (account: string): PolicyStatement => ({
  sid: 'DecryptThroughCloudFront',
  principal: CLOUDFRONT,
  actions: ['kms:Decrypt'],
  resources: ['*'],
  conditions: ofAccount(account),
});
