/**
 * When a running trial can no longer change its submission's median time on its workload. Stopping it then leaves
 * every score as it is, under both rules and whatever the trials still to come: see README.md for the argument.
 */
import { least, min } from 'd3-array';
import type { TrialResult } from '../record/result.ts';
import { median } from './median.ts';

/** What is planned for one submission on one workload. */
export interface StopPlan {
  /** Studies, and trials a study. */
  readonly studies: number;
  readonly trials: number;
}

/** A finished trial of the same submission and workload. */
export interface FinishedTrial {
  readonly study: number;
  readonly trial: number;
  /** Billed seconds to target; Infinity where the trial ended without it. */
  readonly seconds: number;
  /** Index of the evaluation that reached it; Infinity where none did. */
  readonly evaluation: number;
}

export type StopLimit =
  | { readonly kind: 'none' }
  /** The trial need not start. */
  | { readonly kind: 'skip' }
  /** Without a hit at any of `evaluations` evaluations or before `seconds` billed, the trial cannot matter. */
  | {
      readonly kind: 'limit';
      readonly seconds: number;
      readonly evaluations: number;
      readonly reason: string;
    };

/** A stored result as `stopLimit` takes it; crashed and killed trials will be run again and are no evidence. */
export function finishedTrial({ plan, outcome }: TrialResult): FinishedTrial[] {
  if (outcome.status === 'crashed' || outcome.status === 'killed') return [];
  const { study, trial } = plan;
  return outcome.status === 'reached'
    ? [{ study, trial, seconds: outcome.seconds, evaluation: outcome.evaluation }]
    : [{ study, trial, seconds: Infinity, evaluation: Infinity }];
}

/** The earliest moment at which this trial stops to matter, by what has finished so far. */
export function stopLimit(
  plan: StopPlan,
  finished: readonly FinishedTrial[],
  { study, trial }: { readonly study: number; readonly trial: number },
): StopLimit {
  const own = finished.filter((one) => one.study === study);
  const others = range(plan.studies)
    .filter((other) => other !== study)
    .map((other) => finished.filter((one) => one.study === other));
  const isDone = (trials: readonly FinishedTrial[]): boolean =>
    new Set(trials.map((one) => one.trial)).size >= plan.trials;

  const atLeast = others.map((trials) => (isDone(trials) ? fastest(trials) : 0));
  if (plan.studies > 1 && median([...atLeast, 0]) === Infinity) return { kind: 'skip' };

  const settled = Math.min(fastest(own), settling(plan, others.map(fastest)));
  // Where the earliest evaluation stands for its study, trials to come may raise a time: only whole studies are known.
  const known = others.map((trials) =>
    isDone(trials) ? (earliest(trials)?.seconds ?? Infinity) : Infinity,
  );
  const decided = settling(plan, known);
  const isLast = isDone([...own, { study, trial, seconds: Infinity, evaluation: Infinity }]);
  const first = earliest(own);
  if (isLast && decided < Infinity && (first?.seconds ?? Infinity) >= decided) {
    const seconds = Math.max(settled, decided);
    const reason = `the median over studies is decided by faster ones (${seconds} s)`;
    return { kind: 'limit', seconds, evaluations: 0, reason };
  }
  if (first === undefined) return { kind: 'none' };
  // At equal indices the lower trial number stands for the study.
  const evaluations = first.evaluation + (trial < first.trial ? 1 : 0);
  const reason = `another trial of study ${study} reached the target in ${first.seconds} s`;
  return { kind: 'limit', seconds: settled, evaluations, reason };
}

const range = (studies: number): number[] => Array.from({ length: studies }, (_, i) => i + 1);

/** Among the times of the other studies, the one beyond which a study's own leaves the median where it is. */
const settling = ({ studies }: StopPlan, times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(studies / 2)] ?? Infinity;

/** The time that the fastest of these trials gives their study. */
const fastest = (trials: readonly FinishedTrial[]): number =>
  min(trials, ({ seconds }) => seconds) ?? Infinity;

/** The trial that stands for a study where the earliest evaluation counts; undefined where none reached the target. */
const earliest = (trials: readonly FinishedTrial[]): FinishedTrial | undefined =>
  least(
    trials.filter(({ seconds }) => seconds < Infinity),
    (a, b) => a.evaluation - b.evaluation || a.trial - b.trial,
  );
