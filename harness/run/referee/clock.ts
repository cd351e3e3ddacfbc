/** All wall time of a trial, in named buckets of one monotonic clock. */

export type Bucket = 'setup' | 'submission' | 'evaluation' | 'checkpoint' | 'logging';

/** A stopwatch that is always in exactly one bucket. Times are seconds. */
export class Clock {
  readonly #now: () => number;
  readonly #started: number;
  readonly #seconds: Record<Bucket, number> = {
    setup: 0,
    submission: 0,
    evaluation: 0,
    checkpoint: 0,
    logging: 0,
  };
  #bucket: Bucket = 'setup';
  #since: number;

  /** `now` returns monotonic seconds. */
  constructor(now: () => number = () => performance.now() / 1000) {
    this.#now = now;
    this.#started = this.#since = now();
  }

  /** From now on time falls into this bucket. */
  enter(bucket: Bucket): void {
    const now = this.#now();
    this.#seconds[this.#bucket] += now - this.#since;
    this.#bucket = bucket;
    this.#since = now;
  }

  /** Seconds in a bucket so far, the running stretch included. */
  in(bucket: Bucket): number {
    return this.#seconds[bucket] + (bucket === this.#bucket ? this.#now() - this.#since : 0);
  }

  /** Books the running stretch and returns all buckets beside an independently measured wall time. */
  close(): Readonly<Record<Bucket | 'wall', number>> {
    this.enter(this.#bucket);
    return { wall: this.#now() - this.#started, ...this.#seconds };
  }
}
