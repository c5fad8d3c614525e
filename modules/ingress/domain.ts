import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { EVERY_REGION } from '../terraform/tags';

export interface DomainProps {
  /** Provider in us-east-1, where Route 53's control plane is. */
  readonly edge: TerraformProvider;
  /** Without a dot at its end: `orders.example.com`. */
  readonly domain: string;
  /** `create` makes the public hosted zone, `existing` finds it by its name in the same account. */
  readonly zone: 'create' | 'existing';
  /** Public hosted zone of the same account above `domain`, to write the delegation in. @default - somebody else delegates */
  readonly parentZone?: string | undefined;
}

/**
 * How long Terraform waits for a zone: turning accelerated recovery on may take hours, and the provider gives up after 30
 * minutes ("aws_route53_zone").
 */
const PATIENCE = '6h';
/** For how long resolvers keep the delegation: a wrong one is out of the way within minutes. */
const DELEGATION_SECONDS = 300;

/**
 * The platform's public hosted zone. A zone that is made has accelerated recovery, which is free and must be on before it is
 * needed: while us-east-1 is down records can then be changed within an hour or so ("Accelerated recovery for managing public
 * DNS records"). It is a safety net: no failover here writes a record.
 */
export class Domain extends Construct {
  readonly zoneId: string;
  /** What the zone above has to name. */
  readonly nameServers: string[];
  /** What must be there before the world can ask the zone. */
  readonly delegation: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: DomainProps) {
    super(scope, id);
    const { edge: provider, domain, parentZone } = props;
    this.refuseImpossible(props);

    const zone =
      props.zone === 'existing'
        ? new DataAwsRoute53Zone(this, 'zone', { provider, name: domain, privateZone: false })
        : new Route53Zone(this, 'zone', {
            provider,
            name: domain,
            comment: 'Names of the platform in every Region',
            enableAcceleratedRecovery: true,
            forceDestroy: false,
            timeouts: { create: PATIENCE, update: PATIENCE },
            tags: { ...EVERY_REGION },
            // A zone that is made again has other name servers: whoever delegates to it would have to follow.
            lifecycle: { preventDestroy: true },
          });
    this.zoneId = zone.zoneId;
    this.nameServers = zone.nameServers;
    this.delegation = parentZone === undefined ? [] : [this.delegate(props, parentZone)];
  }

  private delegate({ edge: provider, domain }: DomainProps, parentZone: string): Route53Record {
    const parent = new DataAwsRoute53Zone(this, 'parent', { provider, name: parentZone, privateZone: false });
    return new Route53Record(this, 'delegation', {
      provider,
      zoneId: parent.zoneId,
      name: domain,
      type: 'NS',
      ttl: DELEGATION_SECONDS,
      records: this.nameServers,
    });
  }

  private refuseImpossible({ domain, zone, parentZone }: DomainProps): void {
    if (parentZone === undefined) return;
    if (zone === 'existing')
      throw new Error(
        `${this.node.path}: parentZone ${parentZone} with an existing zone, which is delegated to already. Leave it out, or create the zone.`,
      );
    if (!domain.endsWith(`.${parentZone}`))
      throw new Error(`${this.node.path}: ${domain} is not below parentZone ${parentZone}. Name a zone above it.`);
  }
}
