/** Places, tie groups and the chance of being best. */
import type { Analysis } from './analysis.ts';
import { central, centralPlaces } from './bootstrap.ts';
import type { Interval } from './summary.ts';

export interface Standing {
  /** Rows from best to worst score; equal scores by name. */
  readonly order: readonly number[];
  /** By row: 1 + number of better scores. */
  readonly places: readonly number[];
  readonly tieGroups: readonly number[];
  readonly bestProbability: readonly number[];
  /** Undefined where resampling changes nothing. */
  readonly intervals: readonly (
    { readonly score: Interval; readonly place: Interval } | undefined
  )[];
}

export function standingOf({ scores, resamples, resampledScores }: Analysis): Standing {
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
  return {
    order,
    places: placesOf(scores),
    tieGroups: tieGroupsOf(order, scores, resampledScores),
    bestProbability: Array.from(best, (count) => count / resamples.count),
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

/**
 * Down the leaderboard a group grows while the 95 % interval of (score of its first - score of the next) holds 0; then
 * the next one leads a new group.
 */
function tieGroupsOf(
  order: readonly number[],
  scores: Float64Array,
  resampledScores: Float64Array,
): number[] {
  const groups = new Array<number>(order.length).fill(1);
  let leader = order[0]!;
  let group = 1;
  for (const row of order.slice(1)) {
    if (scores[row] !== scores[leader]) {
      const differences = differencesOf(resampledScores, leader, row, scores.length);
      if (central(differences).low > 0) {
        leader = row;
        group++;
      }
    }
    groups[row] = group;
  }
  return groups;
}

function differencesOf(values: Float64Array, a: number, b: number, rows: number): Float64Array {
  const differences = new Float64Array(values.length / rows);
  for (let i = 0; i < differences.length; i++) {
    differences[i] = values[i * rows + a]! - values[i * rows + b]!;
  }
  return differences;
}

/** A copy of one column of a row-major table. */
export function everyNth(values: Float64Array, column: number, columns: number): Float64Array {
  const out = new Float64Array(values.length / columns);
  for (let i = 0; i < out.length; i++) out[i] = values[i * columns + column]!;
  return out;
}
