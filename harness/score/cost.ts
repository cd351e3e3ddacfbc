/** What trials cost, in hours, and how much of it bought nothing. */
import { sum } from 'd3-array';
import type { TrialResult } from '../record/result.ts';
import type { Known } from './known.ts';
import { billedSeconds } from './study.ts';

/** What a submission's trials cost. */
export interface Cost {
  /** Hours of all trials, evaluation included where the logs tell. */
  readonly trialHours: number;
  /** Share of those hours spent in trials that never reached the target. */
  readonly hopelessShare: number;
  /** Share of those hours spent in evaluation. */
  readonly evaluationShare: Known;
}

export function costOf(
  trials: readonly TrialResult[],
  reached: (trial: TrialResult) => boolean,
): Cost {
  const total = sum(trials, wallSeconds);
  const hopeless = sum(
    trials.filter((trial) => !reached(trial)),
    wallSeconds,
  );
  const evaluation = trials.map(evaluationSeconds);
  return {
    trialHours: total / 3600,
    hopelessShare: shareOf(hopeless, total),
    evaluationShare: evaluation.includes(undefined)
      ? { kind: 'unknown', why: 'some imported logs do not tell' }
      : { kind: 'known', value: shareOf(sum(evaluation), total) },
  };
}

const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** All buckets of a measured trial; start to end of one whose referee was lost; billed time of an adopted one; billed, evaluation and logging time of an imported one. */
function wallSeconds(trial: TrialResult): number {
  const { origin, outcome } = trial;
  switch (origin.kind) {
    case 'measured':
      return origin.ledger.wall;
    case 'lost':
      return outcome.seconds;
    case 'adopted':
      return billedSeconds(trial);
    case 'imported':
      return billedSeconds(trial) + (origin.evaluationSeconds ?? 0) + (origin.loggingSeconds ?? 0);
  }
}

const evaluationSeconds = ({ origin }: TrialResult): number | undefined => {
  if (origin.kind === 'measured') return origin.ledger.evaluation;
  return origin.kind === 'imported' ? origin.evaluationSeconds : undefined;
};
