/** From a trial's result to the record that a derivation keeps. Pure. */
import type { TrialResult } from '../record/result.ts';
import type { CurvePoint, Stage, TargetRun } from './derivation.ts';
import { roundedEasier } from './target-of-runs.ts';

const digits = 6;
const short = (value: number): number => Number(value.toPrecision(digits));

/** The record of a run that finished or diverged, numbers at six significant digits. */
export function runRecord(
  stage: Stage,
  { plan, origin, work, evaluations, outcome }: TrialResult,
): TargetRun {
  if (origin.kind !== 'measured') throw new Error('Targets come from measured runs only.');
  if (outcome.status !== 'missed' && outcome.status !== 'diverged')
    throw new Error(`A run that ended ${outcome.status} sets no target.`);
  const { submission, hyperparameters, seed } = plan;
  // Never better than what was measured: who reaches a target by these numbers reached it.
  const metric = (value: number): number => roundedEasier(value, plan.metric.goal, digits);
  const { ledger, machine, hashes, noise, startedAt } = origin;
  return {
    stage,
    algorithm: submission,
    hyperparameters,
    seed,
    ended: outcome.status === 'missed' ? 'finished' : 'diverged',
    startedAt,
    machine: machine.fingerprint,
    harness: hashes.engine.slice(0, 12),
    disturbed: noise.disturbed,
    steps: work.steps,
    seconds: short(ledger.clear),
    evaluationSeconds: short(ledger.evaluation),
    curve: evaluations.map(({ step, seconds, validation, test }): CurvePoint => {
      const point = [step, short(seconds), metric(validation)] as const;
      return test === undefined ? point : [...point, metric(test)];
    }),
  };
}
