/** Billed seconds as the trainer sees them; the referee's clock decides. */
export class Stopwatch {
  readonly #now: () => number;
  #since: number | undefined;
  #before = 0;

  /** Keeps the clock it finds, so that later changes of `performance` do not matter. */
  constructor() {
    const now = performance.now.bind(performance);
    this.#now = () => now() / 1000;
  }

  get seconds(): number {
    return this.#before + (this.#since === undefined ? 0 : this.#now() - this.#since);
  }

  start(): void {
    this.#since = this.#now();
  }

  stop(): void {
    this.#before = this.seconds;
    this.#since = undefined;
  }
}
