/** A study's time: that of the one trial that stands for it. */
import { least, max } from 'd3-array';
import type { TrialResult } from '../results/trial-result.ts';
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
  /** Longest wait of its trials, billed seconds; finite. */
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
  const hits = trials.flatMap((result) => {
    const hit = crossing(result, post, rule.crossing);
    return hit === undefined ? [] : [{ ...hit, result }];
  });
  const best = least(hits, (hit) => (rule.trialBy === 'time' ? hit.seconds : hit.evaluation));
  const waited = max(trials, billedSeconds) ?? 0;
  return { seconds: best?.seconds ?? Infinity, waited, best };
}

/** Billed seconds until the trial ended; runs may go on after the target is reached. */
export const billedSeconds = ({ outcome, evaluations }: TrialResult): number =>
  Math.max(outcome.seconds, evaluations.at(-1)?.seconds ?? 0);
