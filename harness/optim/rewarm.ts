/** Re-warming and re-decaying the learning rate when new data come. Ibrahim et al. 2024, https://arxiv.org/abs/2403.08763 */
import { constant, cosine, linearSchedule, type Schedule } from './schedules.ts';

export interface RewarmOptions {
  readonly peak: number;
  /** Where each cosine ends and each later warmup starts. */
  readonly floor: number;
  /** The first warmup starts from 0. */
  readonly warmupSteps: number;
  /** Length of the warmups that come later. */
  readonly rewarmSteps: number;
  readonly totalSteps: number;
  /** Cycles of equal length in `totalSteps`; at least 1. */
  readonly cycles: number;
  /** Later cycles are warmed to this many times the peak. */
  readonly rewarm: number;
}

/** Each cycle warms up in a line and decays by a cosine to `floor`, from which the next one warms up; then `floor`. */
export const rewarmRedecay = (options: RewarmOptions): Schedule => {
  const { peak, floor, warmupSteps, rewarmSteps, totalSteps, cycles, rewarm } = options;
  const length = totalSteps / cycles;
  if (!(length > 0)) return constant(floor);
  return (step) => {
    const cycle = Math.floor(step / length);
    if (cycle >= cycles) return floor;
    const within = step - cycle * length;
    const first = cycle === 0;
    const [from, top] = [first ? 0 : floor, first ? peak : peak * rewarm];
    const warm = first ? warmupSteps : rewarmSteps;
    if (within < warm) return linearSchedule(from, top, warm)(within);
    return cosine(top, floor, length - warm)(within - warm);
  };
};
