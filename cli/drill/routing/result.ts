import type { Figure } from './figures';

/** A drill of the routing layer, as it is written for machines. Keys are added to it, never renamed. */
export interface RoutingDrillResult {
  readonly scenario: string;
  /** Whether every figure met its target. */
  readonly passed: boolean;
  /** What it is about, in one sentence. */
  readonly summary: string;
  readonly regions: readonly string[];
  /** Region that wrote at first. */
  readonly primary: string;
  /** Region that took over. */
  readonly target: string;
  readonly leaseSeconds: number;
  /** Writes a second that each Region was asked for. */
  readonly rate: number;
  readonly figures: readonly Figure[];
  /** What happened, in order. */
  readonly events: readonly DrillEvent[];
  /** Counted over the whole drill. */
  readonly writes: {
    readonly tried: number;
    readonly accepted: number;
    readonly refused: number;
    readonly failed: number;
  };
  /** From the first write to the last. */
  readonly seconds: number;
}

export interface DrillEvent {
  /** Seconds since the first write. */
  readonly at: number;
  readonly text: string;
}
