/** A piece of work was not done in its time. It may still be running; its result is not waited for. */
export class TimedOut extends Error {
  /** Milliseconds that it was given. */
  public readonly limitMs: number;

  constructor(limitMs: number) {
    super(`No answer within ${limitMs} ms.`);
    this.name = 'TimedOut';
    this.limitMs = limitMs;
  }
}

/**
 * Runs a piece of work for at most `limitMs`, then throws {@link TimedOut} and aborts its signal. The limit holds even for work that never looks
 * at the signal: a promise that settles later is ignored.
 */
export async function within<T>(limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TimedOut(limitMs));
      controller.abort();
    }, limitMs);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
