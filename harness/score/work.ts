/** Work to target: what had been computed when the target was reached. */
import { mean, min } from 'd3-array';
import { median } from './median.ts';
import type { StudyTime } from './study.ts';
import type { Known } from './known.ts';

/** What was done until the target was reached: medians over the studies that reached it. Imported logs count steps only. */
export type WorkToTarget =
  | {
      readonly kind: 'counted';
      readonly steps: number;
      readonly gradientEvaluations: number;
      readonly examples: number;
    }
  | { readonly kind: 'steps-only'; readonly steps: number }
  | { readonly kind: 'not-reached' };

/** Medians over the studies that reached the target. */
export function workToTarget(studies: readonly StudyTime[]): WorkToTarget {
  const hits = studies.flatMap(({ best }) => (best === undefined ? [] : [best]));
  if (hits.length === 0) return { kind: 'not-reached' };
  const at = hits.map(({ result, evaluation }) => result.evaluations[evaluation]!);
  const steps = median(at.map(({ step }) => step));
  if (hits.some(({ result }) => result.origin.kind === 'imported'))
    return { kind: 'steps-only', steps };
  return {
    kind: 'counted',
    steps,
    gradientEvaluations: median(at.map(({ gradientEvaluations }) => gradientEvaluations)),
    examples: median(at.map(({ examples }) => examples)),
  };
}

/**
 * Geometric mean over reached workloads of examples to target over the least of all submissions.
 *
 * @param own By base workload.
 * @param all By submission, then base workload.
 */
export function workRatio(
  own: readonly WorkToTarget[],
  all: readonly (readonly WorkToTarget[])[],
): Known {
  const ratios = own.flatMap((work, column) => {
    if (work.kind !== 'counted') return [];
    const least = min(all, (row) => examplesOf(row[column]!));
    return [Math.log(work.examples / least!)];
  });
  if (ratios.length > 0) return { kind: 'known', value: Math.exp(mean(ratios)!) };
  const stepsOnly = own.some(({ kind }) => kind === 'steps-only');
  const why = stepsOnly ? 'imported logs count steps only' : 'no target reached';
  return { kind: 'unknown', why };
}

const examplesOf = (work: WorkToTarget): number | undefined =>
  work.kind === 'counted' ? work.examples : undefined;
