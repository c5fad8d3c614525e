import { createHash } from 'node:crypto';
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Route53RecoverycontrolconfigCluster } from '@cdktf/provider-aws/lib/route53recoverycontrolconfig-cluster';
import { Route53RecoverycontrolconfigControlPanel } from '@cdktf/provider-aws/lib/route53recoverycontrolconfig-control-panel';
import { Route53RecoverycontrolconfigRoutingControl } from '@cdktf/provider-aws/lib/route53recoverycontrolconfig-routing-control';
import { Route53RecoverycontrolconfigSafetyRule } from '@cdktf/provider-aws/lib/route53recoverycontrolconfig-safety-rule';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';

export interface ArcProps {
  /** Of us-west-2: the configuration of routing controls is there alone. */
  readonly provider: TerraformProvider;
  /** Of us-east-1, where Route 53 is changed. */
  readonly edgeProvider: TerraformProvider;
  /** Name of the cluster and of its panel: at most 64 characters without a space. */
  readonly clusterName: string;
  /** Regions that serve, in any order: each gets a switch. */
  readonly regions: readonly RegionName[];
  /** Name of a Region's switch: at most 64 characters without a space. */
  readonly controlName: (region: RegionName) => string;
  /** Beginning of the rules' names, at most 42 characters. */
  readonly rulePrefix: string;
  /** Whether no two Regions may be on: a move then turns one off and the other on in a single call. @default false */
  readonly atMostOne?: boolean | undefined;
  /** Whether a further switch must be on before any other may be touched. @default false */
  readonly gated?: boolean | undefined;
  /** The provider of every Region in which the record of all this is kept. */
  readonly recordedIn: ReadonlyMap<RegionName, TerraformProvider>;
  /** Name of the parameter that has the record, the same in each Region. */
  readonly parameterName: string;
  /** Value of the tag `Name` of a Region's health check. */
  readonly tagName: (what: string, region: RegionName) => string;
}

/** Milliseconds for which a rule waits for a switch that flaps: AWS's own example. */
const WAIT_MS = 5000;
/** Regions up to which the record fits into the 4,096 characters of a standard parameter ("Managing parameter tiers"). */
const MOST_IN_STANDARD = 20;
const LONGEST_RULE_NAME = 64;

/** The switches that a rule is about, by how they are called in its name. */
interface Rule {
  readonly what: string;
  readonly ruleConfig: { readonly type: 'ATLEAST'; readonly threshold: number; readonly inverted: boolean };
}

/**
 * A switch for each Region, which a person turns and Route 53 follows. The switches are turned at five endpoints in five
 * Regions, of which any may be away for a while, and never at the API in us-west-2 that makes them. So where they are is
 * written into every Region beforehand: nobody looks it up in an incident.
 *
 * Terraform makes the switches and turns none. They are off at first, and with all of them off Route 53 answers as if all
 * were well; turn them on before the first rule matters.
 */
export class Arc extends Construct {
  /** Id of the health check of each Region's switch, for its gate. */
  readonly checks: ReadonlyMap<RegionName, string>;
  readonly clusterArn: string;
  readonly panelArn: string;

  private readonly regions: readonly RegionName[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ArcProps,
  ) {
    super(scope, id);
    const { provider, edgeProvider, clusterName, controlName, tagName, gated = false } = props;
    this.regions = [...new Set(props.regions)].sort(bySlot);
    if (this.regions.length === 0)
      throw new Error(`${this.node.path}: regions is empty. Name the Regions that serve: each gets a switch.`);

    const cluster = new Route53RecoverycontrolconfigCluster(this, 'cluster', { provider, name: clusterName });
    const panel = new Route53RecoverycontrolconfigControlPanel(this, 'panel', {
      provider,
      name: clusterName,
      clusterArn: cluster.arn,
    });
    this.clusterArn = cluster.arn;
    this.panelArn = panel.arn;

    // One after the other: the API refuses a change to a panel while another one is pending.
    let last: TerraformResource = panel;
    const control = (what: string, name: string): Route53RecoverycontrolconfigRoutingControl => {
      const made = new Route53RecoverycontrolconfigRoutingControl(this, what, {
        provider,
        name,
        clusterArn: cluster.arn,
        controlPanelArn: panel.arn,
        dependsOn: [last],
      });
      last = made;
      return made;
    };
    const controls = new Map(
      this.regions.map((region) => [region, control(`switch-${region}`, controlName(region))] as const),
    );
    const gate = gated ? control('gate', `${props.rulePrefix}gate`) : undefined;

    this.checks = new Map(
      [...controls].map(([region, { arn }]) => {
        const check = new Route53HealthCheck(this, `control-${region}`, {
          provider: edgeProvider,
          type: 'RECOVERY_CONTROL',
          routingControlArn: arn,
          disabled: false,
          tags: { Name: tagName('control', region) },
          lifecycle: { createBeforeDestroy: true },
        });
        return [region, check.id];
      }),
    );
    this.record(cluster, panel, controls, gate, this.rules(panel, [...controls.values()], gate));
  }

