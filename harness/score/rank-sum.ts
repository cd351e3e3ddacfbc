/**
 * Wilcoxon's rank sum test over several workloads at once, exact: were A and B the same, every split of a workload's
 * studies among the two would be as likely as the one observed (van Elteren 1960, with equal weights for equal numbers
 * of studies; Lehmann 2006, Nonparametrics, chapters 1 and 3). Only the order of times matters: misses tie at the top.
 */

import { choose } from './choose.ts';
import { leadDistribution, type Ranked } from './lead-distribution.ts';

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
  const ranked = strata.flatMap(({ a, b }) => {
    const ranks = doubledRanks(a, b);
    const isTelling = a.length > 0 && b.length > 0 && ranks.some((rank) => rank !== ranks[0]);
    return isTelling ? [{ ranks, ofA: a.length }] : [];
  });
  if (ranked.length === 0) return undefined;
  const lead = ranked.reduce((sum, one) => sum + leadOf(one), 0);
  const leastP = ranked.reduce((p, { ranks, ofA }) => p / choose(ranks.length, ofA), 2);
  let aAhead = 0;
  let bAhead = 0;
  leadDistribution(ranked).forEach((probability, value) => {
    if (value >= lead) aAhead += probability;
    if (value <= lead) bAhead += probability;
  });
  return { aAhead, bAhead, p: Math.min(1, 2 * Math.min(aAhead, bAhead)), leastP };
}

/** Twice the ranks, from 1, of A's times and then B's; equal times share the mean of theirs. */
function doubledRanks(a: readonly number[], b: readonly number[]): number[] {
  const times = [...a, ...b];
  return times.map((time) => {
    let doubled = 1;
    for (const other of times) doubled += other < time ? 2 : other === time ? 1 : 0;
    return doubled;
  });
}

/** Twice Mann and Whitney's U: pairs of studies in which A is faster count 2, even ones 1; 0 ... 2 n_a n_b. */
function leadOf({ ranks, ofA }: Ranked): number {
  const ofB = ranks.length - ofA;
  let sum = -ofB * (ofB + 1);
  for (let i = ofA; i < ranks.length; i++) sum += ranks[i]!;
  return sum;
}

/** Least number of studies each with which `comparisons` at once can be decided on so many workloads. */
export function studiesNeeded(workloads: number, comparisons = 1): number {
  let studies = 1;
  while (!isBelowLevel((2 * comparisons) / choose(2 * studies, studies) ** workloads)) studies++;
  return studies;
}
