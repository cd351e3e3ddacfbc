/** Kills a trainer that does not come back from a call, or does not start. */
import { budgetOf, type TrialPlan } from '../../record/plan.ts';
import type { TrainerProcess } from './trainer-process.ts';
import type { TrialClock } from './trial-clock.ts';

/** Seconds a trainer may take to load. */
const loadingSeconds = 120;
const lookEvery = 250;

/** Seconds a trainer may overrun its budget inside one call before it is killed. */
const grace = (budgetSeconds: number): number => Math.max(5, 0.25 * budgetSeconds);

/** Why a trainer is to be killed now; undefined while it is not. A trial without a budget may train for ever. */
export function overdue(
  plan: Pick<TrialPlan, 'until'>,
  { phase, billed, loading }: Pick<TrialClock, 'phase' | 'billed' | 'loading'>,
): string | undefined {
  const seconds = budgetOf(plan)?.seconds;
  if (seconds !== undefined && billed > seconds + grace(seconds))
    return `the referee: a call into the submission had not returned ${grace(seconds).toFixed(0)} s after its time was up`;
  if (phase === 'loading' && loading > loadingSeconds)
    return `the referee: the trainer was not ready after ${loadingSeconds} s`;
  return undefined;
}

/** Looks four times a second; call the result to stop. */
export function watchTime(
  plan: Pick<TrialPlan, 'until'>,
  clock: TrialClock,
  trainer: TrainerProcess,
): () => void {
  const timer = setInterval(() => {
    const why = overdue(plan, clock);
    if (why !== undefined) trainer.kill(why);
  }, lookEvery);
  return () => {
    clearInterval(timer);
  };
}
