/**
 * Who can be told apart, down the board. All pairs are tested at once, so their p are adjusted by Holm's step-down method
 * (Holm 1979, Scand. J. Statist. 6): the chance of any false division of the board stays below 5 %.
 */
import { central } from './bootstrap.ts';
import { isBelowLevel, studiesNeeded, type RankSum } from './rank-sum.ts';
import type { Runs } from './summary.ts';

/** The exact test of each pair of rows, from the side of the first. */
export type Tests = (a: number, b: number) => RankSum | undefined;

/**
 * A group grows while its first cannot be told apart from the next: the adjusted exact test does not put the first ahead, or
 * the 95 % bootstrap interval of the difference of their scores holds 0. Then the next one leads a new group.
 */
export function tieGroupsOf(
  order: readonly number[],
  scores: Float64Array,
  resampledScores: Float64Array,
  tests: Tests,
): number[] {
  const rows = order.length;
  const groups = new Array<number>(rows).fill(1);
  const adjusted = holm(rows, tests);
  const isParted = (leader: number, row: number): boolean => {
    const test = tests(leader, row);
    return (
      scores[row] !== scores[leader] &&
      test !== undefined &&
      test.aAhead < test.bAhead &&
      isBelowLevel(adjusted[leader]![row]!) &&
      central(differencesOf(resampledScores, leader, row, rows)).low > 0
    );
  };
  let leader = order[0]!;
  let group = 1;
  for (const row of order.slice(1)) {
    if (isParted(leader, row)) {
      leader = row;
      group++;
    }
    groups[row] = group;
  }
  return groups;
}

/** Two-sided p of all pairs, [rows][rows], adjusted: the k-th least of n times n - k + 1, and never below a lesser one. */
function holm(rows: number, tests: Tests): number[][] {
  const adjusted = Array.from({ length: rows }, () => new Array<number>(rows).fill(1));
  const pairs = pairsOf(rows)
    .map(([a, b]) => ({ a, b, p: tests(a, b)?.p ?? 1 }))
    .sort((x, y) => x.p - y.p);
  let least = 0;
  pairs.forEach(({ a, b, p }, k) => {
    least = Math.max(least, Math.min(1, p * (pairs.length - k)));
    adjusted[a]![b] = least;
    adjusted[b]![a] = least;
  });
  return adjusted;
}

/** Whether any pair's studies could have passed the first, strictest step. */
export function runsOf(rows: number, workloads: number, tests: Tests): Runs {
  const pairs = pairsOf(rows);
  const known = pairs.flatMap(([a, b]) => tests(a, b) ?? []);
  const enough =
    known.length === 0 || known.some(({ leastP }) => isBelowLevel(leastP * pairs.length));
  return enough
    ? { kind: 'enough' }
    : { kind: 'too-few', studiesNeeded: studiesNeeded(workloads, pairs.length) };
}

const pairsOf = (rows: number): (readonly [number, number])[] =>
  Array.from({ length: rows }, (_, b) =>
    Array.from({ length: b }, (__, a) => [a, b] as const),
  ).flat();

function differencesOf(values: Float64Array, a: number, b: number, rows: number): Float64Array {
  const differences = new Float64Array(values.length / rows);
  for (let i = 0; i < differences.length; i++) {
    differences[i] = values[i * rows + a]! - values[i * rows + b]!;
  }
  return differences;
}
