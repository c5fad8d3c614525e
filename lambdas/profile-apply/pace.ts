import type { Clock } from '../shared/ports';

/**
 * At most a number of calls in any second: Cognito's quota for creating users is 50 a second for an account and Region
 * ("Quotas in Amazon Cognito"), and the application's own sign-ups need some of it.
 */
export class Pace {
  /** When the latest calls were let through, the oldest first. */
  private readonly sent: number[] = [];
  /** Calls that were let through. */
  public calls = 0;

  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
  ) {}

  /** Waits until one more call is allowed. */
  public async next(): Promise<void> {
    if (this.sent.length === this.perSecond) {
      const oldest = this.sent.shift() ?? 0;
      const waitMs = oldest + 1000 - this.clock.monotonicMs();
      if (waitMs > 0) await this.clock.sleep(waitMs);
    }
    this.sent.push(this.clock.monotonicMs());
    this.calls += 1;
  }
}
