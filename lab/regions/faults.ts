/** What goes wrong with requests to AWS, beside Regions that are dead or cut. */
export interface Fault {
  /** Region of the endpoint. @default any */
  readonly region?: string;
  /** `dynamodb`, `s3`, `lambda`. @default any */
  readonly service?: string;
  /** `UpdateItem`; for S3 the method. @default any */
  readonly operation?: string;
  /**
   * - `refuse`: HTTP 500, and nothing was done
   * - `throttle`: the service's own throttling error, and nothing was done
   * - `lose-request`: no answer, and nothing was done
   * - `lose-answer`: no answer, and it was done
   * - `late`: it is done, and answered, after `ms`
   */
  readonly kind: 'refuse' | 'throttle' | 'lose-request' | 'lose-answer' | 'late';
  /** Milliseconds, for `late`. @default 0 */
  readonly ms?: number;
  /** How many requests it befalls before it is over. @default all */
  readonly times?: number;
}

/** The faults of a lab, the oldest first. */
export class FaultList {
  #faults: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that befalls a request; it counts as used. */
  take(region: string, service: string, operation: string): Fault | undefined {
    const found = this.#faults.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.region ?? region) === region &&
        (fault.service ?? service) === service &&
        (fault.operation ?? operation) === operation,
    );
    if (!found) return undefined;
    found.left -= 1;
    return found.fault;
  }
}
