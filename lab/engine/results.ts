import type { LabRun } from '../runner';
import type { Unknown } from './known-arguments';
import type { LeftOut } from './leave-out';
import type { ProviderVersion } from './mirror';

/** An object of which the emulator does not keep everything. */
export interface Drift {
  readonly address: string;
  readonly type: string;
  readonly arguments: readonly string[];
  readonly why: string;
}

/** What became of a stack besides what `StackRun` tells. */
export interface Findings {
  /** What was not put to the emulator: what it cannot do, what the provider does not know, what was asked to be left out. */
  leftOut: readonly LeftOut[];
  /** Arguments that the provider's version does not know. */
  unknown: readonly Unknown[];
  /** What a second plan sets again, for a known reason. */
  drift: readonly Drift[];
}

/** What became of all stacks with the real provider. A stack that passed has no real failure. */
export interface EngineRun extends LabRun {
  readonly provider: ProviderVersion;
  /** Name and address of the emulator. */
  readonly emulator: { readonly name: string; readonly endpoint: string };
  /** By stack. */
  readonly findings: ReadonlyMap<string, Findings>;
  /** Faults of the emulator that were put right. */
  readonly mended: readonly string[];
}
