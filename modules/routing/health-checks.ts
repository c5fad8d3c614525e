import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { RegionName } from '../../config/catalog';
import { bySlot } from '../../config/topology';

/** What Route 53 takes as the length of `resource_path`, in characters ("HealthCheckConfig"). */
const LONGEST_PATH = 255;
/** Fewest Regions that Route 53 checks from ("HealthCheckConfig"). */
const FEWEST_CHECKERS = 3;

export interface HealthChecksProps {
  /** Of us-east-1: there stand the metrics of health checks, whatever they check. */
  readonly provider: TerraformProvider;
  /** Regions that serve, in any order. */
  readonly regions: readonly RegionName[];
  /** Name under which a Region alone answers: `api-use1.orders.example.com`. Never the name that clients use. */
  readonly hostName: (region: RegionName) => string;
  /** Path that answers 200 where the Region is to be sent clients: `/health`. */
  readonly path: string;
  /** Seconds between two requests of one checker. Another interval replaces the check. */
  readonly intervalSeconds: 10 | 30;
  /** Answers in a row, 1 to 10, after which a checker changes its mind. */
  readonly failureThreshold: number;
  /** Route 53's own Regions to check from, at least three. @default - all eight */
  readonly checkerRegions?: readonly string[] | undefined;
  /** Id of a further check of each Region that has to hold: its routing control's. @default - none */
  readonly controls?: ReadonlyMap<RegionName, string> | undefined;
  /** Value of the tag `Name` of a check: the console shows nothing else. */
  readonly tagName: (what: string, region: RegionName) => string;
}

/**
 * Whether each Region is to be sent clients. `own` asks the Region itself, `gate` is what the records of the front door
 * hang on: healthy while all its children are. A Region has as many checks whatever the others are, and none of them
 * names another Region, so one that joins or goes changes nothing here.
 *
 * Checkers do not validate the certificate, and a checker takes an answer for good only if it connects within four seconds
 * and has the status two seconds later ("How Amazon Route 53 determines whether a health check is healthy").
 */
export class HealthChecks extends Construct {
  /** Id of each Region's gate. */
  readonly gates: ReadonlyMap<RegionName, string>;

  constructor(scope: Construct, id: string, props: HealthChecksProps) {
    super(scope, id);
    const { provider, path, checkerRegions, controls, tagName, failureThreshold } = props;
    if (!path.startsWith('/') || path.length > LONGEST_PATH)
      throw new Error(
        `${this.node.path}: path is ${path}. It begins with / and has ${LONGEST_PATH} characters at most.`,
      );
    if (!Number.isInteger(failureThreshold) || failureThreshold < 1 || failureThreshold > 10)
      throw new Error(`${this.node.path}: failureThreshold is ${failureThreshold}. Allowed: 1 to 10.`);
    if (checkerRegions && new Set(checkerRegions).size < FEWEST_CHECKERS)
      throw new Error(
        `${this.node.path}: checkerRegions are ${checkerRegions.join(', ')}. Name ${FEWEST_CHECKERS} at least, or none for all.`,
      );

    this.gates = new Map(
      [...props.regions].sort(bySlot).map((region) => {
        const own = new Route53HealthCheck(this, `own-${region}`, {
          provider,
          type: 'HTTPS',
          fqdn: props.hostName(region),
          port: 443,
          resourcePath: path,
          // Several Regions share an address range: without the name the balancer could not tell which certificate to show.
          enableSni: true,
          requestInterval: props.intervalSeconds,
          failureThreshold,
          // A disabled check counts as healthy.
          disabled: false,
          ...(checkerRegions && { regions: [...new Set(checkerRegions)].sort() }),
          tags: { Name: tagName('own', region) },
          // Its gate must not lose its child before it has the next one.
          lifecycle: { createBeforeDestroy: true },
        });
        const children = [own.id, ...this.control(region, controls)];
        const gate = new Route53HealthCheck(this, `gate-${region}`, {
          provider,
          type: 'CALCULATED',
          childHealthchecks: children,
          childHealthThreshold: children.length,
          disabled: false,
          tags: { Name: tagName('gate', region) },
          lifecycle: { createBeforeDestroy: true },
        });
        return [region, gate.id];
      }),
    );
  }

  private control(region: RegionName, controls: HealthChecksProps['controls']): string[] {
    if (!controls) return [];
    const control = controls.get(region);
    if (control === undefined)
      throw new Error(
        `${this.node.path}: controls has none for ${region}, only for ${[...controls.keys()].join(', ')}. Add it.`,
      );
    return [control];
  }
}
