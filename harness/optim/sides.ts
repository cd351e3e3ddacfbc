/** Statistics of the two sides of matrices: of their rows on the left, of their columns on the right. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Batches } from './cut.ts';
import { ema } from './params.ts';

export type Side = 'left' | 'right';

/** Square batches [count, n, n] by side and shape, n being rows on the left and columns on the right. */
export type Sides = { left: Batches; right: Batches };

/** `f` on both sides. */
export const bothSides = (f: (side: Side) => Batches): Sides => ({
  left: f('left'),
  right: f('right'),
});

/** `f` at every shape of both sides. */
export const mapSides = (f: (x: Tensor, key: string, side: Side) => Tensor, sides: Sides): Sides =>
  bothSides((side) =>
    Object.fromEntries(Object.entries(sides[side]).map(([key, x]) => [key, f(x, key, side)])),
  );

/** k I for every matrix of `batches`, on the sides whose length is `wanted` to have a matrix. */
export const identities = (
  batches: Batches,
  k: number,
  wanted: (length: number, side: Side, key: string) => boolean,
): Sides =>
  bothSides((side) => {
    const made: Batches = {};
    for (const [key, { shape }] of Object.entries(batches)) {
      const [count, rows, columns] = shape as [number, number, number];
      const n = side === 'left' ? rows : columns;
      if (wanted(n, side, key)) made[key] = tf.eye(n).mul(k).expandDims(0).tile([count, 1, 1]);
    }
    return made;
  });

/** G G' on the left, G' G on the right; of each matrix of a batch. */
export const gram = (g: Tensor, side: Side): Tensor =>
  g.matMul(g, side === 'right', side === 'left');

/** b old + (1 - b) times the Gram matrices of `batches`, wherever `old` has a matrix. */
export const averageGrams = (old: Sides, batches: Batches, b: number): Sides => {
  const now = mapSides((_, key, side) => gram(batches[key]!, side), old);
  return bothSides((side) => ema(old[side], now[side], b));
};

/** L X R for every shape: matrices of `sides`, or nothing where they have none. `transpose` takes L' and R' for them. */
export const between = (
  { left, right }: Sides,
  batches: Batches,
  transpose: { readonly left: boolean; readonly right: boolean } = { left: false, right: false },
): Batches =>
  Object.fromEntries(
    Object.entries(batches).map(([key, x]) => {
      const half = left[key]?.matMul(x, transpose.left) ?? x;
      const r = right[key];
      return [key, r === undefined ? half : half.matMul(r, false, transpose.right)];
    }),
  );
