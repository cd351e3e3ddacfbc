/** Which seconds are scored. The measurements that chose the default stand in harness/score/README.md. */
import type { TrialPlan } from '../record/plan.ts';
import type { Outcome, TrialResult } from '../record/result.ts';
import type { ClockName } from './clock-names.ts';
import { slowness } from './yardstick.ts';

/** What others had of a trial's CPU, seconds. */
const lostSeconds = ({ origin }: TrialResult): number =>
  origin.kind === 'measured'
    ? origin.ledger.waited + origin.ledger.throttled + origin.ledger.stolen
    : 0;

/** The result with other seconds: `at` of each evaluation, `end` of a trial that reached nothing. */
function retimed(
  result: TrialResult,
  at: (evaluation: TrialResult['evaluations'][number]) => number,
  end: (seconds: number) => number,
): TrialResult {
  const evaluations = result.evaluations.map((evaluation) => ({
    ...evaluation,
    seconds: at(evaluation),
  }));
  const { outcome } = result;
  const seconds =
    outcome.status === 'reached' ? evaluations[outcome.evaluation]!.seconds : end(outcome.seconds);
  return { ...result, evaluations, outcome: { ...outcome, seconds } satisfies Outcome };
}

/** A budget in the same seconds, so that what was reached in time stays so. */
function withBudget(plan: TrialPlan, factor: number): TrialPlan {
  const { until } = plan;
  if (until.kind !== 'target') return plan;
  const { budget } = until;
  return { ...plan, until: { ...until, budget: { ...budget, seconds: budget.seconds / factor } } };
}

/** The same results with the seconds of this clock. A budget of wall seconds has as many as the planned one of clear seconds. */
export function onClock(results: readonly TrialResult[], clock: ClockName): TrialResult[] {
  switch (clock) {
    case 'clear':
      return [...results];
    case 'wall':
      return results.map((result) =>
        retimed(
          result,
          ({ seconds, wallSeconds }) => wallSeconds ?? seconds,
          (seconds) => seconds + lostSeconds(result),
        ),
      );
    case 'yardstick': {
      const slow = slowness(results);
      return results.map((result) => {
        const factor = slow.get(result) ?? 1;
        const { plan, ...timed } = retimed(
          result,
          ({ seconds }) => seconds / factor,
          (seconds) => seconds / factor,
        );
        return { plan: withBudget(plan, factor), ...timed };
      });
    }
  }
}
