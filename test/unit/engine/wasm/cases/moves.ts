/** Operations that move values: each place of the result, and gradients that move them back. */
import * as tf from '@tensorflow/tfjs';
import { type Case, type Cases, mixed, negative, type Operand, special } from './case.ts';
import { grid, pick, type Place } from './grid.ts';

/** The value at each place of `out` comes from `from`, or is 0 where that lies outside. */
const move = (
  shape: Place,
  out: Place,
  op: (x: tf.Tensor) => tf.Tensor | tf.Tensor[],
  from: (at: number[]) => Place,
): Case[] => {
  const one = (x: Operand, slopes: readonly number[]): Case => ({
    inputs: [x],
    op: (t) => op(t),
    formula: (v) => grid(out, (at) => pick(v, shape, from(at))),
    slopes,
  });
  return [one(mixed(shape), [0]), one(negative(shape), [0]), one(special(shape), [])];
};

const broadcast = (x: tf.Tensor, shape: number[]): tf.Tensor =>
  tf.engine().runKernel('BroadcastTo', { x }, { shape, inputShape: x.shape });

/** Parts of a [2, 7, 3] tensor along its middle axis. */
const parts = [2, 1, 4];
const [spatial, blocked]: [Place, Place] = [[3, 4, 6, 2], [18, 2, 2, 2]]; // prettier-ignore

/** Place in the batch of blocks -> place in the image, for blocks of 2 x 3 and no padding. */
const blockToSpace = ([n, y, x, c]: number[]): Place => {
  const [block, image] = [Math.floor(n! / 3), n! % 3];
  return [image, y! * 2 + Math.floor(block / 3), x! * 3 + (block % 3), c!];
};
const spaceToBlock = ([n, y, x, c]: number[]): Place => {
  const block = (y! % 2) * 3 + (x! % 3);
  return [block * 3 + n!, Math.floor(y! / 2), Math.floor(x! / 3), c!];
};

/** Index of the value under mirror padding of `size` values from -1 on. */
const mirror = (i: number, size: number, edge: boolean): number => {
  if (i < 0) return edge ? -i - 1 : -i;
  if (i >= size) return edge ? 2 * size - 1 - i : 2 * size - 2 - i;
  return i;
};

