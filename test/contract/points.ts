/** Hyperparameter points for tests: the corners of a space and the first quasi-random point. */
import type { Hyperparameters, Range, Space } from '#spec';

const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29];

/** The value of a range at u in [0, 1). */
const at = (range: Range, u: number): number | string | boolean => {
  if (range.scale === 'choice') return range.values[Math.floor(u * range.values.length)]!;
  if (range.scale === 'linear') return range.min + u * (range.max - range.min);
  return range.min * (range.max / range.min) ** u;
};

const pointAt = (space: Space, u: (dimension: number) => number): Hyperparameters =>
  Object.fromEntries(Object.entries(space).map(([name, range], i) => [name, at(range, u(i))]));

/** Halton point number 1: 1/2, 1/3, 1/5, ... of the dimensions in their order. */
export const firstPoint = (space: Space): Hyperparameters => pointAt(space, (i) => 1 / primes[i]!);

/** The ends of all dimensions. */
export const corners = (space: Space): Hyperparameters[] =>
  [0, 1 - 2 ** -40].map((u) => pointAt(space, () => u));
