import type { TrustedPool, TrustedPools } from '../shared/trusted-pools';

/** Milliseconds for which a pool's keys are used without asking again. */
const FRESH_MS = 300_000;
/** Milliseconds for which they go on being used where the directory does not answer: Cognito rotates keys rarely, and a signed-in user should outlive an outage of one table. */
const STALE_MS = 3_600_000;
/** Milliseconds for which a Region without a pool, or a pool without the key asked for, is not asked for again. */
const ABSENT_MS = 10_000;
/** Regions kept in memory. AWS has fewer than 64, so only made-up ones can push others out. */
const MOST = 64;

interface Known {
  readonly pool: TrustedPool | undefined;
  readonly atMs: number;
}

/** The trusted pools, kept in memory. */
export class Issuers {
  private readonly known = new Map<string, Known>();
  private readonly running = new Map<string, Promise<TrustedPool | undefined>>();

  constructor(
    private readonly pools: TrustedPools,
    private readonly nowMs: () => number,
  ) {}

  /**
   * The pool of a Region, or nothing where the directory has none. A key that is not in memory is looked for once more,
   * as the pool may have rotated its keys, but not at every token that names one.
   *
   * @throws whatever the directory throws, where nothing usable is in memory
   */
  public async of(region: string, kid: string): Promise<TrustedPool | undefined> {
    const known = this.known.get(region);
    if (known !== undefined) {
      const ageMs = this.nowMs() - known.atMs;
      const complete = known.pool?.keys.some((key) => key.kid === kid) === true;
      // A clock set back makes the age negative: then nothing is known about how old this is.
      if (ageMs >= 0 && ageMs < (complete ? FRESH_MS : ABSENT_MS)) return known.pool;
    }
    try {
      return await this.read(region);
    } catch (error) {
      const usable = known?.pool !== undefined && Math.abs(this.nowMs() - known.atMs) < STALE_MS;
      if (!usable) throw error;
      return known.pool;
    }
  }

  /** One read at a time for a Region, however many tokens wait for it. */
  private read(region: string): Promise<TrustedPool | undefined> {
    const running = this.running.get(region);
    if (running !== undefined) return running;
    const atMs = this.nowMs();
    const reading = this.pools
      .of(region)
      .then((pool) => {
        this.keep(region, { pool, atMs });
        return pool;
      })
      .finally(() => this.running.delete(region));
    this.running.set(region, reading);
    return reading;
  }

  private keep(region: string, known: Known): void {
    this.known.delete(region);
    const [oldest] = this.known.keys();
    if (this.known.size >= MOST && oldest !== undefined) this.known.delete(oldest);
    this.known.set(region, known);
  }
}
