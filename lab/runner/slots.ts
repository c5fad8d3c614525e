/** Lets at most `size` tasks run at a time. Of those that wait, the most urgent goes first; among equals, the one that came first. */
export class Slots {
  #free: number;
  #waiting: { readonly urgency: number; readonly start: () => void }[] = [];

  constructor(size: number) {
    this.#free = size;
  }

  async run<T>(urgency: number, task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((start) => this.#waiting.push({ urgency, start }));
    try {
      return await task();
    } finally {
      this.#next();
    }
  }

  #next(): void {
    const most = Math.max(...this.#waiting.map(({ urgency }) => urgency));
    const index = this.#waiting.findIndex(({ urgency }) => urgency === most);
    const [next] = index < 0 ? [] : this.#waiting.splice(index, 1);
    if (next) next.start();
    else this.#free += 1;
  }
}
