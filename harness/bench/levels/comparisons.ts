/** Comparisons made up by known rules, judged by the scorer's own functions. */
import { pairOrder } from '../../score/aa.ts';
import { evidenceAgainst } from '../../score/compare/evidence.ts';
import { logRatio, type ComparedPair, type PairTime } from '../../score/compare/pair.ts';
import { signedRankP } from '../../score/compare/signed-rank.ts';
import { level } from '../../score/rank-sum.ts';
import { stream } from '../../score/stream.ts';
import { disturbance, logTime, type Disturbance } from './noise.ts';

export interface PairTruth {
  /** Median of b's time over a's. */
  readonly ratio: number;
  /** Factor on the scale of b's noise. */
  readonly spread?: number;
  /** Factor on the time of whoever goes second. */
  readonly second?: number;
  /** Share of trials that take 1.3 times as long. */
  readonly slow?: number;
  readonly workloads?: number;
}

/** Billed seconds that a trial is allowed where its median is 1: beyond it is missed. */
const allowedSeconds = 2;

/** Pairs in Thue-Morse order, their workloads in turn; equal seeds give equal pairs. */
export function drawPairs(truth: PairTruth, count: number, seed: number): ComparedPair[] {
  const { ratio, spread = 1, second = 1, slow = 0, workloads = 1 } = truth;
  const random = stream(seed, 'pairs', JSON.stringify(truth));
  const noises = Array.from({ length: workloads }, () => disturbance(random));
  const timeOf = (noise: Disturbance, factor: number): PairTime => {
    const spike = random() < slow ? 1.3 : 1;
    const seconds = Math.exp(logTime(noise, random)) * factor * spike;
    return seconds > allowedSeconds ? { kind: 'missed' } : { kind: 'reached', seconds };
  };
  return pairOrder(count).map((first, i) => {
    const noise = noises[i % workloads]!;
    const wide = { ...noise, scale: noise.scale * spread };
    return {
      workload: `w${i % workloads}`,
      a: timeOf(noise, first === 'A' ? 1 : second),
      b: timeOf(wide, ratio * (first === 'A' ? second : 1)),
      allowedSeconds,
      coreSeconds: 2 * allowedSeconds,
    };
  });
}

export interface Sequential {
  /** Share of comparisons that were ever decided, and for the wrong side. */
  readonly decided: number;
  readonly wrong: number;
  /** Share whose confidence sequence ever excluded the true ratio. */
  readonly uncovered: number;
  /** Pairs by which half and 80 % of comparisons were decided; Infinity where they were not. */
  readonly half: number;
  readonly most: number;
}

/** Looks after each of `count` pairs of `repeats` comparisons. */
export function sequential(truth: PairTruth, count: number, repeats: number): Sequential {
  const looks = Array.from({ length: repeats }, (_, seed) => {
    const pairs = drawPairs(truth, count, seed);
    const { enoughAt = Infinity, favours } = evidenceAgainst(pairs, 0);
    const covers = evidenceAgainst(pairs, Math.log(truth.ratio)).enoughAt === undefined;
    return { enoughAt, favours, covers };
  });
  const share = (is: (look: (typeof looks)[number]) => boolean): number =>
    looks.filter(is).length / repeats;
  const sorted = looks.map(({ enoughAt }) => enoughAt).sort((x, y) => x - y);
  const isDecided = ({ enoughAt }: { enoughAt: number }): boolean => enoughAt !== Infinity;
  return {
    decided: share(isDecided),
    wrong: share((look) => isDecided(look) && (truth.ratio === 1 || look.favours === 'b')),
    uncovered: share(({ covers }) => !covers),
    half: sorted[Math.floor(0.5 * (repeats - 1))]!,
    most: sorted[Math.floor(0.8 * (repeats - 1))]!,
  };
}

/** Least size at which the signed rank test of a size fixed in advance is right in 80 % of comparisons; Infinity beyond `count`. */
export function fixedSize(truth: PairTruth, count: number, repeats: number): number {
  const drawn = Array.from({ length: repeats }, (_, seed) =>
    drawPairs(truth, count, seed).map(signedLog),
  );
  const isEnough = (size: number): boolean =>
    drawn.filter((logs) => signedRankP(logs.slice(0, size)) <= level).length >= 0.8 * repeats;
  let [low, high] = [5, count];
  if (!isEnough(high)) return Infinity;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function signedLog(pair: ComparedPair): number {
  const ratio = logRatio(pair);
  if (ratio.kind === 'even') return 0;
  return ratio.kind === 'known' ? ratio.value : Math.sign(ratio.value) * Infinity;
}
