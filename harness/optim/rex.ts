/** Reflected exponential decay (REX). Chen et al. 2021, https://arxiv.org/abs/2107.04197 */
import { constant, type Schedule } from './schedules.ts';

/**
 * From `peak` to 0 in `steps` steps, then 0: peak (1 - x) / (1/2 + (1 - x) / 2) with x = step / steps, the paper's profile
 * sampled every step. Concave: it stays high longer than a line and falls faster at the end. Popular code of the name
 * has 0.1 and 0.9 for the two halves, which is another curve.
 */
export const rex = (peak: number, steps: number): Schedule => {
  if (steps <= 0) return constant(0);
  return (step) => {
    const left = 1 - Math.min(step / steps, 1);
    return (peak * left) / (0.5 + 0.5 * left);
  };
};
