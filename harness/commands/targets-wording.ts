/** Progress of setting targets, in words: a line for each ended run, and the time left over all workloads. */
import type { TrialResult } from '../record/result.ts';
import { runRecord } from '../targets/run-record.ts';
import { bestValidation } from '../targets/target-of-runs.ts';
import { duration } from './durations.ts';
import type { Counts, Wording } from './progress.ts';

/** How a run came out, in a few words. */
function endText(result: TrialResult): string {
  const { outcome, plan } = result;
  if (outcome.status === 'crashed') return `crashed: ${outcome.reason.split('\n')[0]!}`;
  if (outcome.status === 'killed') return `killed by ${outcome.by}`;
  if (outcome.status !== 'missed' && outcome.status !== 'diverged') return outcome.status;
  const best = bestValidation(runRecord('search', result), plan.metric.goal);
  const value = best === undefined ? 'no evaluation' : `best ${plan.metric.name} ${best}`;
  return outcome.status === 'diverged' ? `diverged, ${value}` : value;
}

const countsText = ({ left, seconds }: Counts): string =>
  `${left} runs left${seconds === undefined ? '' : `, about ${duration(Math.max(1, seconds))}`}`;

export const targetsWording: Wording = {
  nameOf: ({ workload, submission }) => `${workload} ${submission}`,
  counts: countsText,
  evaluated: ({ validation, step }, { metric, stepHint }) =>
    `${metric.name} ${validation.toPrecision(4)} at step ${step} of ${stepHint}`,
  ended: (name, result, counts) => `${name}: ${endText(result)} (${countsText(counts)})`,
};
