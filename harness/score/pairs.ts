/** Each submission against each other, on the base workloads that both reached: no third party can move these numbers. */
import { range } from 'd3-array';
import { central } from './bootstrap.ts';
import type { Known } from './known.ts';
import { judge, type Rivals } from './pair-verdict.ts';
import type { Interval, Pair } from './summary.ts';

/** All ordered pairs, in the order of `order`. */
export function pairsOf(
  rivals: Rivals,
  order: readonly number[],
  noiseFloor: number | undefined,
): Pair[] {
  const { times, resamples } = rivals;
  const logs = { times: times.map(Math.log), resampled: resamples.medians.map(Math.log) };
  const pairOf = (a: number, b: number): Pair => {
    const { speedup, interval } = speedupOf(rivals, logs, [a, b]);
    return {
      first: rivals.field.submissions[a]!,
      second: rivals.field.submissions[b]!,
      speedup,
      ...(interval === undefined ? {} : { interval }),
      ...judge(rivals, [a, b], speedup, noiseFloor),
      ...recordOf(rivals, a, b),
    };
  };
  // Each pair once, in the order of names: so its numbers do not even depend on who is ahead.
  const half = order.map((_, b) => range(b).map((a) => pairOf(a, b)));
  return order.flatMap((a) =>
    order.filter((b) => b !== a).map((b) => (a < b ? half[b]![a]! : reversed(half[a]![b]!))),
  );
}

const opposites = {
  faster: 'slower',
  slower: 'faster',
  undecided: 'undecided',
  'too-few-runs': 'too-few-runs',
} as const satisfies Record<Pair['verdict'], Pair['verdict']>;

/** The same pair seen from the other side. */
function reversed({ first, second, speedup, interval, probabilityFaster, ...rest }: Pair): Pair {
  const { wins, ties, losses, verdict, exact } = rest;
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
    exact,
    verdict: opposites[verdict],
  };
}

const mapped = (number: Known, change: (value: number) => number): Known =>
  number.kind === 'known' ? { kind: 'known', value: change(number.value) } : number;

function speedupOf(
  { field, resamples }: Rivals,
  logs: { readonly times: Float64Array; readonly resampled: Float64Array },
  [a, b]: readonly [number, number],
): { readonly speedup: Known; readonly interval?: Interval } {
  const ratio = meanDifference(logs.times, field, a, b);
  if (Number.isNaN(ratio))
    return { speedup: { kind: 'unknown', why: 'no workload that both reached' } };
  const speedup: Known = { kind: 'known', value: Math.exp(ratio) };
  const drawn = resampledDifferences(logs.resampled, field, [a, b], resamples.count);
  if (drawn.every((draw) => draw === drawn[0])) return { speedup };
  const { low, high } = central(drawn);
  return { speedup, interval: { low: Math.exp(low), high: Math.exp(high) } };
}

/** `meanDifference` of each resample that has one. */
function resampledDifferences(
  logs: Float64Array,
  field: Rivals['field'],
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
  { workloads, bases }: Rivals['field'],
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
function recordOf({ field, times }: Rivals, a: number, b: number) {
  const columns = field.workloads.length;
  const record = { wins: 0, ties: 0, losses: 0 };
  for (let column = 0; column < field.bases; column++) {
    const own = times[a * columns + column]!;
    const other = times[b * columns + column]!;
    record[own < other ? 'wins' : own > other ? 'losses' : 'ties']++;
  }
  return record;
}
