/** Milliseconds, by default, that a message needs from one Region to another; in its own Region nothing is added. */
export interface Latency {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** One way between distant Regions; a round trip over an ocean takes about 80 ms, half around the world about 250 ms. */
const DEFAULT_LATENCY: Latency = { leastMs: 15, mostMs: 60 };

/**
 * Who lives, and who reaches whom. What is sent over a link that is cut gets no answer at all, as packets do that are
 * dropped: only the sender's own timeout ends it.
 */
export class Links {
  readonly #dead = new Set<string>();
  readonly #cut = new Set<string>();
  #waiting: (() => void)[] = [];

  constructor(private readonly latency: Latency = DEFAULT_LATENCY) {}

  /** The Region's services stop answering. What was stored stays. */
  kill(region: string): void {
    this.#dead.add(region);
  }

  revive(region: string): void {
    this.#dead.delete(region);
    this.#changed();
  }

  isAlive(region: string): boolean {
    return !this.#dead.has(region);
  }

  /** Nothing passes from one to the other; the way back stays open, unless that is cut too. */
  cut(from: string, to: string): void {
    this.#cut.add(link(from, to));
  }

  /** Nothing passes between a Region and the others, while its own services and its clients still reach it. */
  isolate(region: string, others: readonly string[]): void {
    for (const other of others)
      if (other !== region) {
        this.cut(region, other);
        this.cut(other, region);
      }
  }

  /** Every cut ends. */
  heal(): void {
    this.#cut.clear();
    this.#changed();
  }

  /** Whether a message gets from one Region to the other. No sender: a client outside all Regions, which reaches all that live. */
  reaches(from: string | undefined, to: string): boolean {
    if (!this.isAlive(to)) return false;
    return from === undefined || from === to || !this.#cut.has(link(from, to));
  }

  /** Both live, and both ways are open. */
  connected(one: string, other: string): boolean {
    return this.isAlive(one) && this.reaches(one, other) && this.reaches(other, one);
  }

  /** Milliseconds, one way. The same for a pair of Regions each time, so that a drill can be repeated. */
  delayMs(from: string | undefined, to: string): number {
    if (from === undefined || from === to) return 0;
    const { leastMs, mostMs } = this.latency;
    return leastMs + (hash([from, to].sort().join(' ')) % 1_000) * ((mostMs - leastMs) / 1_000);
  }

  /** Returns once a Region has come back or a cut has ended. */
  change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #changed(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }
}

const link = (from: string, to: string): string => `${from} ${to}`;

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
