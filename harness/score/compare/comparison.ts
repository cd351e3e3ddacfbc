/**
 * `ttr compare`: two submissions in pairs of equal seeds, until it is clear which is faster. One may look after every pair, stop
 * whenever one likes and go on later: verdicts are false in at most 5 % of comparisons, whatever made them stop.
 */
import { median } from '../median.ts';
import type { Known } from '../known.ts';
import { evidenceAgainst } from './evidence.ts';
import { fixedSizePairs } from './fixed-size.ts';
import { ratioInterval, type RatioInterval } from './interval.ts';
import { logRatio, type ComparedPair } from './pair.ts';

/** All that is kept between two pairs; plain JSON. */
export interface Comparison {
  readonly version: 1;
  readonly a: string;
  readonly b: string;
  /** Ratios between 1 / margin and margin, above 1, are as good as equal; absent: no verdict `same`. */
  readonly margin?: number;
  readonly pairs: readonly ComparedPair[];
}

export type ComparisonVerdict =
  | { readonly kind: 'faster'; readonly who: 'a' | 'b' }
  /** The interval lies within the margin. */
  | { readonly kind: 'same'; readonly margin: number }
  | { readonly kind: 'undecided' };

export interface ComparisonReport {
  readonly verdict: ComparisonVerdict;
  /** Median of b's seconds over a's, misses infinite; above 1, a is faster. */
  readonly ratio: Known;
  /** 95 %, at all times at once. */
  readonly interval: RatioInterval;
  /** Against equality: a verdict is due from 20 on. The most it has been. */
  readonly evidence: number;
  readonly pairs: number;
  /** Pairs that one side missed, and those that both did, which tell nothing. */
  readonly missedByOne: number;
  readonly missedByBoth: number;
  readonly coreMinutes: number;
  /** Pairs for 80 % power at this ratio and noise, had both been known in advance. */
  readonly fixedSizePairs: Known;
}

export function begin(a: string, b: string, margin?: number): Comparison {
  if (margin !== undefined && !(margin > 1))
    throw new Error(`The margin is a ratio above 1, for example 1.05; got ${margin}.`);
  return { version: 1, a, b, ...(margin === undefined ? {} : { margin }), pairs: [] };
}

/** The comparison with one more pair. */
export function withPair(comparison: Comparison, pair: ComparedPair): Comparison {
  const seconds = [pair.a, pair.b].flatMap((time) => (time.kind === 'reached' ? time.seconds : []));
  for (const one of [...seconds, pair.allowedSeconds, pair.coreSeconds]) {
    if (!(one > 0 && one < Infinity))
      throw new Error(`Seconds of a pair on ${pair.workload} are finite and above 0; got ${one}.`);
  }
  return { ...comparison, pairs: [...comparison.pairs, pair] };
}

/** The verdict alone: what is asked after every pair. */
export function verdictOf({ pairs, margin }: Comparison): ComparisonVerdict {
  const { enoughAt, favours } = evidenceAgainst(pairs, 0);
  if (enoughAt !== undefined) return { kind: 'faster', who: favours };
  return margin !== undefined && isWithin(pairs, margin)
    ? { kind: 'same', margin }
    : { kind: 'undecided' };
}

/** Whether the interval, which holds equality here, lies within the margin. */
function isWithin(pairs: readonly ComparedPair[], margin: number): boolean {
  const edges = [-Math.log(margin), Math.log(margin)];
  // Needed for what follows, and sooner asked.
  if (edges.some((edge) => evidenceAgainst(pairs, edge).enoughAt === undefined)) return false;
  const { low = 0, high = Infinity } = ratioInterval(pairs, 0);
  return low > 1 / margin && high < margin;
}

export function report(comparison: Comparison): ComparisonReport {
  const { pairs } = comparison;
  const logRatios = pairs.map(plainLogRatio);
  const told = pairs.flatMap((pair, i) => (logRatio(pair).kind === 'even' ? [] : [logRatios[i]!]));
  const middle = told.length === 0 ? 0 : median(told);
  const missedByBoth = pairs.length - told.length;
  return {
    verdict: verdictOf(comparison),
    ratio:
      told.length > 0 && Number.isFinite(middle)
        ? { kind: 'known', value: Math.exp(middle) }
        : {
            kind: 'unknown',
            why: told.length === 0 ? 'no pair with a hit' : 'the middle pair is a miss',
          },
    interval: ratioInterval(pairs, Number.isFinite(middle) ? middle : 0),
    evidence: evidenceAgainst(pairs, 0).most,
    pairs: pairs.length,
    missedByOne: told.filter((value) => !Number.isFinite(value)).length,
    missedByBoth,
    coreMinutes: pairs.reduce((sum, { coreSeconds }) => sum + coreSeconds, 0) / 60,
    fixedSizePairs: fixedSizePairs(logRatios),
  };
}

/** log(seconds of b / seconds of a): infinite where one side missed, 0 where both did. */
function plainLogRatio(pair: ComparedPair): number {
  const ratio = logRatio(pair);
  if (ratio.kind === 'even') return 0;
  return ratio.kind === 'known' ? ratio.value : Math.sign(ratio.value) * Infinity;
}
