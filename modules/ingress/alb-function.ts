import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { LbTargetGroupAttachment } from '@cdktf/provider-aws/lib/lb-target-group-attachment';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface AlbFunctionProps {
  readonly provider: TerraformProvider;
  readonly listenerArn: string;
  readonly functionName: string;
  /** The function's own ARN, not the one that API Gateway wants. */
  readonly functionArn: string;
  /** At most 32 letters, digits and hyphens, the first and last no hyphen. */
  readonly targetGroupName: string;
  /** Exact paths that it answers, for GET alone: 1 to 4. */
  readonly paths: readonly string[];
}

/** Values of all conditions of one rule together, less the method's ("Quotas for your Application Load Balancers"). */
const MOST_PATHS = 4;
/** Before any other rule of the listener. */
const PRIORITY = 1;

/**
 * A function behind a load balancer, for some paths. They are listed and no pattern: behind API Gateway other paths of the same
 * function are signed, and a load balancer checks no signature.
 */
export class AlbFunction extends Construct {
  constructor(scope: Construct, id: string, props: AlbFunctionProps) {
    super(scope, id);
    const { provider, listenerArn, functionName, functionArn, targetGroupName, paths } = props;
    this.refusePaths(paths);

    const group = new LbTargetGroup(this, 'targets', {
      provider,
      name: targetGroupName,
      targetType: 'lambda',
      // A query may name a thing twice.
      lambdaMultiValueHeadersEnabled: true,
    });
    const permission = new LambdaPermission(this, 'permission', {
      provider,
      functionName,
      action: 'lambda:InvokeFunction',
      principal: 'elasticloadbalancing.amazonaws.com',
      sourceArn: group.arn,
    });
    new LbTargetGroupAttachment(this, 'attachment', {
      provider,
      targetGroupArn: group.arn,
      targetId: functionArn,
      // A load balancer registers no function that it may not call.
      dependsOn: [permission],
    });
    new LbListenerRule(this, 'rule', {
      provider,
      listenerArn,
      priority: PRIORITY,
      action: [{ type: 'forward', targetGroupArn: group.arn }],
      condition: [{ pathPattern: { values: [...paths].sort() } }, { httpRequestMethod: { values: ['GET'] } }],
    });
  }

  private refusePaths(paths: readonly string[]): void {
    if (paths.length < 1 || paths.length > MOST_PATHS)
      throw new Error(
        `${this.node.path}: ${paths.length} paths. One rule takes 1 to ${MOST_PATHS}: leave some to the service.`,
      );
    const pattern = paths.find((path) => /[*?{]/.test(path));
    if (pattern)
      throw new Error(`${this.node.path}: ${pattern} is a pattern. Name each path: others of the function are signed.`);
  }
}
