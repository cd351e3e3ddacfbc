/** Progress of a run's trials, in words. */
import { duration } from './durations.ts';
import { outcomeText } from './outcome-text.ts';
import type { Wording } from './progress.ts';

export const trialWording: Wording = {
  nameOf: ({ submission, workload, study, trial }) =>
    `${submission} on ${workload}, study ${study} trial ${trial}`,
  counts: ({ ended, left, seconds }) =>
    `${ended} of ${ended + left} trials done` +
    (seconds === undefined ? '' : `, about ${duration(seconds)} left`),
  evaluated: ({ validation, step, seconds }, { metric, target }) =>
    `${metric.name} ${validation.toPrecision(4)}${target === undefined ? '' : ` of ${target.validation}`} at step ${step}, ${seconds.toFixed(1)} s`,
  ended: (name, { outcome }, { ended, left }) =>
    `${ended}/${ended + left} ${name}: ${outcomeText(outcome)}`,
};
