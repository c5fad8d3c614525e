import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { HANDLER } from '../compute/bundle';

export interface EdgeFunctionProps {
  /** Of us-east-1: CloudFront takes functions from there alone. */
  readonly provider: TerraformProvider;
  /** At most 64 characters. */
  readonly functionName: string;
  readonly description: string;
  /** Archive with the code and its data, relative to the stack's own folder. */
  readonly zipPath: string;
  /** SHA-256 of the archive in base64: what tells that the code is another. */
  readonly sourceCodeHash: string;
  /** Role that both Lambda and Lambda@Edge may take. */
  readonly roleArn: string;
  /** A Node.js runtime. */
  readonly runtime: string;
}

/** Memory of a function that sees viewers' requests at the most, which is plenty ("Quotas on Lambda@Edge"). */
const MEMORY_MB = 128;
const TIMEOUT_SECONDS = 5;

/**
 * A function that CloudFront copies to the edge: for x86, with no environment, VPC, tracing or log of its choice
 * ("Restrictions on Lambda@Edge"). Each change is a version of its own, which the distribution names.
 * It goes last and slowly: Lambda refuses to delete it for hours after the distribution has let go of it, until its copies
 * are gone.
 */
export class EdgeFunction extends Construct {
  /** ARN of the version, as a distribution wants it. */
  readonly versionArn: string;
  readonly functionName: string;

  constructor(scope: Construct, id: string, props: EdgeFunctionProps) {
    super(scope, id);
    const fn = new LambdaFunction(this, 'function', {
      provider: props.provider,
      functionName: props.functionName,
      description: props.description,
      role: props.roleArn,
      runtime: props.runtime,
      architectures: ['x86_64'],
      handler: HANDLER,
      filename: props.zipPath,
      sourceCodeHash: props.sourceCodeHash,
      timeout: TIMEOUT_SECONDS,
      memorySize: MEMORY_MB,
      publish: true,
      timeouts: { delete: '3h' },
      // So that it goes after the distribution has let go of it, and not before: that would wait in vain.
      lifecycle: { createBeforeDestroy: true },
    });
    this.versionArn = fn.qualifiedArn;
    this.functionName = fn.functionName;
  }
}
