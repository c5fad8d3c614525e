import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import type { Construct } from 'constructs';
import { WebAcl, type WebAclProps } from './web-acl';

export interface RegionalWafProps extends WebAclProps {
  /** ARN of a load balancer or of a REST API's stage. */
  readonly resourceArn: string;
}

/** A web ACL before a Region's entry. What it let pass is in the entry's own log. */
export class RegionalWaf extends WebAcl {
  constructor(scope: Construct, id: string, props: RegionalWafProps) {
    super(scope, id, props, { scope: 'REGIONAL', description: 'Before the entry of this Region' });
    const { provider, resourceArn } = props;
    new Wafv2WebAclAssociation(this, 'association', { provider, resourceArn, webAclArn: this.aclArn });
  }
}
