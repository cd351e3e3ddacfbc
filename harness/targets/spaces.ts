/**
 * The search spaces in which targets are set. AlgoPerf's are for runs of ten thousands of steps and 200 points an algorithm
 * (Dahl et al. 2023, https://arxiv.org/abs/2306.07179, appendix); here a run has some hundred steps, whose learning
 * rates are larger, and the first points of each space must be usable, as few are tried.
 */
import { log } from '#spec';

/** AdamW and NAdamW. b2 is not searched: 0.99, whose memory of 100 steps is a fraction of a run. */
export const adamSpace = {
  learningRate: log(1e-3, 2e-2),
  oneMinusB1: log(0.05, 0.3),
  weightDecay: log(1e-2, 0.5),
};

/** Nesterov and heavy ball. */
export const momentumSpace = {
  learningRate: log(3e-2, 3),
  oneMinusMomentum: log(0.05, 0.4),
  weightDecay: log(1e-6, 1e-3),
};
