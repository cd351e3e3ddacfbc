/** Hyperparameters of a trial: a listed point, or a quasi-random point of the submission's space. */
import type { Hyperparameters, Range, Space } from '#spec';
import type { Ruleset } from '../record/rulesets.ts';
import { haltonPoint, type Draw } from './halton.ts';

/** The value at `unit` in [0, 1) of a range. */
export function valueAt(range: Range, unit: number): number | string | boolean {
  if (range.scale === 'choice') return range.values[Math.floor(unit * range.values.length)]!;
  const { min, max } = range;
  return range.scale === 'linear' ? min + unit * (max - min) : min * (max / min) ** unit;
}

/** The quasi-random point of a space that a trial tries; dimensions in the order they are written. */
export function pointOf(space: Space, draw: Draw): Hyperparameters {
  const names = Object.keys(space);
  const units = haltonPoint(draw, names.length);
  return Object.fromEntries(names.map((name, d) => [name, valueAt(space[name]!, units[d]!)]));
}

/** How a submission is tuned: a space, a list of points, or neither. */
export interface Tuning {
  readonly space?: Space;
  readonly points?: readonly Hyperparameters[];
}

/** Is the submission tuned by trying points, or does it tune itself? */
export const isTuned = ({ space, points }: Tuning): boolean =>
  points !== undefined || (space !== undefined && Object.keys(space).length > 0);

/** The ruleset under which a submission takes part. */
export const rulesetOf = (tuning: Tuning): Ruleset =>
  isTuned(tuning) ? 'external' : 'self-tuning';

/**
 * Hyperparameters of a trial. Every study draws other points of a space; a list of points is the same in every study.
 * They follow from study, trial and trials a study alone, however many studies there are.
 */
export function hyperparametersOf({ space, points }: Tuning, draw: Draw): Hyperparameters {
  if (points !== undefined) return points[(draw.trial - 1) % points.length]!;
  return space === undefined ? {} : pointOf(space, draw);
}
