/** Numbers published for long runs, carried over to short ones ("How published settings were scaled", submissions/README.md). */
import type { Task } from '#spec';

/** Median step hint of AlgoPerf's workloads (v0.5): the length of run that the published numbers were chosen for. */
const publishedSteps = 80_000;
/** Step hint of AlgoPerf's workload of few epochs (Criteo), as runs here have few. */
const fewEpochSteps = 10_666;
/** First moments remember at least this share of the newest gradient, second moments that one. */
const [c1, c2] = [0.1, 0.01];

export interface ShortRun {
  /** T, the steps of the external budget, which AlgoPerf calls `step_hint`: 4/3 of the task's step hint. */
  readonly horizon: number;
  /** Learning rate of a method with steps of bounded size (Adam, sign). */
  learningRate(published: number): number;
  /** Learning rate of SGD with momentum: batches are about 128 where they were 1,024. */
  sgdRate(published: number): number;
  /** Decoupled weight decay; `ratio` is the published learning rate over the one taken instead. */
  weightDecay(published: number, ratio?: number): number;
  /** Decay of a first moment. */
  b1(published: number): number;
  /** Decay of a second moment. */
  b2(published: number): number;
  /** Steps of warmup for a fraction of T. */
  warmup(fraction: number): number;
}

/** Never a longer memory than published, never one shorter than 1 / cap steps. */
const decayOf = (published: number, cap: number, kappa: number): number => {
  const added = 1 - published;
  return 1 - Math.max(added, Math.min(cap, kappa * added));
};

/** How a run of this task takes numbers published for AlgoPerf's workloads. */
export const shortRun = ({ stepHint }: Pick<Task, 'stepHint'>): ShortRun => {
  const horizon = (4 / 3) * stepHint;
  const kappa = Math.max(1, publishedSteps / horizon);
  const faster = kappa ** 0.25;
  return {
    horizon,
    learningRate: (published) => published * faster,
    sgdRate: (published) => published / 8,
    weightDecay: (published, ratio = 1 / faster) =>
      published * Math.max(1, (ratio * fewEpochSteps) / horizon),
    b1: (published) => decayOf(published, c1, kappa),
    b2: (published) => decayOf(published, c2, kappa),
    warmup: (fraction) => Math.max(5, Math.round(fraction * horizon)),
  };
};
