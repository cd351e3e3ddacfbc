/** Hyperparameters of a trial: a listed point, or a quasi-random point of the submission's space. */
import type { Hyperparameters, Range, Space, Submission } from '#spec';
import { haltonPoint } from './halton.ts';

/** The value at `unit` in [0, 1) of a range. */
export function valueAt(range: Range, unit: number): number | string | boolean {
  if (range.scale === 'choice') return range.values[Math.floor(unit * range.values.length)]!;
  const { min, max } = range;
  return range.scale === 'linear' ? min + unit * (max - min) : min * (max / min) ** unit;
}

/** Point `index` (counted from 1) of a space; dimensions in the order they are written. */
export function pointAt(space: Space, index: number): Hyperparameters {
  const names = Object.keys(space);
  const units = haltonPoint(index, names.length);
  return Object.fromEntries(names.map((name, d) => [name, valueAt(space[name]!, units[d]!)]));
}

/** Is the submission tuned by trying points, or does it tune itself? */
export const isTuned = ({ space, points }: Submission): boolean =>
  points !== undefined || (space !== undefined && Object.keys(space).length > 0);

/**
 * Hyperparameters of trial `trial` of study `study`, both counted from 1. Every study draws other points of a space;
 * a list of points is the same in every study.
 */
export function hyperparametersOf(
  submission: Submission,
  {
    study,
    trial,
    trials,
  }: { readonly study: number; readonly trial: number; readonly trials: number },
): Hyperparameters {
  const { space, points } = submission;
  if (points !== undefined) return points[(trial - 1) % points.length]!;
  return space === undefined ? {} : pointAt(space, (study - 1) * trials + trial);
}
