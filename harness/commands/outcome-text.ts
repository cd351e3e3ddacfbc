import type { Outcome } from '../record/result.ts';

/** An outcome in a few words. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.status) {
    case 'reached':
      return `reached the target in ${outcome.seconds.toFixed(1)} s (step ${outcome.step})`;
    case 'missed':
      return `missed the target in ${outcome.seconds.toFixed(1)} s (step ${outcome.step})`;
    case 'stopped':
      return `stopped after ${outcome.seconds.toFixed(1)} s: ${outcome.reason}`;
    case 'diverged':
      return `diverged (step ${outcome.step})`;
    case 'crashed':
      return `crashed: ${outcome.reason.split('\n')[0]!}`;
    case 'killed':
      return `killed by ${outcome.by}`;
  }
}
