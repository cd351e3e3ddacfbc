/** Wilcoxon's signed rank test (Lehmann 2006, Nonparametrics, chapter 3): the test of a size that is fixed in advance. */
import { ascending } from 'd3-array';

/** Up to this many values the null distribution is counted out, beyond it is taken as normal. */
const counted = 25;

/** Two-sided p that these values lie around 0; zeros are left out, infinite ones rank highest. */
export function signedRankP(values: readonly number[]): number {
  const moved = values.filter((value) => value !== 0);
  if (moved.length === 0) return 1;
  const ranks = doubledRanks(moved.map(Math.abs));
  const all = ranks.reduce((sum, rank) => sum + rank, 0);
  const positive = ranks.reduce((sum, rank, i) => sum + (moved[i]! > 0 ? rank : 0), 0);
  const distance = Math.abs(2 * positive - all);
  return ranks.length <= counted ? exactP(ranks, all, distance) : normalP(ranks, distance);
}

/** Twice the ranks from 1; equal values share the mean of theirs. */
function doubledRanks(sizes: readonly number[]): number[] {
  const order = [...sizes.keys()].sort((i, j) => ascending(sizes[i], sizes[j]));
  const ranks = new Array<number>(sizes.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && sizes[order[to]!] === sizes[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = from + to + 1;
    from = to;
  }
  return ranks;
}

/** P(|2 W - all| >= distance), each rank's sign a fair coin. */
function exactP(ranks: readonly number[], all: number, distance: number): number {
  const key = ranks.toSorted((x, y) => x - y).join(' ');
  const ways = distributions.get(key) ?? countWays(ranks, all);
  distributions.set(key, ways);
  let beyond = 0;
  ways.forEach((count, sum) => {
    if (Math.abs(2 * sum - all) >= distance) beyond += count;
  });
  return beyond / 2 ** ranks.length;
}

const distributions = new Map<string, Float64Array>();

/** How many choices of ranks have each sum. */
function countWays(ranks: readonly number[], all: number): Float64Array {
  const ways = new Float64Array(all + 1);
  ways[0] = 1;
  for (const rank of ranks) {
    for (let sum = all; sum >= rank; sum--) ways[sum]! += ways[sum - rank]!;
  }
  return ways;
}

function normalP(ranks: readonly number[], distance: number): number {
  const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0));
  return 2 * upperTail(distance / deviation);
}

/** P(standard normal > z), z >= 0, to 1e-7 (Abramowitz and Stegun 26.2.17). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const terms = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const series = terms.reduceRight((sum, term) => (sum + term) * t, 0);
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
