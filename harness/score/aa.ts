/**
 * The A/A test: one submission entered twice, as A and as B. Whatever difference shows up is the machine's: how large
 * it gets is the noise floor, and whether it follows the position within a pair is the position bias.
 */
import { mean, sum } from 'd3-array';
import type { TrialResult } from '../record/result.ts';
import { quantileT } from './student-t.ts';

/** Both trials of a pair did the same work. */
export interface AaPair {
  readonly workload: string;
  readonly first: 'A' | 'B';
  /** Billed seconds for that work. */
  readonly seconds: { readonly A: number; readonly B: number };
}

export interface AaReport {
  readonly pairs: number;
  /** Geometric mean of B's seconds over A's with the position's effect balanced out: above 1, A seems faster. */
  readonly speedup: number;
  /** Speed-ups between 1 / ratio and ratio cannot be told from noise by as many pairs. */
  readonly noiseFloor: number;
  readonly verdict: 'same' | 'A faster' | 'B faster';
  /** Seconds in the second place over the first, as a geometric mean; within [low, high] with probability `level`. */
  readonly position: { readonly ratio: number; readonly low: number; readonly high: number };
  readonly positionBias: 'none' | 'first is faster' | 'second is faster';
}

/** Probability that a verdict spares a machine without fault; the A/A test asks two questions, so above 0.95. */
export const level = 0.98;
/** Least number of pairs: two effects are estimated, and a spread. */
export const leastPairs = 4;

/**
 * Who goes first in each pair: AB BA BA AB BA AB AB BA ... (Thue-Morse), balanced over any multiple of four pairs, and
 * blind to a linear drift of the machine over them.
 */
export const pairOrder = (pairs: number): ('A' | 'B')[] =>
  Array.from({ length: pairs }, (_, i) => (ones(i) % 2 === 0 ? 'A' : 'B'));

const ones = (n: number): number => n.toString(2).replaceAll('0', '').length;

/**
 * Least squares of log(seconds of B / seconds of A) = difference +- position + noise, where the sign is + if A went
 * first. Both effects are judged by Student's t on n - 2 degrees of freedom.
 */
export function judgeAa(pairs: readonly AaPair[]): AaReport {
  const n = pairs.length;
  const signs = pairs.map(({ first }) => (first === 'A' ? 1 : -1));
  const lean = sum(signs) / n;
  if (n < leastPairs || Math.abs(lean) === 1) {
    throw new Error(
      `An A/A test needs at least ${leastPairs} pairs, some with A first and some with B first; got ${n}.`,
    );
  }
  const logs = pairs.map(({ seconds }) => Math.log(seconds.B / seconds.A));
  const average = mean(logs)!;
  const averageSigned = mean(logs, (x, i) => x * signs[i]!)!;
  const spread = 1 - lean * lean;
  const difference = (average - lean * averageSigned) / spread;
  const position = (averageSigned - lean * average) / spread;
  const squares = sum(logs, (x, i) => (x - difference - signs[i]! * position) ** 2);
  const margin = quantileT(level, n - 2) * Math.sqrt(squares / (n - 2) / (n * spread));
  return {
    pairs: n,
    speedup: Math.exp(difference),
    noiseFloor: Math.exp(Math.max(margin, Math.abs(difference))),
    verdict: beyond(difference, margin, ['A faster', 'B faster', 'same']),
    position: {
      ratio: Math.exp(position),
      low: Math.exp(position - margin),
      high: Math.exp(position + margin),
    },
    positionBias: beyond(position, margin, ['first is faster', 'second is faster', 'none']),
  };
}

const beyond = <T>(
  effect: number,
  margin: number,
  [above, below, within]: readonly [T, T, T],
): T => (effect > margin ? above : effect < -margin ? below : within);

/**
 * Pairs of trials of equal workload, study and trial from two entries' results: seconds at the last step that both were
 * evaluated at. Equal plans share their seed, so the same step is the same work.
 */
export function aaPairs(a: readonly TrialResult[], b: readonly TrialResult[]): AaPair[] {
  return a.flatMap((one) => {
    const other = b.find(({ plan }) => isTwin(plan, one.plan));
    const seconds = other && secondsAtCommonStep(one, other);
    if (other === undefined || seconds === undefined) return [];
    return [{ workload: one.plan.workload, first: startsFirst(one, other) ? 'A' : 'B', seconds }];
  });
}

type Plan = TrialResult['plan'];
const isTwin = (x: Plan, y: Plan): boolean =>
  x.workload === y.workload && x.study === y.study && x.trial === y.trial && x.seed === y.seed;

const startsFirst = (a: TrialResult, b: TrialResult): boolean => startOf(a) < startOf(b);
const startOf = ({ origin }: TrialResult): number =>
  origin.kind !== 'imported' ? Date.parse(origin.startedAt) : 0;

/** Billed seconds at the last step > 0 that both were evaluated at. */
function secondsAtCommonStep(a: TrialResult, b: TrialResult): AaPair['seconds'] | undefined {
  const ofB = new Map(b.evaluations.map(({ step, seconds }) => [step, seconds]));
  const common = a.evaluations.findLast(
    ({ step, seconds }) => seconds > 0 && (ofB.get(step) ?? 0) > 0,
  );
  return common && { A: common.seconds, B: ofB.get(common.step)! };
}
