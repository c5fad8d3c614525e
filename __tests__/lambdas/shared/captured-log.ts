import type { Log } from '../../../lambdas/shared/log';

/** A log that keeps its lines as they would be written: redacted by the shipped log, as JSON text. */
export interface CapturedLog {
  /** Every line written since, to either stream, parsed where it is JSON. */
  readonly lines: string[];
  restore(): void;
}

/** Listens to both streams, which is where the shipped log and metrics write to. */
export function captureStreams(): CapturedLog {
  const lines: string[] = [];
  const keep = (chunk: string | Uint8Array): boolean => {
    lines.push(
      ...String(chunk)
        .split('\n')
        .filter((line) => line !== ''),
    );
    return true;
  };
  const out = jest.spyOn(process.stdout, 'write').mockImplementation(keep);
  const err = jest.spyOn(process.stderr, 'write').mockImplementation(keep);
  return {
    lines,
    restore: () => {
      out.mockRestore();
      err.mockRestore();
    },
  };
}

/** A log for tests that do not look at it. */
export const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
