/** Each submission against each other, on the base workloads that both reached: no third party can move these numbers. */
import { range } from 'd3-array';
import type { Analysis } from './analysis.ts';
import { central } from './bootstrap.ts';
import type { Known } from './known.ts';
import type { Pair } from './summary.ts';

/** All ordered pairs, in the order of `order`. */
export function pairsOf(
  analysis: Analysis,
  order: readonly number[],
  noiseFloor: number | undefined,
): Pair[] {
  const { times, resamples } = analysis;
  const logs = { times: times.map(Math.log), resampled: resamples.medians.map(Math.log) };
  const pairOf = (a: number, b: number): Pair => ({
    first: analysis.field.submissions[a]!,
    second: analysis.field.submissions[b]!,
    ...speedupOf(analysis, logs, [a, b], noiseFloor),
    ...recordOf(analysis, a, b),
  });
  // Each pair once, in the order of names: so its numbers do not even depend on who is ahead.
  const half = order.map((_, b) => range(b).map((a) => pairOf(a, b)));
  return order.flatMap((a) =>
    order.filter((b) => b !== a).map((b) => (a < b ? half[b]![a]! : reversed(half[a]![b]!))),
  );
}

/** The same pair seen from the other side. */
function reversed({ first, second, speedup, interval, probabilityFaster, ...rest }: Pair): Pair {
  const { wins, ties, losses, verdict } = rest;
  const opposite = { faster: 'slower', slower: 'faster', undecided: 'undecided' } as const;
  return {
    first: second,
    second: first,
    speedup: mapped(speedup, (value) => 1 / value),
    ...(interval === undefined
      ? {}
      : { interval: { low: 1 / interval.high, high: 1 / interval.low } }),
    probabilityFaster: mapped(probabilityFaster, (value) => 1 - value),
    wins: losses,
    ties,
    losses: wins,
    verdict: opposite[verdict],
  };
}

const mapped = (number: Known, change: (value: number) => number): Known =>
  number.kind === 'known' ? { kind: 'known', value: change(number.value) } : number;

type Speedup = Pick<Pair, 'speedup' | 'interval' | 'probabilityFaster' | 'verdict'>;

function speedupOf(
  analysis: Analysis,
  logs: { readonly times: Float64Array; readonly resampled: Float64Array },
  [a, b]: readonly [number, number],
  noiseFloor = 1,
): Speedup {
  const { field, resamples } = analysis;
  const ratio = meanDifference(logs.times, field, a, b);
  if (Number.isNaN(ratio)) {
    const none: Known = { kind: 'unknown', why: 'no workload that both reached' };
    return { speedup: none, probabilityFaster: none, verdict: 'undecided' };
  }
  const speedup: Known = { kind: 'known', value: Math.exp(ratio) };
  const drawn = resampledDifferences(logs.resampled, field, [a, b], resamples.count);
  if (drawn.every((draw) => draw === drawn[0])) {
    const why = 'no studies to resample';
    return { speedup, probabilityFaster: { kind: 'unknown', why }, verdict: 'undecided' };
  }
  let ahead = 0;
  for (const draw of drawn) ahead += draw > 0 ? 1 : draw === 0 ? 0.5 : 0;
  const faster = ahead / drawn.length;
  const { low, high } = central(drawn);
  const decided = (low > 0 || high < 0) && Math.abs(ratio) > Math.log(noiseFloor);
  return {
    speedup,
    interval: { low: Math.exp(low), high: Math.exp(high) },
    probabilityFaster: { kind: 'known', value: faster },
    verdict: !decided ? 'undecided' : ratio > 0 ? 'faster' : 'slower',
  };
}

/** `meanDifference` of each resample that has one. */
function resampledDifferences(
  logs: Float64Array,
  field: Analysis['field'],
  [a, b]: readonly [number, number],
  count: number,
): Float64Array {
  const cells = logs.length / count;
  const differences = new Float64Array(count);
  let drawn = 0;
  for (let i = 0; i < count; i++) {
    const difference = meanDifference(logs, field, a, b, i * cells);
    if (!Number.isNaN(difference)) differences[drawn++] = difference;
  }
  return differences.subarray(0, drawn);
}

/** Mean over base workloads reached by both of log(time of b / time of a); NaN where there is none. */
function meanDifference(
  logs: Float64Array,
  { workloads, bases }: Analysis['field'],
  a: number,
  b: number,
  from = 0,
): number {
  const ofA = from + a * workloads.length;
  const ofB = from + b * workloads.length;
  let sum = 0;
  let both = 0;
  for (let column = 0; column < bases; column++) {
    const difference = logs[ofB + column]! - logs[ofA + column]!;
    // A miss is Infinity, and the difference then not finite.
    if (difference - difference !== 0) continue;
    sum += difference;
    both++;
  }
  return sum / both;
}

/** A reached target beats a miss; two misses tie. */
function recordOf({ field, times }: Analysis, a: number, b: number) {
  const columns = field.workloads.length;
  const record = { wins: 0, ties: 0, losses: 0 };
  for (let column = 0; column < field.bases; column++) {
    const own = times[a * columns + column]!;
    const other = times[b * columns + column]!;
    record[own < other ? 'wins' : own > other ? 'losses' : 'ties']++;
  }
  return record;
}
