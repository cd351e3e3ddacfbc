/** What moves of values mean: each place of the result by its coordinates. */

export type Place = readonly number[];

/** All places of a tensor of this shape, in the order of memory. */
export const placesOf = (shape: Place): number[][] =>
  shape.reduce<number[][]>(
    (all, n) => all.flatMap((at) => Array.from({ length: n }, (_, i) => [...at, i])),
    [[]],
  );

/** Values of a tensor of this shape, in the order of memory. */
export const grid = (shape: Place, value: (at: number[]) => number): number[] =>
  placesOf(shape).map(value);

/** The value at a place; 0 outside the tensor. */
export function pick(x: ArrayLike<number>, shape: Place, at: Place): number {
  if (at.some((i, d) => i < 0 || i >= shape[d]!)) return 0;
  return x[at.reduce((index, i, d) => index * shape[d]! + i, 0)]!;
}

/** `f` of all values that share their coordinates outside `axes`. */
export function reduce(
  x: ArrayLike<number>,
  shape: Place,
  axes: readonly number[],
  f: (values: readonly number[]) => number,
): number[] {
  const outer = shape.map((n, d) => (axes.includes(d) ? 1 : n));
  const inner = shape.map((n, d) => (axes.includes(d) ? n : 1));
  return grid(outer, (start) =>
    f(grid(inner, (step) => pick(x, shape, start.map((i, d) => i + step[d]!)))),
  );
} // prettier-ignore
