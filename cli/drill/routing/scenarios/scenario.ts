import type { RoutingName } from '../arguments';
import type { Figure } from '../figures';
import type { RoutingStage } from '../stage';

/** A rehearsal of what happens to the writer. */
export interface RoutingScenario {
  readonly name: RoutingName;
  /** What it is about, in one sentence. */
  readonly summary: (primary: string, target: string) => string;
  /** Plays it. The users write already, and go on until it returns. @returns what it found, in the order of the report */
  readonly play: (stage: RoutingStage) => Promise<readonly Figure[]>;
}
