import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { HANDLER } from './bundle';

export interface RegionalFunctionProps {
  readonly provider: TerraformProvider;
  /** At most 64 characters; the same in every Region. */
  readonly functionName: string;
  readonly description: string;
  /** Archive with the code, relative to the stack's own folder. */
  readonly zipPath: string;
  /** SHA-256 of the archive in base64: what tells that the code is another. */
  readonly sourceCodeHash: string;
  readonly roleArn: string;
  readonly runtime: string;
  /** Seconds after which Lambda ends a call; at most 900. */
  readonly timeoutSeconds: number;
  /** Also the share of a processor ("Configure Lambda function memory"). */
  readonly memoryMb: number;
  /** One that is `undefined` is left out. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logGroupName: string;
  readonly logRetentionDays: number;
  /** Of Lambda's own lines; `WARN` leaves out START, END and REPORT. @default 'INFO' */
  readonly systemLogLevel?: 'INFO' | 'WARN';
  /** Calls at a time that are kept free for it, and that it can't exceed. @default - the account's unreserved ones */
  readonly reservedConcurrency?: number | undefined;
  /** For a function that is called without waiting for it: where an event goes that it could not handle. @default - it is called and waited for */
  readonly failedEventsTo?: string | undefined;
}

/**
 * A function in one Region, with its log. It is in no VPC: it calls public endpoints only, and in one it would need a NAT
 * gateway or endpoints in each subnet, which cost more than all calls and can fail by themselves.
 * Its log group has no key of one's own: a function that must work while KMS does not must be able to log then too.
 */
export class RegionalFunction extends Construct {
  readonly functionName: string;
  readonly invokeArn: string;

  constructor(scope: Construct, id: string, props: RegionalFunctionProps) {
    super(scope, id);
    const { provider, functionName, reservedConcurrency, failedEventsTo } = props;
    const variables = Object.fromEntries(
      Object.entries(props.environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    // First: Lambda would make one that keeps its lines for ever.
    const log = new CloudwatchLogGroup(this, 'log', {
      provider,
      name: props.logGroupName,
      retentionInDays: props.logRetentionDays,
    });
    const fn = new LambdaFunction(this, 'function', {
      provider,
      functionName,
      description: props.description,
      role: props.roleArn,
      runtime: props.runtime,
      architectures: ['arm64'],
      handler: HANDLER,
      filename: props.zipPath,
      sourceCodeHash: props.sourceCodeHash,
      timeout: props.timeoutSeconds,
      memorySize: props.memoryMb,
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
      environment: { variables },
      tracingConfig: { mode: 'Active' },
      loggingConfig: {
        logFormat: 'JSON',
        logGroup: log.name,
        applicationLogLevel: 'INFO',
        systemLogLevel: props.systemLogLevel ?? 'INFO',
      },
    });
    if (failedEventsTo !== undefined) {
      new LambdaFunctionEventInvokeConfig(this, 'events', {
        provider,
        functionName: fn.functionName,
        maximumEventAgeInSeconds: 300,
        maximumRetryAttempts: 1,
        destinationConfig: { onFailure: { destination: failedEventsTo } },
      });
    }
    this.functionName = fn.functionName;
    this.invokeArn = fn.invokeArn;
  }
}
