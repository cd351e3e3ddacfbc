/** What the repetitions of a winner tell about the time to its target. Pure. */
import { median } from 'd3-array';
import type { Derivation, TargetRun } from './derivation.ts';
import { firstAtTarget } from './target-of-runs.ts';

export interface Baseline {
  /** Median step and median billed seconds at which the target is first reached. */
  readonly step: number;
  readonly seconds: number;
  /** Median share of judging the validation split in a run's time, in [0, 1]. */
  readonly evaluationShare: number;
  /** True when there was no undisturbed repetition to take the times from. */
  readonly disturbed: boolean;
}

/** Times come from undisturbed repetitions where there are any; steps from all that reach the target. */
export function baselineOf({ runs, target, metric }: Derivation): Baseline {
  const reached = runs.flatMap((run) => {
    const first =
      run.stage === 'seeds' ? firstAtTarget(run, target.validation, metric.goal) : undefined;
    return first === undefined ? [] : [{ run, step: first[0], seconds: first[1] }];
  });
  const quiet = reached.filter(({ run }) => run.disturbed.length === 0);
  const timed = quiet.length > 0 ? quiet : reached;
  const share = ({ seconds, evaluationSeconds }: TargetRun): number =>
    evaluationSeconds / (seconds + evaluationSeconds);
  return {
    step: median(reached, ({ step }) => step) ?? 0,
    seconds: median(timed, ({ seconds }) => seconds) ?? 0,
    evaluationShare: median(timed, ({ run }) => share(run)) ?? 0,
    disturbed: quiet.length === 0,
  };
}
