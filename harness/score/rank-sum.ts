/**
 * Wilcoxon's rank sum test over several workloads at once, exact: were A and B the same, every split of a workload's
 * studies among the two would be as likely as the one observed (van Elteren 1960, with equal weights for equal numbers
 * of studies; Lehmann 2006, Nonparametrics, chapters 1 and 3). Only the order of times matters: misses tie at the top.
 */

import { choose } from './choose.ts';

/** Study seconds of A and of B on one workload, Infinity for a miss. */
export interface Stratum {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

export interface RankSum {
  /** Were A and B the same: probability that A is ahead at least as far as here, and that B is. */
  readonly aAhead: number;
  readonly bAhead: number;
  /** Two-sided p: twice the smaller of these, at most 1. */
  readonly p: number;
  /** The least p that so many studies can give at all. */
  readonly leastP: number;
}

/** Level of all verdicts. */
export const level = 0.05;
/** Sums of probabilities differ in their last bits. */
export const isBelowLevel = (p: number): boolean => p <= level * (1 + 1e-9);

/** Undefined where no workload has studies of both with two different times. */
export function rankSum(strata: readonly Stratum[]): RankSum | undefined {
  let lead = 0;
  let distribution = Float64Array.of(1);
  let leastP = 2;
  for (const { a, b } of strata) {
    const { ranks, isConstant } = doubledRanks(a, b);
    if (a.length === 0 || b.length === 0 || isConstant) continue;
    const single = leadDistribution(ranks, a.length);
    lead += leadOf(ranks, a.length);
    distribution = convolved(distribution, single);
    leastP /= choose(a.length + b.length, a.length);
  }
  if (distribution.length === 1) return undefined;
  let aAhead = 0;
  let bAhead = 0;
  distribution.forEach((probability, value) => {
    if (value >= lead) aAhead += probability;
    if (value <= lead) bAhead += probability;
  });
  return { aAhead, bAhead, p: Math.min(1, 2 * Math.min(aAhead, bAhead)), leastP };
}

/** Twice the ranks, from 1, of A's times and then B's; equal times share the mean of theirs. */
function doubledRanks(a: readonly number[], b: readonly number[]) {
  const times = [...a, ...b];
  const ranks = times.map((time) => {
    let doubled = 1;
    for (const other of times) doubled += other < time ? 2 : other === time ? 1 : 0;
    return doubled;
  });
  return { ranks, isConstant: ranks.every((rank) => rank === ranks[0]) };
}

/** Twice Mann and Whitney's U: pairs of studies in which A is faster count 2, even ones 1; 0 ... 2 n_a n_b. */
function leadOf(ranks: readonly number[], ofA: number): number {
  const ofB = ranks.length - ofA;
  let sum = -ofB * (ofB + 1);
  for (let i = ofA; i < ranks.length; i++) sum += ranks[i]!;
  return sum;
}

/** Probabilities of each lead when any `ofA` of the studies could be A's. */
function leadDistribution(ranks: readonly number[], ofA: number): Float64Array {
  const key = `${ofA} of ${ranks.toSorted((x, y) => x - y).join(' ')}`;
  const known = distributions.get(key);
  if (known !== undefined) return known;
  const made = makeDistribution(ranks, ofA);
  distributions.set(key, made);
  return made;
}

const distributions = new Map<string, Float64Array>();

function makeDistribution(ranks: readonly number[], ofA: number): Float64Array {
  const ofB = ranks.length - ofA;
  const top = ranks.reduce((sum, rank) => sum + rank, 0);
  // ways[k][s]: ways to choose k studies whose doubled ranks sum to s.
  const ways = Array.from({ length: ofB + 1 }, () => new Float64Array(top + 1));
  ways[0]![0] = 1;
  ranks.forEach((rank, i) => {
    for (let k = Math.min(i + 1, ofB); k > 0; k--) {
      const [to, from] = [ways[k]!, ways[k - 1]!];
      for (let s = top; s >= rank; s--) to[s]! += from[s - rank]!;
    }
  });
  const least = ofB * (ofB + 1);
  const all = choose(ranks.length, ofA);
  return ways[ofB]!.slice(least, least + 2 * ofA * ofB + 1).map((count) => count / all);
}

/** Distribution of the sum of two independent leads. */
function convolved(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const sum = new Float64Array(a.length + b.length - 1);
  a.forEach((p, i) => {
    if (p > 0) for (let j = 0; j < b.length; j++) sum[i + j]! += p * b[j]!;
  });
  return sum;
}

/** Least number of studies each with which `comparisons` at once can be decided on so many workloads. */
export function studiesNeeded(workloads: number, comparisons = 1): number {
  let studies = 1;
  while (!isBelowLevel((2 * comparisons) / choose(2 * studies, studies) ** workloads)) studies++;
  return studies;
}
