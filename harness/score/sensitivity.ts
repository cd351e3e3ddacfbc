/** How the scores would be had the rules been chosen otherwise: looser targets, another rMax. */
import { type Analysis, judge, scoresFrom } from './analysis.ts';
import { scoresOf } from './credit.ts';
import type { Sensitivity, SensitivityPoint } from './sensitivity-points.ts';

const loosenings = [0, 0.0025, 0.005, 0.01, 0.02];
const ratios = [1.5, 2, 3, 4, 6, 8];

export function sensitivityOf(analysis: Analysis, order: readonly number[]): Sensitivity {
  const { field, rule, studyRule, times, scores } = analysis;
  const loosened = (looseness: number): Float64Array =>
    looseness === 0 ? scores : scoresFrom(analysis, judge(field, studyRule, looseness));
  const point = (value: number, changed: Float64Array): SensitivityPoint => {
    const tau = kendall(scores, changed);
    const inOrder = order.map((row) => changed[row]!);
    return { value, scores: inOrder, ...(tau === undefined ? {} : { tau }) };
  };
  const rMaxima = [...new Set([...ratios, rule.rMax])].sort((a, b) => a - b);
  return {
    targets: loosenings.map((looseness) => point(looseness, loosened(looseness))),
    rMax: rMaxima.map((rMax) => point(rMax, scoresOf(times, field, { ...rule, rMax }))),
  };
}

/** Kendall's tau-b of two lists of scores; undefined where one of them has no two distinct values. */
export function kendall(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  let agreement = 0;
  let distinctA = 0;
  let distinctB = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const inA = Math.sign(a[i]! - a[j]!);
      const inB = Math.sign(b[i]! - b[j]!);
      agreement += inA * inB;
      distinctA += inA * inA;
      distinctB += inB * inB;
    }
  }
  const scale = Math.sqrt(distinctA * distinctB);
  return scale === 0 ? undefined : agreement / scale;
}
