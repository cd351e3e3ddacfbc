/**
 * Billed seconds as the trainer sees them: what the referee last told, and wall time since. The referee's clock decides, and
 * is asked when the time seems to be up.
 */
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

  /** Goes on from what the referee billed so far. */
  start(billed: number): void {
    this.#before = billed;
    this.#since = this.#now();
  }

  stop(): void {
    this.#before = this.seconds;
    this.#since = undefined;
  }
}
