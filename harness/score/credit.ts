/** From median times to scores: gates, ratios and the integral of the performance profile. */

/** The part of a `Field` that the arithmetic needs. */
export interface Shape {
  readonly submissions: { readonly length: number };
  /** Base workloads first; `base` is the column of the base workload. */
  readonly workloads: readonly { readonly base: number }[];
  readonly bases: number;
}

export interface ScoreRule {
  /** A workload gives nothing from this ratio to the fastest on; also the cut before the gates. */
  readonly rMax: number;
  readonly integral: 'exact' | 'grid';
  /** Whether a missed variant takes its base's credit, and the reverse. */
  readonly gates: boolean;
}

/** Points of the official scorer's grid on [1, rMax]. */
const gridPoints = 100;

/**
 * Counted base times, [submissions x bases], Infinity where nothing counts. The official order of steps:
 * a variant is lost with its base; times beyond rMax x the column's best are lost; a base is lost with any of its
 * variants.
 *
 * @param times [submissions x workloads] medians in seconds, Infinity for a miss or no results.
 * @param rivals Which times may be a column's best; all when left out.
 */
export function countedTimes(
  times: ArrayLike<number>,
  shape: Shape,
  rule: ScoreRule,
  rivals?: ArrayLike<number>,
): Float64Array {
  const { workloads, bases } = shape;
  const rows = shape.submissions.length;
  const columns = workloads.length;
  const counted = new Float64Array(rows * bases);
  for (let column = 0; column < (rule.gates ? columns : bases); column++) {
    const { base } = workloads[column]!;
    const limit = limitOf(times, shape, rule, column, rivals);
    for (let row = 0; row < rows; row++) {
      const time = times[row * columns + column]!;
      const lost = time === Infinity || time > limit;
      if (lost) counted[row * bases + base] = Infinity;
      else if (column < bases) counted[row * bases + column] = time;
    }
  }
  return counted;
}

/** rMax x the least time of a workload among rivals who reached its base: beyond it the workload counts as missed. */
export function limitOf(
  times: ArrayLike<number>,
  shape: Shape,
  rule: ScoreRule,
  column: number,
  rivals?: ArrayLike<number>,
): number {
  const { base } = shape.workloads[column]!;
  const columns = shape.workloads.length;
  let best = Infinity;
  for (let row = 0; row < shape.submissions.length; row++) {
    const i = row * columns + column;
    if (rivals !== undefined && rivals[i] !== 1) continue;
    if (times[row * columns + base] !== Infinity) best = Math.min(best, times[i]!);
  }
  return rule.rMax * best;
}

/**
 * Ratios to the fastest counted time, [submissions x bases], Infinity where nothing counts. A time that is no rival
 * may be faster than all rivals; its ratio is then below 1.
 */
export function countedRatios(
  times: ArrayLike<number>,
  shape: Shape,
  rule: ScoreRule,
  rivals?: ArrayLike<number>,
): Float64Array {
  const counted = countedTimes(times, shape, rule, rivals);
  const { bases, workloads } = shape;
  const rows = shape.submissions.length;
  for (let column = 0; column < bases; column++) {
    let best = Infinity;
    for (let row = 0; row < rows; row++) {
      const isRival = rivals === undefined || rivals[row * workloads.length + column] === 1;
      if (isRival) best = Math.min(best, counted[row * bases + column]!);
    }
    for (let i = column; i < rows * bases; i += bases) {
      if (counted[i] !== Infinity) counted[i]! /= best;
    }
  }
  return counted;
}

/** Share of a workload's score that a ratio to the fastest earns, in [0, 1]. */
export const creditOf = (ratio: number, { rMax, integral }: ScoreRule): number =>
  integral === 'exact'
    ? Math.min(1, Math.max(0, (rMax - ratio) / (rMax - 1)))
    : gridCredit(ratio, rMax);

/** Trapezoid over the official 100 points of a step from 0 to 1 at `ratio`, over rMax - 1. */
function gridCredit(ratio: number, rMax: number): number {
  if (ratio > rMax) return 0;
  const last = gridPoints - 1;
  const step = (rMax - 1) / last;
  // One point early, then forward by the grid's own rounding; the last point is rMax itself.
  let first = Math.max(0, Math.ceil((ratio - 1) / step) - 1);
  while (first < last && ratio > 1 + first * step) first++;
  return (last - first + (first === 0 ? 0 : 0.5)) / last;
}

/** Scores by row: the mean over base workloads of what their ratios earn. */
export function scoresOf(
  times: ArrayLike<number>,
  shape: Shape,
  rule: ScoreRule,
  rivals?: ArrayLike<number>,
): Float64Array {
  const ratios = countedRatios(times, shape, rule, rivals);
  const scores = new Float64Array(shape.submissions.length);
  for (let row = 0; row < scores.length; row++) {
    let sum = 0;
    for (let column = 0; column < shape.bases; column++) {
      sum += creditOf(ratios[row * shape.bases + column]!, rule);
    }
    scores[row] = sum / shape.bases;
  }
  return scores;
}
