import type { Construct } from 'constructs';
import { WebAcl, type WebAclProps } from './web-acl';

/**
 * A web ACL before a distribution, at the edge that a viewer reached: a flood costs no Region anything. A distribution names
 * its ACL itself, so there is no association. Its provider is that of us-east-1: such ACLs are there alone.
 */
export class EdgeWaf extends WebAcl {
  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id, props, {
      scope: 'CLOUDFRONT',
      description: 'Before the distribution',
      // So that it goes after the distribution has let go of it: AWS deletes no ACL that is in use.
      createBeforeDestroy: true,
    });
  }
}
