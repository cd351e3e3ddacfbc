/** The score by steps in place of seconds: what it would be, did every submission's step cost the same. */
import { columnOf, goalpost, type Analysis } from './analysis.ts';
import { scoresOf } from './credit.ts';
import { crossing, type Goalpost } from './crossing.ts';
import { median } from './median.ts';
import type { TrialBy } from './study.ts';
import type { TrialResult } from '../record/result.ts';

/**
 * Scores by row, by the same rules, with steps to target where seconds stood. A trial reaches its target if it does so within
 * its budget of seconds: what was measured is the same, only the yardstick is another.
 */
export const scoresBySteps = ({ field, rule, studyRule }: Analysis): Float64Array =>
  scoresOf(
    field.cells.map((studies, cell) => {
      const post = goalpost(columnOf(field, cell));
      return median(studies.map((trials) => stepsToTarget(trials, post, studyRule.trialBy)));
    }),
    field,
    rule,
  );

/** Steps of the trial that needs fewest, or of the one with the earliest evaluation; Infinity where none reached the target. */
function stepsToTarget(trials: readonly TrialResult[], post: Goalpost, by: TrialBy): number {
  let least = Infinity;
  let steps = Infinity;
  for (const trial of trials) {
    const hit = crossing(trial, post, 'first');
    if (hit === undefined) continue;
    // A target that is met before the first step would make all others infinitely slower.
    const own = Math.max(1, trial.evaluations[hit.evaluation]!.step);
    const value = by === 'time' ? own : hit.evaluation;
    if (value < least) [least, steps] = [value, own];
  }
  return steps;
}
