/** Operations that take or put rows by index. */
import * as tf from '@tensorflow/tfjs';
import { type Case, type Cases, mixed, negative, special, whole } from './case.ts';
import { grid, pick } from './grid.ts';

const rows = whole([2, 3], [4, 0, 4, 1, 0, 2]);
const pairs = [[2, 0], [0, 3], [2, 0]]; // prettier-ignore
const places = whole([3, 2], pairs.flat());
const draws = [mixed, negative, special] as const;
const slopes = (draw: unknown, ...indices: number[]): number[] => (draw === special ? [] : indices);

const gathers: Case[] = draws.flatMap((draw): Case[] => [
  {
    inputs: [draw([5, 3]), rows],
    op: (x, at) => tf.gather(x, at),
    formula: (x, at) => grid([6, 3], ([i, c]) => pick(x, [5, 3], [at[i!]!, c!])),
    slopes: slopes(draw, 0),
  },
  {
    inputs: [draw([2, 5, 3]), rows],
    op: (x, at) => tf.gather(x, at, 1, 1),
    formula: (x, at) => grid([2, 3, 3], ([b, i, c]) => pick(x, [2, 5, 3], [b!, at[b! * 3 + i!]!, c!])),
    slopes: slopes(draw, 0),
  },
]); // prettier-ignore

/** Ids outside [0, 4) are left out. */
const segments: Case[] = draws.map((draw) => ({
  inputs: [draw([6, 3]), whole([6], [1, 3, 1, -1, 0, 4])],
  op: (x, ids) => tf.unsortedSegmentSum(x, ids as tf.Tensor1D, 4),
  formula: (x, ids) =>
    grid([4, 3], ([segment, c]) =>
      ids.reduce((sum, id, i) => (id === segment ? sum + pick(x, [6, 3], [i, c!]) : sum), 0),
    ),
  slopes: slopes(draw, 0),
}));

export const pickCases: Cases = {
  GatherV2: gathers,
  GatherV2Grad: gathers,
  UnsortedSegmentSum: segments,
  UnsortedSegmentSumGrad: segments,
  GatherNd: draws.map((draw) => ({
    inputs: [draw([3, 5]), places],
    op: (x, at) => tf.gatherND(x, at),
    formula: (x) => pairs.map((at) => pick(x, [3, 5], at)),
    slopes: slopes(draw, 0),
  })),
  ScatterNd: draws.map((draw) => ({
    inputs: [draw([3]), places],
    op: (x, at) => tf.scatterND(at, x, [3, 5]),
    formula: (x) =>
      grid([3, 5], ([i, j]) =>
        pairs.reduce((sum, [a, b], k) => (a === i && b === j ? sum + x[k]! : sum), 0),
      ),
    slopes: slopes(draw, 0),
  })),
  TensorScatterUpdate: draws.map((draw) => ({
    inputs: [draw([3, 5], 1), draw([2, 5], 2), whole([2, 1], [2, 0])],
    op: (x, updates, at) => tf.tensorScatterUpdate(x, at, updates),
    formula: (x, updates) =>
      grid([3, 5], ([i, j]) =>
        i === 1 ? pick(x, [3, 5], [i, j!]) : pick(updates, [2, 5], [i === 2 ? 0 : 1, j!]),
      ),
    slopes: slopes(draw, 0, 1),
  })),
  TopK: [mixed, negative].map((draw) => ({
    inputs: [draw([3, 7])],
    op: (x) => tf.topk(x, 3).values,
    formula: (x) =>
      [0, 7, 14].flatMap((at) => [...x.subarray(at, at + 7)].sort((a, b) => b - a).slice(0, 3)),
    slopes: [0],
  })),
};
