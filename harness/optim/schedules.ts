/** Learning rates as functions of the steps finished so far. Same values as optax's schedules of these names. */

/** A value for each step; `step` is 0 at the first. */
export type Schedule = (step: number) => number;

export const constant =
  (value: number): Schedule =>
  () =>
    value;

/** From `from` to `to` in `steps` steps, then `to`: to + (from - to) (1 - step / steps)^power */
export const polynomial = (from: number, to: number, steps: number, power = 1): Schedule => {
  if (steps <= 0) return constant(to);
  return (step) => to + (from - to) * (1 - Math.min(step / steps, 1)) ** power;
};

/** A straight line from `from` to `to` in `steps` steps, then `to`. */
export const linearSchedule = (from: number, to: number, steps: number): Schedule =>
  polynomial(from, to, steps);

/**
 * Half a cosine from `from` to `to` in `steps` steps, then `to`. Loshchilov & Hutter 2016, eq. 5,
 * https://arxiv.org/abs/1608.03983
 */
export const cosine = (from: number, to: number, steps: number): Schedule => {
  if (steps <= 0) return constant(to);
  return (step) => to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(step / steps, 1)))) / 2;
};

/** `first` before step `boundary`; from there on `second`, which counts from 0 again. */
export const joinSchedules =
  (first: Schedule, boundary: number, second: Schedule): Schedule =>
  (step) =>
    step < boundary ? first(step) : second(step - boundary);

const afterWarmup = (peak: number, warmupSteps: number, decay: Schedule): Schedule =>
  joinSchedules(linearSchedule(0, peak, warmupSteps), warmupSteps, decay);

/** Linear from 0 to `peak` in `warmupSteps`, then constant. */
export const warmupConstant = (peak: number, warmupSteps: number): Schedule =>
  afterWarmup(peak, warmupSteps, constant(peak));

/** Linear from 0 to `peak` in `warmupSteps`, then a cosine that reaches `floor` at step `totalSteps`. */
export const warmupCosine = (
  peak: number,
  warmupSteps: number,
  totalSteps: number,
  floor = 0,
): Schedule => afterWarmup(peak, warmupSteps, cosine(peak, floor, totalSteps - warmupSteps));

/** Linear from 0 to `peak` in `warmupSteps`, then linear to `floor` at step `totalSteps`. */
export const warmupLinear = (
  peak: number,
  warmupSteps: number,
  totalSteps: number,
  floor = 0,
): Schedule =>
  afterWarmup(peak, warmupSteps, linearSchedule(peak, floor, totalSteps - warmupSteps));
