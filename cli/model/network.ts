import { Unavailable, Unclear } from '../../lambdas/shared/failures';
import type { Region } from '../../lambdas/shared/record';
import type { Chance } from './chance';
import type { SimulatedProcess } from './simulated-process';
import type { Timeline } from './timeline';

/** How a request is carried. */
export interface Call<T> {
  readonly from: SimulatedProcess;
  readonly to: Region;
  /** Whether an answer that does not come leaves it open what happened. */
  readonly changes: boolean;
  /** How long the caller waits, on its own clock. */
  readonly limitMs: number;
  /** What happens when it arrives; may throw. */
  readonly arrive: () => T;
  /** Extra time until it takes effect. @default 0 */
  readonly landsAfterMs?: number;
  /** May be delivered up to 20 s late. @default false */
  readonly mayBeLate?: boolean;
  /** Whether the caller is disturbed where this goes wrong; what it can do without does not count. @default true */
  readonly vital?: boolean;
}

export interface Weather {
  readonly loss: number;
  readonly late: number;
}

const LATE_MS = 20_000;

/** Who reaches whom, how fast, and what gets lost. */
export class Network {
  readonly #cuts = new Map<string, number>();
  readonly #dead = new Map<Region, number>();
  readonly #distances = new Map<string, number>();
  #calm = false;

  constructor(
    private readonly timeline: Timeline,
    private readonly chance: Chance,
    private readonly weather: Weather,
  ) {}

  /** One direction, until it is mended as often as it was cut. */
  cut(from: Region, to: Region): () => void {
    return count(this.#cuts, `${from}>${to}`);
  }

  /** Nothing in the Region answers any more. */
  kill(region: Region): () => void {
    return count(this.#dead, region);
  }

  /** From now on nothing is lost or late. */
  calm(): void {
    this.#calm = true;
  }

  isAlive(region: Region): boolean {
    return (this.#dead.get(region) ?? 0) === 0;
  }

  reaches(from: Region, to: Region): boolean {
    return this.isAlive(from) && this.isAlive(to) && (from === to || (this.#cuts.get(`${from}>${to}`) ?? 0) === 0);
  }

  /** Both ways. */
  connected(one: Region, other: Region): boolean {
    return this.reaches(one, other) && this.reaches(other, one);
  }

  call<T>({
    from,
    to,
    changes,
    limitMs,
    arrive,
    landsAfterMs = 0,
    mayBeLate = false,
    vital = true,
  }: Call<T>): Promise<T> {
    const { timeline, chance } = this;
    return new Promise<T>((resolve, reject) => {
      if (!from.alive) return;
      let open = true;
      const settle = (how: () => void): void =>
        from.resume(() => {
          if (!open) return;
          open = false;
          how();
        });
      timeline.afterQuietly(limitMs / from.rate, () => {
        if (!open) return;
        if (vital) from.disturbed = true;
        settle(() => reject(changes ? new Unclear(`${to} did not answer`) : new Unavailable(`${to} did not answer`)));
      });
      if (!this.reaches(from.region, to) && chance.happens(0.5)) {
        if (vital) from.disturbed = true;
        timeline.afterQuietly(1, () => settle(() => reject(new Unavailable(`${to} cannot be reached`))));
        return;
      }
      const late = mayBeLate && !this.#calm && chance.happens(this.weather.late);
      if (late && vital) from.disturbed = true;
      if (!late && (this.#loses() || !this.reaches(from.region, to))) return;
      timeline.afterQuietly(
        this.#delay(from.region, to) + landsAfterMs + (late ? chance.between(0, LATE_MS) : 0),
        () => {
          if (late ? !this.isAlive(to) : !this.reaches(from.region, to)) return;
          let answer: () => void;
          try {
            const value = arrive();
            answer = () => resolve(value);
          } catch (error) {
            answer = () => reject(error);
          }
          if (this.#loses() || !open) return;
          timeline.afterQuietly(this.#delay(to, from.region), () => {
            if (this.reaches(to, from.region)) settle(answer);
          });
        },
      );
    });
  }

  #loses(): boolean {
    return !this.#calm && this.weather.loss > 0 && this.chance.happens(this.weather.loss);
  }

  /** One way, in milliseconds. */
  #delay(from: Region, to: Region): number {
    if (from === to) return this.chance.between(0.5, 3);
    const pair = from < to ? `${from}-${to}` : `${to}-${from}`;
    const distance = this.#distances.get(pair) ?? this.chance.between(20, 130);
    this.#distances.set(pair, distance);
    return distance + this.chance.between(0, 20);
  }
}

/** Adds one. @returns takes it off again, once */
function count(counts: Map<string, number>, key: string): () => void {
  let counted = true;
  counts.set(key, (counts.get(key) ?? 0) + 1);
  return () => {
    if (counted) counts.set(key, (counts.get(key) ?? 0) - 1);
    counted = false;
  };
}
