/**
 * Which of two submissions is faster, at a level of 5 % for any number of studies and workloads. An exact test over the
 * studies must reject that both are the same, and the bootstrap and the speed-up must agree with it: a conjunction
 * errs no more often than its strictest part.
 */
import type { Analysis } from './analysis.ts';
import { central } from './bootstrap.ts';
import type { Known } from './known.ts';
import { isBelowLevel, rankSum, type RankSum } from './rank-sum.ts';
import type { Interval, Pair } from './summary.ts';

/** The part of an `Analysis` that pairs are judged by. */
export interface Rivals extends Pick<Analysis, 'times' | 'seconds' | 'resamples'> {
  readonly field: Pick<Analysis['field'], 'submissions' | 'bases'> & {
    readonly workloads: { readonly length: number };
  };
  readonly rule: { readonly rMax: number };
}

export function judge(
  rivals: Rivals,
  [a, b]: readonly [number, number],
  speedup: Known,
  noiseFloor = 1,
): Pick<Pair, 'probabilityFaster' | 'exact' | 'verdict'> {
  const { field, seconds, times, resamples } = rivals;
  const exact = exactOf(seconds, field.workloads.length, field.bases, a, b);
  const advantage = advantageOf(rivals, times, a, b);
  const drawn = resampledAdvantages(rivals, a, b);
  const ahead = shareAbove(drawn);
  return {
    probabilityFaster: resamples.varies
      ? { kind: 'known', value: noSurer(ahead, exact) }
      : { kind: 'unknown', why: 'no studies to resample' },
    exact:
      exact === undefined
        ? { kind: 'unknown', why: 'no workload on which the studies of both differ' }
        : { kind: 'known', p: exact.p, leastP: exact.leastP },
    verdict: verdictOf({ exact, speedup, advantage, interval: central(drawn), noiseFloor }),
  };
}

/** The exact test of a and b over the first `bases` columns of a table of study seconds. */
export const exactOf = (
  seconds: readonly (readonly number[])[],
  columns: number,
  bases: number,
  a: number,
  b: number,
): RankSum | undefined =>
  rankSum(
    Array.from({ length: bases }, (_, column) => ({
      a: seconds[a * columns + column]!,
      b: seconds[b * columns + column]!,
    })),
  );

interface Evidence {
  readonly exact: RankSum | undefined;
  readonly speedup: Known;
  readonly advantage: number;
  readonly interval: Interval;
  readonly noiseFloor: number;
}

function verdictOf({ exact, speedup, ...bootstrap }: Evidence): Pair['verdict'] {
  if (exact === undefined) return 'undecided';
  if (!isBelowLevel(exact.leastP)) return 'too-few-runs';
  if (!isBelowLevel(exact.p)) return 'undecided';
  const sign = exact.aAhead < exact.bAhead ? 1 : -1;
  const { advantage, interval, noiseFloor } = bootstrap;
  const isResampled = sign > 0 ? interval.low > 0 : interval.high < 0;
  const isLarge = sign * advantage > Math.log(noiseFloor);
  const isOpposed = speedup.kind === 'known' && sign * Math.log(speedup.value) <= 0;
  return isResampled && isLarge && !isOpposed ? (sign > 0 ? 'faster' : 'slower') : 'undecided';
}

/**
 * Mean over base workloads of log(time of b / time of a). A miss against a hit, and any ratio beyond rMax, counts as rMax
 * as it does in the score; two misses are even.
 */
function advantageOf(
  { field, rule }: Rivals,
  times: Float64Array,
  a: number,
  b: number,
  from = 0,
): number {
  const ofA = from + a * field.workloads.length;
  const ofB = from + b * field.workloads.length;
  let sum = 0;
  for (let column = 0; column < field.bases; column++) {
    const [own, other] = [times[ofA + column]!, times[ofB + column]!];
    if (own === other) continue;
    const ratio = other / own;
    sum += Math.log(Math.min(rule.rMax, Math.max(1 / rule.rMax, ratio)));
  }
  return sum / field.bases;
}

function resampledAdvantages(rivals: Rivals, a: number, b: number): Float64Array {
  const { medians, count } = rivals.resamples;
  const cells = medians.length / count;
  return Float64Array.from({ length: count }, (_, i) =>
    advantageOf(rivals, medians, a, b, i * cells),
  );
}

function shareAbove(draws: Float64Array): number {
  let above = 0;
  for (const draw of draws) above += draw > 0 ? 1 : draw === 0 ? 0.5 : 0;
  return above / draws.length;
}

/** A bootstrap share that a is ahead of b, held between the exact test's one-sided confidences in either. */
function noSurer(share: number, exact: RankSum | undefined): number {
  const most = confidence(exact?.aAhead);
  const least = 1 - confidence(exact?.bAhead);
  return Math.min(most, Math.max(least, share));
}

/** How sure a one-sided p lets one be of who is ahead; at least one half, which says nothing. */
export const confidence = (oneSidedP = 1): number => Math.max(0.5, 1 - oneSidedP);
