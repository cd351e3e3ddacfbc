/** A warmup before any schedule. */
import { joinSchedules, linearSchedule, type Schedule } from './schedules.ts';

/** Linear from 0 to `peak` in `steps` steps, then `then`, which counts from 0 again and starts at `peak`. */
export const warmUp = (peak: number, steps: number, then: Schedule): Schedule =>
  joinSchedules(linearSchedule(0, peak, steps), steps, then);
