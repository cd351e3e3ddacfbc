/** How long trials take: evaluation at a fifth of the time, and the start of their processes. */

const startSeconds = 3;
const withEvaluation = 1.25;

/** Wall seconds of a trial that is billed so many. */
export const wallSeconds = (billed: number): number => billed * withEvaluation + startSeconds;

/** What a forecast needs of a trial. */
export interface Expected {
  readonly stepHint: number;
  readonly budgetSteps: number;
  /** Of the reference step; undefined where it was not measured. */
  readonly stepSeconds: number | undefined;
}

export interface Forecast {
  /** Seconds when each trial ends at its step hint, and when each spends its budget. */
  readonly expected: number;
  readonly atMost: number;
  /** Trials that are left out because their reference step was not measured. */
  readonly unknown: number;
}

/** Seconds that trials take on so many slots. */
export function forecastSeconds(trials: readonly Expected[], slots: number): Forecast {
  let [expected, atMost, unknown] = [0, 0, 0];
  for (const { stepHint, budgetSteps, stepSeconds } of trials) {
    if (stepSeconds === undefined) {
      unknown += 1;
      continue;
    }
    expected += wallSeconds(stepHint * stepSeconds) / slots;
    atMost += wallSeconds(budgetSteps * stepSeconds) / slots;
  }
  return { expected, atMost, unknown };
}
