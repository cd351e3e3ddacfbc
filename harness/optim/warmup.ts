/** Schedules in parts: a warmup before any of them, and a stable part before the decay. */
import { constant, joinSchedules, linearSchedule, type Schedule } from './schedules.ts';

/** Linear from 0 to where `schedule` begins in `warmupSteps`, then `schedule`, which counts from 0 again. */
export const withWarmup = (warmupSteps: number, schedule: Schedule): Schedule =>
  joinSchedules(linearSchedule(0, schedule(0), warmupSteps), warmupSteps, schedule);

export interface StableDecay {
  readonly peak: number;
  readonly warmupSteps: number;
  /** Step at which the decay begins. */
  readonly decayFrom: number;
  readonly totalSteps: number;
  /** A line, or 1 - sqrt(share of the decay), which Hägele et al. found the better one. */
  readonly shape?: 'line' | 'root';
}

/**
 * Warmup, stable, decay to 0: Hu et al. 2024, https://arxiv.org/abs/2404.06395, with the decays of Hägele et al. 2024,
 * https://arxiv.org/abs/2405.18392, section 3.
 */
export const warmupStableDecay = ({
  peak,
  warmupSteps,
  decayFrom,
  totalSteps,
  shape = 'root',
}: StableDecay): Schedule => {
  const power = shape === 'line' ? 1 : 0.5;
  const decaySteps = totalSteps - decayFrom;
  const decay: Schedule = (step) => peak * (1 - Math.min(step / decaySteps, 1) ** power);
  return joinSchedules(withWarmup(warmupSteps, constant(peak)), decayFrom, decay);
};
