/** A result measured elsewhere, at this machine's price. */
import { firstHit } from '../../record/goal.ts';
import type { Machine } from '../../record/machine.ts';
import { budgetOf, limitOf, type TrialPlan } from '../../record/plan.ts';
import type { Adoption, Evaluation, Outcome, TrialResult } from '../../record/result.ts';
import type { Priced } from './kinds.ts';
import type { PriceRatio } from './price-ratio.ts';

export interface Pricing {
  readonly price: PriceRatio;
  /** Evaluations that came out the same to the last bit. */
  readonly proved: number;
  /** The machine that adopts. */
  readonly machine: Machine;
  /** Reference step of the workload on it, seconds; needed where the plan has a budget. */
  readonly stepSeconds: number;
  /** `ttr` command line that adopts. */
  readonly command: string;
}

/** The same plan with this machine's budget. */
function planHere(plan: TrialPlan, stepSeconds: number): TrialPlan {
  const budget = budgetOf(plan);
  if (budget === undefined) return plan;
  const { steps } = budget;
  return {
    ...plan,
    until: { kind: 'target', budget: { steps, stepSeconds, seconds: steps * stepSeconds } },
  };
}

/**
 * How the trial would have ended here. A hit beyond this machine's budget is a miss; a course that ended for want of time there, before the
 * budget here was spent, is censored: nobody knows how it would have gone on.
 */
function outcomeHere(
  { outcome }: TrialResult,
  plan: TrialPlan,
  evaluations: readonly Evaluation[],
  ratio: number,
): Outcome {
  const seconds = outcome.seconds * ratio;
  const limit = limitOf(plan);
  const hit = firstHit(evaluations, plan);
  if (hit >= 0) {
    const { seconds: at, step } = evaluations[hit]!;
    const test =
      outcome.status === 'reached' && outcome.test !== undefined ? { test: outcome.test } : {};
    return { status: 'reached', seconds: at, step, evaluation: hit, ...test };
  }
  const step = evaluations.at(-1)?.step ?? 0;
  if (outcome.status === 'reached' || (outcome.status === 'missed' && seconds >= limit))
    return { status: 'missed', seconds: Math.min(seconds, limit), step };
  if (outcome.status === 'missed') {
    const reason = `its course ends after ${seconds.toFixed(1)} s at this machine's price, before the budget of ${limit.toFixed(1)} s`;
    return { status: 'stopped', seconds, step, reason };
  }
  return { ...outcome, seconds };
}

/** The result at this machine's price, of schema and course as it was. */
export function adopted(
  result: Priced,
  { price, proved, machine, stepSeconds, command }: Pricing,
): TrialResult {
  const { origin } = result;
  const { engine, about, hashes, loopRevision, slot, startedAt, readsClock } = origin;
  const { ratio, low, high, replays } = price;
  const adoption: Adoption = { from: origin.machine, ratio, low, high, replays, proved };
  const plan = planHere(result.plan, stepSeconds);
  const evaluations = result.evaluations.map(
    ({ wallSeconds: _wall, yardstickSeconds: _yardstick, ...evaluation }) => ({
      ...evaluation,
      seconds: evaluation.seconds * ratio,
    }),
  );
  return {
    ...result,
    plan,
    origin: {
      kind: 'adopted',
      ...{ engine, machine, about, hashes, loopRevision, slot, startedAt, command },
      adoption,
      readsClock,
    },
    evaluations,
    outcome: outcomeHere(result, plan, evaluations, ratio),
  };
}