  /** What keeps a person from turning everything off, or two Regions on. */
  private rules(
    panel: Route53RecoverycontrolconfigControlPanel,
    controls: readonly Route53RecoverycontrolconfigRoutingControl[],
    gate: Route53RecoverycontrolconfigRoutingControl | undefined,
  ): Map<string, TerraformResource> {
    const arns = controls.map(({ arn }) => arn);
    const rule = (
      { what, ruleConfig }: Rule,
      members: { assertedControls: string[] } | { gatingControls: string[]; targetControls: string[] },
    ): TerraformResource =>
      new Route53RecoverycontrolconfigSafetyRule(this, what, {
        provider: this.props.provider,
        name: this.ruleName(what),
        controlPanelArn: panel.arn,
        waitPeriodMs: WAIT_MS,
        ruleConfig,
        ...members,
        dependsOn: [...controls],
        // Its members cannot change: another set is another rule, and there is never none.
        lifecycle: { createBeforeDestroy: true },
      });
    const rules = new Map<string, TerraformResource>();
    const atLeast = (threshold: number, inverted = false): Rule['ruleConfig'] => ({
      type: 'ATLEAST',
      threshold,
      inverted,
    });
    rules.set('at-least-one', rule({ what: 'at-least-one', ruleConfig: atLeast(1) }, { assertedControls: arns }));
    if (this.props.atMostOne && controls.length > 1)
      rules.set('at-most-one', rule({ what: 'at-most-one', ruleConfig: atLeast(2, true) }, { assertedControls: arns }));
    if (gate)
      rules.set(
        'gated',
        rule({ what: 'gated', ruleConfig: atLeast(1) }, { gatingControls: [gate.arn], targetControls: arns }),
      );
    return rules;
  }

  /** Names are unique in a panel, and the next rule is made before this one goes: so a name tells its members. */
  private ruleName(what: string): string {
    const members = createHash('sha256').update(this.regions.join(' ')).digest('hex').slice(0, 8);
    const name = `${this.props.rulePrefix}${what}-${members}`;
    if (name.length > LONGEST_RULE_NAME)
      throw new Error(
        `${this.node.path}: rule ${name} has ${name.length} characters, and a name has ${LONGEST_RULE_NAME} at most. Shorten rulePrefix.`,
      );
    return name;
  }

  /** Writes into every Region how the switches are reached. */
  private record(
    cluster: Route53RecoverycontrolconfigCluster,
    panel: Route53RecoverycontrolconfigControlPanel,
    controls: ReadonlyMap<RegionName, TerraformResource>,
    gate: TerraformResource | undefined,
    rules: ReadonlyMap<string, TerraformResource>,
  ): void {
    const arnOf = (resource: TerraformResource): string => `${addressOf(resource)}.arn`;
    const byName = (resources: ReadonlyMap<string, TerraformResource>, attribute: string): string =>
      `{${[...resources].map(([name, resource]) => `"${name}" = ${addressOf(resource)}.${attribute}`).join(', ')}}`;
    // By Region, as the API promises no order: a map is read in the order of its keys.
    const endpoints = `{for each in ${addressOf(cluster)}.cluster_endpoints : each.region => each.endpoint}`;
    const record = [
      `endpoints = [for region, endpoint in ${endpoints} : {endpoint = endpoint, region = region}]`,
      `panel = ${arnOf(panel)}`,
      `controls = ${byName(controls, 'arn')}`,
      `rules = ${byName(rules, 'id')}`,
      ...(gate ? [`gate = ${arnOf(gate)}`] : []),
    ];
    for (const [region, provider] of [...this.props.recordedIn].sort(([a], [b]) => bySlot(a, b))) {
      new SsmParameter(this, `record-${region}`, {
        provider,
        name: this.props.parameterName,
        description: 'Where the switches of the Regions are, and how they are reached.',
        type: 'String',
        tier: controls.size > MOST_IN_STANDARD ? 'Advanced' : 'Standard',
        value: `\${jsonencode({${record.join(', ')}})}`,
      });
    }
  }
}

const addressOf = ({ terraformResourceType, friendlyUniqueId }: TerraformResource): string =>
  `${terraformResourceType}.${friendlyUniqueId}`;
