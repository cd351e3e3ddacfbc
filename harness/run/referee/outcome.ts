/** Decides how a trial stands: pure functions of its evaluations and of how its process ended. */
import { firstHit } from '../../record/goal.ts';
import type { TrialPlan } from '../../record/plan.ts';
import type { Evaluation, Outcome } from '../../record/result.ts';
import type { Cap, Stop } from '../wire/job.ts';

/** Is there a reason to train on after these evaluations? */
export function goesOn(
  evaluations: readonly Evaluation[],
  plan: TrialPlan,
  { confirmations, cap }: Stop,
): boolean {
  const { until } = plan;
  if (until.kind === 'evaluations') return evaluations.length < until.count;
  const hit = firstHit(evaluations, plan);
  return hit < 0 ? !isCapped(evaluations, cap) : evaluations.length <= hit + confirmations;
}

const isCapped = (evaluations: readonly Evaluation[], cap: Cap | undefined): boolean =>
  cap !== undefined &&
  evaluations.length >= cap.evaluations &&
  (evaluations.at(-1)?.seconds ?? 0) >= cap.seconds;

/** Everything known when the process is gone. */
export interface Ending {
  readonly seconds: number;
  readonly step: number;
  readonly evaluations: readonly Evaluation[];
  readonly test: { readonly value: number; readonly reached: boolean } | undefined;
  readonly diverged: boolean;
  readonly killedBy: string | undefined;
  /** What the trainer said last, or how its process ended without a word. */
  readonly last:
    { readonly why: 'told' | 'spent' } | { readonly why: 'crashed'; readonly reason: string };
  readonly stderr: string;
  readonly stop: Stop;
}

/** The outcome; what was reached stays reached, whatever happened afterwards. */
export function outcomeOf(plan: TrialPlan, ending: Ending): Outcome {
  const { seconds, step, evaluations, test, killedBy, last, stderr, stop } = ending;
  const hit = firstHit(evaluations, plan);
  if (hit >= 0) {
    const { seconds: reachedAt, step: reachedStep } = evaluations[hit]!;
    return {
      status: 'reached',
      seconds: reachedAt,
      step: reachedStep,
      evaluation: hit,
      ...(test === undefined ? {} : { test }),
    };
  }
  if (killedBy !== undefined) return { status: 'killed', seconds, by: killedBy };
  if (ending.diverged) return { status: 'diverged', seconds, step };
  if (last.why === 'crashed') return { status: 'crashed', seconds, reason: last.reason, stderr };
  if (last.why === 'told' && stop.cap !== undefined && isCapped(evaluations, stop.cap)) {
    return { status: 'stopped', seconds, step, reason: stop.cap.reason };
  }
  return { status: 'missed', seconds, step };
}
