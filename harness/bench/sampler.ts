/** Takes samples between two calibration spins and remembers the best rate of the core. */
import { isUndisturbed, type Sample } from './samples.ts';
import { spin } from './spin.ts';

/** What a sampler reads; others than the defaults are for tests. */
export interface Instruments {
  /** Runs the calibration work and returns its rate. */
  readonly spin: () => number;
  /** Milliseconds. */
  readonly now: () => number;
}

const firstSpins = 60;

export class Sampler {
  readonly #spin: () => number;
  readonly #now: () => number;
  /** Best rate seen so far. */
  best = 0;

  /** Spins for about a tenth of a second to find the core's rate. */
  constructor({ spin: spinning, now }: Instruments = { spin, now: () => performance.now() }) {
    this.#spin = spinning;
    this.#now = now;
    for (let i = 0; i < firstSpins; i++) this.#rate();
  }

  #rate(): number {
    const rate = this.#spin();
    this.best = Math.max(this.best, rate);
    return rate;
  }

  /** Times one call. */
  sample(call: () => void): Sample {
    const before = this.#rate();
    const started = this.#now();
    call();
    const milliseconds = this.#now() - started;
    return { milliseconds, rate: Math.min(before, this.#rate()) };
  }

  /** Times the call again until it was undisturbed, at most `tries` times. Returns all samples, the last one counts. */
  insist(call: () => void, tries: number): readonly Sample[] {
    const samples: Sample[] = [];
    do samples.push(this.sample(call));
    while (!isUndisturbed(samples.at(-1)!, this.best) && samples.length < tries);
    return samples;
  }
}
