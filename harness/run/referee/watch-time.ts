/** Kills a trainer that does not come back from a call, or does not start, or does not end. */
import { budgetOf, type TrialPlan } from '../../record/plan.ts';
import { endingSeconds, grace, loadingSeconds, mostWallSeconds, stretchSeconds } from './bounds.ts';
import type { TrainerProcess } from './trainer-process.ts';
import type { TrialClock } from './trial-clock.ts';

const lookEvery = 250;

export type Times = Pick<TrialClock, 'phase' | 'wall' | 'billed' | 'loading' | 'phaseSeconds'>;

/** Why a trainer is to be killed now; undefined while it is not. */
export function overdue(plan: Pick<TrialPlan, 'until'>, times: Times): string | undefined {
  switch (times.phase) {
    case 'loading':
      if (times.loading <= loadingSeconds) return undefined;
      return `the referee: the trainer was not ready after ${loadingSeconds} s`;
    case 'training':
      return overrun(plan, times);
    case 'ended':
      if (times.phaseSeconds <= endingSeconds) return undefined;
      return `the referee: the trainer was still there ${endingSeconds} s after its last word`;
    case 'judging':
    case 'noting':
      return undefined; // it stands still
  }
}

/** Reads the CPU's counters (`billed`) only where the wall clock leaves a doubt. */
function overrun(plan: Pick<TrialPlan, 'until'>, times: Times): string | undefined {
  const seconds = budgetOf(plan)?.seconds;
  if (seconds === undefined) {
    if (times.phaseSeconds <= stretchSeconds) return undefined;
    return `the referee: a call into the submission had not returned after ${stretchSeconds} s`;
  }
  const most = mostWallSeconds(seconds);
  if (times.wall > most)
    return `the referee: ${most.toFixed(0)} s had passed, and others had the CPU for nearly all of them`;
  const limit = seconds + grace(seconds);
  if (times.wall <= limit || times.billed <= limit) return undefined;
  return `the referee: a call into the submission had not returned ${grace(seconds).toFixed(0)} s after its time was up`;
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
