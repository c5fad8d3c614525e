import { MUTATIONS, type Operation } from './calls';

/** What goes wrong in the simulated AWS. Nothing by default. */
export interface Faults {
  /** Regions that answer nothing. `global` stands for the services without Regions. */
  readonly dead?: readonly string[];
  /**
   * Creations that fail: `aws_x` everywhere, `aws_x@eu-west-1` in one Region, `aws_x#2` only the second of its type
   * since the fault was set; `aws_x@eu-west-1#2` the second there.
   */
  readonly failCreate?: readonly string[];
  /** A Region that dies in the middle of an apply: it answers this many creations, updates and deletions, then nothing. */
  readonly dieAfter?: { readonly region: string; readonly calls: number };
  /** Region => milliseconds that each call takes there. */
  readonly slow?: Readonly<Record<string, number>>;
}

/** Faults and the counts that some of them depend on. */
export class FaultState {
  #mutations = 0;
  readonly #creations = new Map<string, number>();

  constructor(private readonly faults: Faults) {
    for (const rule of faults.failCreate ?? []) failRule(rule);
  }

  isDead(region: string): boolean {
    const { dead, dieAfter } = this.faults;
    return dead?.includes(region) === true || (dieAfter?.region === region && this.#mutations >= dieAfter.calls);
  }

  delayMs(region: string): number {
    return this.faults.slow?.[region] ?? 0;
  }

  /** Counts a call that is answered. */
  count(op: Operation, region: string): void {
    if (MUTATIONS.has(op) && this.faults.dieAfter?.region === region) this.#mutations += 1;
  }

  /** Whether this creation is one that must fail. */
  failsCreation(type: string, region: string): boolean {
    const rules = (this.faults.failCreate ?? []).map(failRule);
    const nth = { anywhere: this.#next(type), here: this.#next(`${type}@${region}`) };
    return rules.some(
      (rule) =>
        rule.type === type &&
        (rule.region === undefined || rule.region === region) &&
        (rule.nth === undefined || rule.nth === (rule.region === undefined ? nth.anywhere : nth.here)),
    );
  }

  #next(key: string): number {
    const count = (this.#creations.get(key) ?? 0) + 1;
    this.#creations.set(key, count);
    return count;
  }
}

interface FailRule {
  readonly type: string;
  readonly region: string | undefined;
  readonly nth: number | undefined;
}

function failRule(text: string): FailRule {
  const match = /^(aws_\w+)(?:@([a-z0-9-]+))?(?:#([1-9]\d*))?$/.exec(text);
  if (!match?.[1])
    throw new Error(
      `failCreate: "${text}" is not understood. Write aws_type, aws_type@region, aws_type#2 or aws_type@region#2.`,
    );
  return { type: match[1], region: match[2], nth: match[3] === undefined ? undefined : Number(match[3]) };
}
