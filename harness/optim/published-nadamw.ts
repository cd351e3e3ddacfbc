/** AlgoPerf's NAdamW at published numbers: what most entries of its field are built on. */
import type { Algorithm, State, Task } from '#spec';
import { type AdamOptions, scaleByNadam } from './adam.ts';
import { scaleByLearningRate } from './learning-rate.ts';
import { listed } from './listed.ts';
import { type Schedule, warmupCosine } from './schedules.ts';
import { shortRun } from './short-run.ts';
import { optimizer, type Transform } from './transform.ts';
import { addDecayedWeights } from './weight-decay.ts';

/** As published, for long runs. */
export interface NadamwNumbers {
  readonly learningRate: number;
  readonly oneMinusB1: number;
  readonly b2: number;
  readonly weightDecay: number;
  /** Share of T, AlgoPerf's `step_hint`. */
  readonly warmup: number;
  /** Share of T after which the learning rate is 0; all of it when left out. */
  readonly horizon?: number;
}

export interface NadamwParts {
  /** In place of warmup and a cosine to 0 at the horizon; in steps. */
  readonly schedule?: (peak: number, warmupSteps: number, horizonSteps: number) => Schedule;
  /** In place of Nadam's rescaling. */
  readonly rescale?: (options: Required<Pick<AdamOptions, 'b1' | 'b2'>>) => Transform;
}

/**
 * NAdamW (Dozat 2016 in the form of Choi et al. 2019, Table 1) with warmup and a cosine to 0, weight decay on all
 * parameters, as AlgoPerf's baseline has it (Dahl et al. 2023, https://arxiv.org/abs/2306.07179).
 */
export const publishedNadamw = (
  { learningRate, oneMinusB1, b2, weightDecay, warmup, horizon = 1 }: NadamwNumbers,
  task: Pick<Task, 'stepHint'>,
  { schedule = warmupCosine, rescale = scaleByNadam }: NadamwParts = {},
): Algorithm<State[]> => {
  const run = shortRun(task);
  return optimizer(
    rescale({ b1: run.b1(1 - oneMinusB1), b2: run.b2(b2) }),
    addDecayedWeights(run.weightDecay(weightDecay)),
    scaleByLearningRate(
      schedule(run.learningRate(learningRate), run.warmup(warmup * horizon), run.horizon * horizon),
    ),
  );
};

/** The five points of AlgoPerf's external tuning baseline (v0.5 and v0.6), to four digits. */
export const baselinePoints = listed({
  learningRate: [0.001308, 0.0008445, 0.001308, 0.004958, 0.001749],
  oneMinusB1: [0.02687, 0.1104, 0.02687, 0.1363, 0.06734],
  b2: [0.9981, 0.9979, 0.9981, 0.6292, 0.9955],
  weightDecay: [0.1638, 0.08135, 0.1638, 0.1147, 0.08122],
  warmup: [0.1, 0.05, 0.1, 0.02, 0.02],
  labelSmoothing: [0.1, 0.2, 0, 0, 0],
  dropout: [0, 0, 0, 0, 0.1],
});

/** The last of them, with which AlgoPerf's self-tuning baseline and several entries run. */
export const selfTuningPoint: NadamwNumbers = baselinePoints.points[4]!;
