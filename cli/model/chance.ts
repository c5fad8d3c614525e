import type { Random } from '../../lambdas/shared/ports';

/** Random numbers that a seed determines: mulberry32, a public-domain generator with 32 bits of state. */
export class Chance implements Random {
  #state: number;
  #made = 0;

  constructor(
    seed: number,
    /** Begins the ids it makes, so that no two processes make the same. */
    private readonly name = '',
  ) {
    this.#state = seed | 0;
  }

  /** From 0 to just below 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  between(least: number, most: number): number {
    return least + this.fraction() * (most - least);
  }

  happens(probability: number): boolean {
    return this.fraction() < probability;
  }

  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  uuid(): string {
    this.#made += 1;
    return `${this.name}-${this.#made}`;
  }

  /** Another sequence, for one process. */
  child(name: string): Chance {
    return new Chance(Math.floor(this.fraction() * 4294967296), name);
  }
}
