/** Something that happens at a moment. */
interface Event {
  readonly atMs: number;
  /** Order among events of one moment: as they were asked for. */
  readonly order: number;
  readonly run: () => void;
  /** No program goes on because of it. */
  readonly quiet: boolean;
}

/** Simulated time: what is asked for happens in order, and no time passes in between. */
export class Timeline {
  #nowMs = 0;
  #order = 0;
  #woken = false;
  /** A binary heap, the earliest event first. */
  readonly #heap: Event[] = [];

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Runs it `delayMs` from now. */
  after(delayMs: number, run: () => void): void {
    this.#plan(delayMs, run, false);
  }

  /** The same for what lets no program go on, unless it says so (`wake`): cheaper, and most events are such. */
  afterQuietly(delayMs: number, run: () => void): void {
    this.#plan(delayMs, run, true);
  }

  /** The event that runs lets a program go on. */
  wake(): void {
    this.#woken = true;
  }

  /**
   * Runs what happens up to and including `untilMs`. Between two events every promise that can go on does: the
   * simulated programs are ordinary async functions.
   */
  runUntil(untilMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const step = (): void => {
        try {
          this.#woken = false;
          while (!this.#woken) {
            const next = this.#heap[0];
            if (next === undefined || next.atMs > untilMs) {
              this.#nowMs = Math.max(this.#nowMs, untilMs);
              resolve();
              return;
            }
            this.#pop();
            this.#nowMs = next.atMs;
            this.#woken = !next.quiet;
            next.run();
          }
        } catch (error) {
          reject(error);
          return;
        }
        // Node empties the queue of microtasks before it looks at the next tick, so every continuation comes first;
        // and a tick costs a fraction of a turn of the event loop.
        void Promise.resolve().then(later);
      };
      const later = (): void => process.nextTick(step);
      later();
    });
  }

  #plan(delayMs: number, run: () => void, quiet: boolean): void {
    this.#order += 1;
    this.#push({ atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order, run, quiet });
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const up = (index - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || !isBefore(event, parent)) break;
      heap[index] = parent;
      index = up;
    }
    heap[index] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      if (left === undefined) break;
      const useRight = right !== undefined && isBefore(right, left);
      const child = useRight ? right : left;
      if (!isBefore(child, last)) break;
      heap[index] = child;
      index = 2 * index + (useRight ? 2 : 1);
    }
    heap[index] = last;
  }
}

const isBefore = (one: Event, other: Event): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
