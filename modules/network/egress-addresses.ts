import { Eip } from '@cdktf/provider-aws/lib/eip';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

export interface EgressAddressesProps {
  readonly provider: TerraformProvider;
  /** One for each NAT gateway: 1 with `single`, one a zone with `per-az`. */
  readonly count: number;
  /** Value of the tag `Name`; the addresses are found by that of `egress-<zone>`, from 0. */
  readonly tagName: (what: string) => string;
  /** To be given up: no protection is left. @default false */
  readonly released?: boolean;
}

/**
 * The addresses that a Region's calls to the internet come from. They stand apart from the VPC that uses them: whoever has
 * let them through a firewall need not hear of it when the Region is rebuilt.
 */
export class EgressAddresses extends Construct {
  /** In the order of the zones. */
  readonly addresses: readonly Eip[];
  readonly publicIps: readonly string[];

  constructor(scope: Construct, id: string, { provider, count, tagName, released = false }: EgressAddressesProps) {
    super(scope, id);
    this.addresses = Array.from(
      { length: count },
      (_, zone) =>
        new Eip(this, `address-${zone}`, {
          provider,
          domain: 'vpc',
          tags: { Name: tagName(`egress-${zone}`) },
          lifecycle: { preventDestroy: !released },
        }),
    );
    this.publicIps = this.addresses.map(({ publicIp }) => publicIp);
  }
}
