/** The last transform of a chain: from a direction of ascent to a step of descent. */
import { constant, type Schedule } from './schedules.ts';
import { linear, type Transform } from './transform.ts';

/** A number as the schedule that always gives it. */
export const asSchedule = (rate: number | Schedule): Schedule =>
  typeof rate === 'number' ? constant(rate) : rate;

/** Multiplies by minus the learning rate. */
export const scaleByLearningRate = (rate: number | Schedule): Transform => {
  const schedule = asSchedule(rate);
  return linear(({ step }) => ({ factor: -schedule(step) }));
};
