/** A study's time: that of the one trial that stands for it. */
import { budgetOf } from '../record/plan.ts';
import type { TrialResult } from '../record/result.ts';
import { crossing, type Crossing, type CrossingKind, type Goalpost } from './crossing.ts';

/**
 * `time`: the fastest trial. `evaluation`: the trial that hits at the earliest evaluation index, as the official scorer
 * has it; where that one takes the first in directory order, ours takes the lowest trial number.
 */
export const trialBys = ['time', 'evaluation'] as const;
export type TrialBy = (typeof trialBys)[number];

export interface StudyTime {
  /** Billed seconds; Infinity where no trial reached the target. */
  readonly seconds: number;
  /** Longest wait of its trials, billed seconds; finite. See `waitedSeconds`. */
  readonly waited: number;
  readonly best: (Crossing & { readonly result: TrialResult }) | undefined;
}

export interface StudyRule {
  readonly trialBy: TrialBy;
  readonly crossing: CrossingKind;
}

/** Judges one study; `trials` sorted by trial number. */
export function studyTime(
  trials: readonly TrialResult[],
  post: Goalpost,
  rule: StudyRule,
): StudyTime {
  let best: StudyTime['best'];
  let waited = 0;
  for (const result of trials) {
    waited = Math.max(waited, waitedSeconds(result));
    const hit = crossing(result, post, rule.crossing);
    if (hit !== undefined && (best === undefined || precedes(hit, best, rule.trialBy)))
      best = { ...hit, result };
  }
  return { seconds: best?.seconds ?? Infinity, waited, best };
}

const precedes = (a: Crossing, b: Crossing, by: TrialBy): boolean =>
  by === 'time' ? a.seconds < b.seconds : a.evaluation < b.evaluation;

/** Billed seconds until the trial ended; runs may go on after the target is reached. */
export const billedSeconds = ({ outcome, evaluations }: TrialResult): number =>
  Math.max(outcome.seconds, evaluations.at(-1)?.seconds ?? 0);

/**
 * Billed seconds in which the target was surely not reached, where it was not: what crashed, diverged or gave up would not have reached
 * it in all its budget; what somebody else ended might have, right after.
 */
function waitedSeconds(trial: TrialResult): number {
  const billed = billedSeconds(trial);
  switch (trial.outcome.status) {
    case 'missed':
    case 'diverged':
    case 'crashed':
      return Math.max(billed, budgetOf(trial.plan)?.seconds ?? 0);
    case 'reached':
    case 'stopped':
    case 'killed':
      return billed;
  }
}
