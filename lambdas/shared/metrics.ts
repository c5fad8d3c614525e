import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { serviceName } from './log';

/** Every metric of the routing layer, with its unit. Alarms and dashboards name them, so none is renamed. */
export const METRICS = {
  /** The register took a new state. */
  StateUpdated: MetricUnit.Count,
  /** A move failed for a reason that is not the caller's: the function itself answers, so Lambda counts no error. */
  MoveFailed: MetricUnit.Count,
  /** A Region that was asked to write could not renew its lease. */
  LeaseRenewFailed: MetricUnit.Count,
  /** A write was refused in a Region that may be the writer: it could not prove it, or its fence was closed meanwhile. */
  FencedWriteRefused: MetricUnit.Count,
  /** A write met another one on the same fence shard: it takes the next, a few times. */
  FenceShardConflict: MetricUnit.Count,
  /** Seconds since this Region's own view of the state was last read from the register. */
  RegisterAge: MetricUnit.Seconds,
  /** 1 when the deep health check fails, 0 when it does not. */
  DeepHealthFailing: MetricUnit.Count,
  /** Keys or objects that one of two Regions lacks, at the end of a reconcile run. */
  ReconcileMissing: MetricUnit.Count,
  /** Items that two Regions changed at once. */
  ReconcileConflicts: MetricUnit.Count,
  /** Seconds between a profile's change and its arrival in this Region's user pool. */
  ProfileLag: MetricUnit.Seconds,
} as const;

export type MetricName = keyof typeof METRICS;

/** Counts and measures. */
export interface MetricSink {
  /** Writes one value. `app` is the only dimension beside the service: an alarm must name every dimension of its metric. */
  add(name: MetricName, value: number, app?: string): void;
}

/** Metrics by the embedded metric format: a log line that CloudWatch turns into a metric, so no call and nothing to wait for. */
export function createMetrics(service: string): MetricSink {
  const metrics = new Metrics({ namespace: 'Meridian', serviceName: serviceName(service) });
  return {
    add(name, value, app) {
      const single = metrics.singleMetric();
      if (app !== undefined) single.addDimension('app', app);
      single.addMetric(name, METRICS[name], value);
    },
  };
}
