/** Places, tie groups and the chance of being best. */
import type { Analysis } from './analysis.ts';
import { central, centralPlaces } from './bootstrap.ts';
import { confidence, exactOf } from './pair-verdict.ts';
import type { RankSum } from './rank-sum.ts';
import type { Interval, Runs } from './summary.ts';
import { runsOf, tieGroupsOf, type Tests } from './tie-groups.ts';

/** The part of an `Analysis` that places follow from. */
export interface Placed extends Pick<Analysis, 'scores' | 'resamples' | 'resampledScores'> {
  readonly field: Pick<Analysis['field'], 'bases'>;
}

export interface Standing {
  /** Rows from best to worst score; equal scores by name. */
  readonly order: readonly number[];
  /** By row: 1 + number of better scores. */
  readonly places: readonly number[];
  readonly tieGroups: readonly number[];
  readonly runs: Runs;
  readonly bestProbability: readonly number[];
  /** Undefined where resampling changes nothing. */
  readonly intervals: readonly (
    { readonly score: Interval; readonly place: Interval } | undefined
  )[];
}

/** @param seconds Study seconds by row x bases + column, gates applied. */
export function standingOf(
  { scores, resamples, resampledScores, field }: Placed,
  seconds: readonly (readonly number[])[],
): Standing {
  const rows = scores.length;
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const resampledPlaces = new Float64Array(resampledScores.length);
  const best = new Float64Array(rows);
  for (let i = 0; i < resampledScores.length; i += rows) {
    const drawn = placesOf(resampledScores.subarray(i, i + rows));
    resampledPlaces.set(drawn, i);
    let firsts = 0;
    for (const place of drawn) if (place === 1) firsts++;
    for (let row = 0; row < rows; row++) if (drawn[row] === 1) best[row]! += 1 / firsts;
  }
  const intervals = order.map((_, row) =>
    resamples.varies
      ? {
          score: central(everyNth(resampledScores, row, rows)),
          place: centralPlaces(everyNth(resampledPlaces, row, rows)),
        }
      : undefined,
  );
  const tests = testsOf(seconds, rows, field.bases);
  const shares = Array.from(best, (count) => count / resamples.count);
  return {
    order,
    places: placesOf(scores),
    tieGroups: tieGroupsOf(order, scores, resampledScores, tests),
    runs: runsOf(rows, field.bases, tests),
    bestProbability: noSurer(shares, tests),
    intervals,
  };
}

/** 1 + number of strictly better scores, by row. */
export function placesOf(scores: Float64Array): number[] {
  const places = new Array<number>(scores.length).fill(1);
  for (let own = 0; own < scores.length; own++) {
    for (const other of scores) if (other > scores[own]!) places[own]!++;
  }
  return places;
}

/** The exact test of every pair of rows on these study seconds, [rows x bases]. */
function testsOf(seconds: readonly (readonly number[])[], rows: number, bases: number): Tests {
  const upper = Array.from({ length: rows }, (_, b) =>
    Array.from({ length: b }, (__, a) => exactOf(seconds, bases, bases, a, b)),
  );
  return (a, b) => (a < b ? upper[b]![a] : upper[a]![b] && reversed(upper[a]![b]));
}

const reversed = (test: RankSum): RankSum => ({
  ...test,
  aAhead: test.bAhead,
  bAhead: test.aAhead,
});

/**
 * Holds a share of firsts to the least confidence that its exact tests against the others allow; what is over goes to
 * those others, in proportion to their p. Only one share can be over, for no bound lies below one half.
 */
function noSurer(shares: readonly number[], tests: Tests): number[] {
  const held = [...shares];
  shares.forEach((share, row) => {
    const p = shares.map((_, other) => (other === row ? 0 : (tests(row, other)?.aAhead ?? 1)));
    const excess =
      share - Math.min(...p.map((one, other) => (other === row ? 1 : confidence(one))));
    if (excess <= 0) return;
    const sum = p.reduce((total, one) => total + one, 0);
    p.forEach((one, other) => (held[other]! += (excess * one) / sum));
    held[row]! -= excess;
  });
  return held;
}

/** A copy of one column of a row-major table. */
export function everyNth(values: Float64Array, column: number, columns: number): Float64Array {
  const out = new Float64Array(values.length / columns);
  for (let i = 0; i < out.length; i++) out[i] = values[i * columns + column]!;
  return out;
}
