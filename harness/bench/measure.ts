/** Times one case with tinybench; each of its samples is one that no neighbour disturbed. */
import { Bench } from 'tinybench';
import type { BenchCase } from './cases/case.ts';
import type { Sampler } from './sampler.ts';
import { isUndisturbed, timingOf, type Sample, type Timing } from './samples.ts';

export interface Effort {
  /** Milliseconds of counted samples, and how many at least. */
  readonly milliseconds: number;
  readonly iterations: number;
  readonly warmups: number;
  /** How often a disturbed sample is taken again. */
  readonly tries: number;
}

export const usualEffort: Effort = { milliseconds: 500, iterations: 15, warmups: 3, tries: 8 };
/** Enough to see that everything runs. */
export const quickEffort: Effort = { milliseconds: 0, iterations: 3, warmups: 1, tries: 2 };

/** What tinybench makes of the samples it was given, ms. */
export interface Measured extends Timing {
  readonly min: number;
  readonly p75: number;
  /** Relative margin of error of the mean, percent. */
  readonly rme: number;
}

/** Times the case. `fence` returns once all queued work is done. */
export function measure(
  { name, make }: BenchCase,
  sampler: Sampler,
  fence: () => void,
  effort: Effort,
): Measured {
  const stepper = make();
  const call = (): void => {
    stepper.step();
    fence();
  };
  const all: Sample[] = [];
  try {
    for (let i = 0; i < effort.warmups; i++) call();
    const bench = new Bench({
      time: effort.milliseconds,
      iterations: effort.iterations,
      warmup: false,
      throws: true,
    });
    bench.add(name, () => {
      const samples = sampler.insist(call, effort.tries);
      all.push(...samples);
      return { overriddenDuration: leastDisturbed(samples, sampler.best).milliseconds };
    });
    const { result } = bench.runSync()[0]!;
    if (!('latency' in result)) throw new Error('tinybench gave no latency.');
    const { min, p75, rme } = result.latency;
    return { ...timingOf(all, sampler.best), min, p75, rme };
  } finally {
    stepper.free();
  }
}

/** The undisturbed sample, which is the last one, or the best of those that could be had. */
const leastDisturbed = (samples: readonly Sample[], best: number): Sample => {
  const last = samples.at(-1)!;
  if (isUndisturbed(last, best)) return last;
  return samples.reduce((a, b) => (b.rate > a.rate ? b : a));
};
