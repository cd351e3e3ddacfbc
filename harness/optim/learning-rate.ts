/** The last transform of a chain: from a direction of ascent to a step of descent. */
import { scale } from './params.ts';
import { constant, type Schedule } from './schedules.ts';
import { stateless, type Transform } from './transform.ts';

/** A number as the schedule that always gives it. */
export const asSchedule = (rate: number | Schedule): Schedule =>
  typeof rate === 'number' ? constant(rate) : rate;

/** Multiplies by minus the learning rate. */
export const scaleByLearningRate = (rate: number | Schedule): Transform => {
  const schedule = asSchedule(rate);
  return stateless(
    (updates, { step }) => scale(updates, -schedule(step)),
    ({ step }) => ({ factor: -schedule(step) }),
  );
};
