/**
 * The median of a bootstrap resample, drawn in one step. Of n draws with replacement from n sorted values only the two
 * in the middle (the lower and upper median) matter; their joint distribution is known exactly.
 */
import { choose } from './choose.ts';

/** Pairs (lower, upper) of indices into the sorted values, with cumulative probabilities. */
interface MedianTable {
  readonly lower: Uint8Array;
  readonly upper: Uint8Array;
  readonly cumulative: Float64Array;
}

/** Draws medians of resamples of `values` (Infinity for a miss) with the random numbers of `random`. */
export function medianSampler(values: readonly number[], random: () => number): () => number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  if (n === 0 || sorted[0] === sorted[n - 1]) {
    const constant = sorted[0] ?? Infinity;
    return () => constant;
  }
  const { lower, upper, cumulative } = tableOf(n);
  return () => {
    const u = random();
    let i = 0;
    while (i < cumulative.length - 1 && u >= cumulative[i]!) i++;
    return (sorted[lower[i]!]! + sorted[upper[i]!]!) / 2;
  };
}

const tables = new Map<number, MedianTable>();

function tableOf(n: number): MedianTable {
  const known = tables.get(n);
  if (known !== undefined) return known;
  const made = makeTable(n);
  tables.set(n, made);
  return made;
}

/** P(lower = i, upper = j) for i <= j < n. */
function makeTable(n: number): MedianTable {
  const pairs: { lower: number; upper: number; probability: number }[] = [];
  for (let lower = 0; lower < n; lower++) {
    for (let upper = lower; upper < n; upper++) {
      const probability =
        n % 2 === 1 ? oddProbability(n, lower, upper) : evenProbability(n, lower, upper);
      if (probability > 0) pairs.push({ lower, upper, probability });
    }
  }
  let sum = 0;
  return {
    lower: Uint8Array.from(pairs, (pair) => pair.lower),
    upper: Uint8Array.from(pairs, (pair) => pair.upper),
    cumulative: Float64Array.from(pairs, ({ probability }) => (sum += probability)),
  };
}

/** Odd n: both are the k-th least, k = (n + 1) / 2. */
function oddProbability(n: number, lower: number, upper: number): number {
  if (lower !== upper) return 0;
  const k = (n + 1) / 2;
  return atLeast(n, k, (lower + 1) / n) - atLeast(n, k, lower / n);
}

/** Even n: the m-th and the (m + 1)-th least, m = n / 2. */
function evenProbability(n: number, lower: number, upper: number): number {
  const m = n / 2;
  /** P(m-th <= i, (m + 1)-th >= j), i < j: exactly m draws are at most i, the rest at least j. */
  const split = (i: number, j: number): number =>
    choose(n, m) * ((i + 1) / n) ** m * (Math.max(0, n - j) / n) ** m;
  if (lower < upper) {
    return (
      split(lower, upper) -
      split(lower - 1, upper) -
      split(lower, upper + 1) +
      split(lower - 1, upper + 1)
    );
  }
  const lowerIs = atLeast(n, m, (lower + 1) / n) - atLeast(n, m, lower / n);
  return lowerIs - (split(lower, lower + 1) - split(lower - 1, lower + 1));
}

/** P(at least k of n draws fall into a set of probability p). */
function atLeast(n: number, k: number, p: number): number {
  let sum = 0;
  for (let i = k; i <= n; i++) sum += choose(n, i) * p ** i * (1 - p) ** (n - i);
  return sum;
}
