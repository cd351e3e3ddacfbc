/**
 * When a running trial can no longer change its submission's median time on its workload. Stopping it then leaves
 * every closed-form score as it is, whatever the trials still to come: see README.md for the argument.
 */
import { min } from 'd3-array';
import type { TrialResult } from '../results/trial-result.ts';
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
}

export type StopLimit =
  | { readonly kind: 'none' }
  /** From `seconds` of billed time on, without a hit so far, the trial cannot matter; 0: it need not start. */
  | { readonly kind: 'limit'; readonly seconds: number; readonly reason: string };

export type StopDecision =
  { readonly kind: 'continue' } | { readonly kind: 'stop'; readonly reason: string };

/** A stored result as `stopLimit` takes it; crashed and killed trials will be run again and are no evidence. */
export function finishedTrial({ plan, outcome }: TrialResult): FinishedTrial[] {
  if (outcome.status === 'crashed' || outcome.status === 'killed') return [];
  const seconds = outcome.status === 'reached' ? outcome.seconds : Infinity;
  return [{ study: plan.study, trial: plan.trial, seconds }];
}

/** The earliest moment at which a trial of `study` stops to matter, by what has finished so far. */
export function stopLimit(
  plan: StopPlan,
  finished: readonly FinishedTrial[],
  study: number,
): StopLimit {
  const ownBest = bestOf(finished, study);
  const others = range(plan.studies).filter((other) => other !== study);
  const atMost = others.map((other) => bestOf(finished, other));
  const atLeast = others.map((other, i) => (isDone(plan, finished, other) ? atMost[i]! : 0));
  if (plan.studies > 1 && median([...atLeast, 0]) === Infinity) {
    const reason =
      'too many studies of this workload have missed the target for its median to be a hit';
    return { kind: 'limit', seconds: 0, reason };
  }
  // A study's time above this one of the other studies' leaves the median where it is.
  const decided = [...atMost].sort((a, b) => a - b)[Math.floor(plan.studies / 2)] ?? Infinity;
  const seconds = Math.min(ownBest, decided);
  if (seconds === Infinity) return { kind: 'none' };
  const reason =
    ownBest <= decided
      ? `another trial of study ${study} reached the target in ${ownBest} s`
      : `the median over studies is decided by faster ones (${decided} s)`;
  return { kind: 'limit', seconds, reason };
}

/** Whether to end a trial that has been billed so many seconds without reaching the target. */
export const decideStop = (limit: StopLimit, billedSeconds: number): StopDecision =>
  limit.kind === 'limit' && billedSeconds >= limit.seconds
    ? { kind: 'stop', reason: limit.reason }
    : { kind: 'continue' };

const range = (studies: number): number[] => Array.from({ length: studies }, (_, i) => i + 1);

/** Least time of a study so far. */
const bestOf = (finished: readonly FinishedTrial[], study: number): number =>
  min(finished, (trial) => (trial.study === study ? trial.seconds : undefined)) ?? Infinity;

const isDone = ({ trials }: StopPlan, finished: readonly FinishedTrial[], study: number): boolean =>
  new Set(finished.filter((one) => one.study === study).map(({ trial }) => trial)).size >= trials;