export const moveCases: Cases = {
  Transpose: [
    ...move([5, 7], [7, 5], tf.transpose, ([i, j]) => [j!, i!]),
    ...move([3, 2, 5, 3], [5, 3, 3, 2], (x) => tf.transpose(x, [2, 0, 3, 1]), ([a, b, c, d]) => [b!, d!, a!, c!]),
    ...move([1, 9], [9, 1], tf.transpose, ([i, j]) => [j!, i!]),
  ],
  Reverse: [
    ...move([7], [7], (x) => tf.reverse(x, 0), ([i]) => [6 - i!]),
    ...move([2, 5, 3], [2, 5, 3], (x) => tf.reverse(x, [0, 2]), ([i, j, k]) => [1 - i!, j!, 2 - k!]),
  ],
  Tile: [
    ...move([3], [9], (x) => tf.tile(x, [3]), ([i]) => [i! % 3]),
    ...move([2, 5, 3], [4, 5, 9], (x) => tf.tile(x, [2, 1, 3]), ([i, j, k]) => [i! % 2, j!, k! % 3]),
    ...move([2, 1, 1, 2, 3], [2, 3, 1, 4, 3], (x) => tf.tile(x, [1, 3, 1, 2, 1]), ([a, , , d, e]) => [a!, 0, 0, d! % 2, e!]),
    ...move([5], [7, 5], (x) => tf.broadcastTo(x, [7, 5]), ([, j]) => [j!]),
  ],
  BroadcastTo: [
    ...move([1], [7], (x) => broadcast(x, [7]), () => [0]),
    ...move([2, 1, 3], [2, 5, 3], (x) => broadcast(x, [2, 5, 3]), ([i, , k]) => [i!, 0, k!]),
  ],
  PadV2: [
    ...move([7], [10], (x) => tf.pad(x, [[1, 2]]), ([i]) => [i! - 1]),
    ...move([2, 5, 3], [2, 7, 6], (x) => tf.pad(x, [[0, 0], [2, 0], [1, 2]]), ([i, j, k]) => [i!, j! - 2, k! - 1]),
  ],
  MirrorPad: [true, false].flatMap((edge) =>
    move(
      [3, 5],
      [5, 7],
      (x) => tf.mirrorPad(x, [[1, 1], [1, 1]], edge ? 'symmetric' : 'reflect'),
      ([i, j]) => [mirror(i! - 1, 3, edge), mirror(j! - 1, 5, edge)],
    ),
  ),
  Slice: [
    ...move([7], [3], (x) => tf.slice(x, [2], [3]), ([i]) => [i! + 2]),
    ...move([3, 5, 7], [2, 5, 3], (x) => tf.slice(x, [1, 0, 3], [2, 5, 3]), ([i, j, k]) => [i! + 1, j!, k! + 3]),
  ],
  StridedSlice: [
    ...move([3, 7], [2, 3], (x) => tf.stridedSlice(x, [0, 1], [3, 7], [2, 2]), ([i, j]) => [2 * i!, 1 + 2 * j!]),
    ...move([3, 7], [3, 3], (x) => tf.stridedSlice(x, [2, 6], [-4, 0], [-1, -2]), ([i, j]) => [2 - i!, 6 - 2 * j!]),
  ],
  SplitV: move([2, 7, 3], [42], (x) => tf.split(x, parts, 1), ([flat]) => placeInParts(flat!)),
  Unpack: move([3, 5], [5, 3], (x) => tf.unstack(x, 1), ([i, j]) => [j!, i!]),
  Concat: [mixed, special].map((draw) => ({
    inputs: parts.map((size, i) => draw([2, size, 3], i + 1)),
    op: (...x) => tf.concat(x, 1),
    formula: (...x) => grid([2, 7, 3], ([i, j, k]) => {
      const part = j! < 2 ? 0 : j! < 3 ? 1 : 2;
      return pick(x[part]!, [2, parts[part]!, 3], [i!, j! - [0, 2, 3][part]!, k!]);
    }),
    slopes: draw === mixed ? [0, 1, 2] : [],
  })),
  Pack: [mixed, special].map((draw) => ({
    inputs: [draw([3, 5], 1), draw([3, 5], 2)],
    op: (...x) => tf.stack(x, 1),
    formula: (...x) => grid([3, 2, 5], ([i, part, k]) => pick(x[part!]!, [3, 5], [i!, k!])),
    slopes: draw === mixed ? [0, 1] : [],
  })),
  SpaceToBatchND: move(spatial, blocked, (x) => tf.spaceToBatchND(x, [2, 3], [[0, 0], [0, 0]]), blockToSpace),
  BatchToSpaceND: move(blocked, spatial, (x) => tf.batchToSpaceND(x, [2, 3], [[0, 0], [0, 0]]), spaceToBlock),
  DepthToSpace: move([2, 3, 1, 12], [2, 6, 2, 3], (x) => tf.depthToSpace(x as tf.Tensor4D, 2), ([n, y, x, c]) => [
    n!, Math.floor(y! / 2), Math.floor(x! / 2), ((y! % 2) * 2 + (x! % 2)) * 3 + c!,
  ]),
}; // prettier-ignore

/** Place in [2, 7, 3] of the value with this number when the parts lie one after the other. */
function placeInParts(flat: number): Place {
  let [rest, start, part] = [flat, 0, 0];
  while (rest >= 6 * parts[part]!) {
    rest -= 6 * parts[part]!;
    start += parts[part]!;
    part++;
  }
  const size = parts[part]!;
  return [Math.floor(rest / (3 * size)), start + (Math.floor(rest / 3) % size), rest % 3];
}
