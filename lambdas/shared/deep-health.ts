import { within } from './deadline';
import type { Clock, DeepHealth, HealthCheck, HealthReport } from './ports';
import type { Region } from './record';

/** How one dependency of a Region is found to work. */
export interface Probe {
  /** As the report names it: `table`, `objects`, `database`. */
  readonly name: string;
  /** What the Region is when the probe fails so: `degraded` still takes traffic. */
  severity(error: unknown): 'degraded' | 'failing';
  /** Asks the own Region only. An error says that it does not work; its signal aborts when the time is over. */
  run(signal: AbortSignal): Promise<Pick<HealthCheck, 'role'>>;
}

export interface LocalHealthOptions {
  readonly region: Region;
  /** A dependency that is not configured has no probe, and so stands in no report: absent is not ok. */
  readonly probes: readonly Probe[];
  readonly clock: Clock;
  /** Milliseconds for one probe. @default 500 */
  readonly probeMs?: number;
  /** Milliseconds for one probe of the first run, which opens the connections: a new container is not a sick one. @default 1200 */
  readonly firstProbeMs?: number;
  /** Milliseconds that a report stays good for. Many checkers ask, and each would multiply the calls. @default 5000 */
  readonly cacheMs?: number;
}

const PROBE_MS = 500;
const FIRST_PROBE_MS = 1200;
const CACHE_MS = 5000;
const FAILING_CACHE_MS = 1000;

/** The deep health of the own Region. All probes run beside each other, so the slowest one is all that it takes. */
export class LocalHealth implements DeepHealth {
  private cached: { readonly report: HealthReport; readonly atMs: number } | undefined;
  private running: Promise<HealthReport> | undefined;

  constructor(private readonly options: LocalHealthOptions) {}

  /** A report at most `cacheMs` old. Another Region is `failing`: only its own functions can ask for it. */
  public async check(region: Region): Promise<HealthReport> {
    if (region !== this.options.region) return { status: 'failing', region, checks: {} };
    const { cached } = this;
    if (cached !== undefined && this.options.clock.monotonicMs() - cached.atMs < this.goodForMs(cached.report))
      return cached.report;
    // Whoever comes while a run is under way waits for the same one.
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** A failure is looked at again sooner: it may have been one lost packet. */
  private goodForMs({ status }: HealthReport): number {
    const { cacheMs = CACHE_MS } = this.options;
    return status === 'failing' ? Math.min(cacheMs, FAILING_CACHE_MS) : cacheMs;
  }

  private async run(): Promise<HealthReport> {
    const { region, probes, clock, probeMs = PROBE_MS, firstProbeMs = FIRST_PROBE_MS } = this.options;
    const limitMs = this.cached === undefined ? firstProbeMs : probeMs;
    const checks = await Promise.all(probes.map((probe) => this.probe(probe, limitMs)));
    const report: HealthReport = {
      status: worst(checks.map(([, { status }]) => status)),
      region,
      checks: Object.fromEntries(checks),
    };
    this.cached = { report, atMs: clock.monotonicMs() };
    return report;
  }

  private async probe(probe: Probe, limitMs: number): Promise<[string, HealthCheck]> {
    const { clock } = this.options;
    const startedMs = clock.monotonicMs();
    const elapsed = (): number => Math.round(clock.monotonicMs() - startedMs);
    try {
      const found = await within(limitMs, (signal) => probe.run(signal));
      return [probe.name, { status: 'ok', ms: elapsed(), ...found }];
    } catch (error) {
      const text = error instanceof Error ? error.message : 'unknown error';
      return [probe.name, { status: probe.severity(error), ms: elapsed(), error: text.slice(0, 200) }];
    }
  }
}

function worst(statuses: readonly HealthCheck['status'][]): HealthReport['status'] {
  if (statuses.includes('failing')) return 'failing';
  return statuses.includes('degraded') ? 'degraded' : 'ok';
}
