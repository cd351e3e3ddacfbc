/**
 * Gradients that tfjs-core 4.22 does not have, in plain ops. They hold on every backend; those that pass no gradient make code like
 * `where(greater(x, 0), ...)` differentiable.
 */
import * as tf from '@tensorflow/tfjs';
import { repairedGradients } from './repaired.ts';
import { single } from './run.ts';
import { stridedSliceGradient } from './strided-slice.ts';

/** Functions that are constant almost everywhere, with the names of their inputs. */
const constant: Readonly<Record<string, readonly string[]>> = {
  Equal: ['a', 'b'],
  NotEqual: ['a', 'b'],
  Less: ['a', 'b'],
  LessEqual: ['a', 'b'],
  Greater: ['a', 'b'],
  LogicalAnd: ['a', 'b'],
  LogicalOr: ['a', 'b'],
  LogicalNot: ['x'],
};

export const missingGradients: readonly tf.GradConfig[] = [
  ...Object.entries(constant).map(([kernelName, inputs]) => ({
    kernelName,
    inputsToSave: [...inputs],
    gradFunc: (_dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) =>
      Object.fromEntries(inputs.map((name, i) => [name, () => tf.zeros(saved[i]!.shape)])),
  })),
  {
    kernelName: 'GatherNd',
    inputsToSave: ['params', 'indices'],
    gradFunc: (dys, [params, indices]) => ({
      params: () => tf.scatterND(indices!, single(dys), params!.shape),
      indices: () => tf.zeros(indices!.shape),
    }),
  },
  {
    kernelName: 'ScatterNd',
    inputsToSave: ['indices'],
    gradFunc: (dys, [indices]) => ({
      indices: () => tf.zeros(indices!.shape),
      updates: () => tf.gatherND(single(dys), indices!),
    }),
  },
  {
    kernelName: 'TensorScatterUpdate',
    inputsToSave: ['indices', 'updates'],
    gradFunc: (dys, [indices, updates]) => ({
      tensor: () => tf.tensorScatterUpdate(single(dys), indices!, tf.zeros(updates!.shape)),
      indices: () => tf.zeros(indices!.shape),
      updates: () => tf.gatherND(single(dys), indices!),
    }),
  },
  stridedSliceGradient,
  {
    // [n, h b, w b, c] back to [n, h, w, b b c].
    kernelName: 'DepthToSpace',
    gradFunc: (dys, _saved, attrs) => {
      const dy = single(dys);
      const { blockSize: b } = attrs as unknown as tf.DepthToSpaceAttrs;
      const [n, height, width, c] = dy.shape as [number, number, number, number];
      const [h, w] = [height / b, width / b];
      const blocks = () => tf.transpose(tf.reshape(dy, [n, h, b, w, b, c]), [0, 1, 3, 2, 4, 5]);
      return { x: () => tf.reshape(blocks(), [n, h, w, b * b * c]) };
    },
  },
  {
    kernelName: 'TopK',
    inputsToSave: ['x'],
    outputsToSave: [false, true],
    gradFunc: (dys, [x, indices]) => {
      const dy = (dys as tf.Tensor[])[0]!;
      const places = () =>
        tf.oneHot(tf.cast(indices!, 'int32'), x!.shape[x!.rank - 1]!, 1, 0, 'float32');
      return { x: () => tf.sum(tf.mul(tf.expandDims(dy, -1), places()), -2) };
    },
  },
  {
    kernelName: 'Cumprod',
    inputsToSave: ['x'],
    gradFunc: (dys, [x], attrs) => {
      const { axis, exclusive, reverse } = attrs as unknown as tf.CumprodAttrs;
      return { x: () => cumprodGradient(x!, single(dys), axis, exclusive, reverse) };
    },
  },
];

/**
 * dx_i = sum over j of dy_j times the product of all factors of y_j but x_i. No division, so zeros are right; the price is a
 * matrix of the axis' length squared.
 */
function cumprodGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  axis: number,
  exclusive: boolean,
  reverse: boolean,
): tf.Tensor {
  const last = x.rank - 1;
  const at = (axis + x.rank) % x.rank;
  const order = [...Array.from({ length: x.rank }, (_, d) => d).filter((d) => d !== at), at];
  const back = order.map((_, d) => order.indexOf(d));
  const n = x.shape[at]!;
  const rows = tf.expandDims(tf.transpose(x, order), -2);
  const own = tf.eye(n);
  // Row i holds x with x_i left out.
  const without = tf.add(tf.mul(rows, tf.sub(1, own)), own);
  const products = tf.cumprod(without, last + 1, exclusive, reverse);
  // y_j has the factor x_i where j is at or past i; with `exclusive`, only past it.
  const [i, j] = [tf.reshape(tf.range(0, n), [n, 1]), tf.reshape(tf.range(0, n), [1, n])];
  const ahead = reverse ? tf.sub(i, j) : tf.sub(j, i);
  const has = tf.cast(tf.greaterEqual(ahead, exclusive ? 1 : 0), 'float32');
  const given = tf.expandDims(tf.transpose(dy, order), -2);
  return tf.transpose(tf.sum(tf.mul(tf.mul(products, has), given), -1), back);
}

/** Registers the gradients that nobody registered yet, and the repaired ones in the place of tfjs-core's. */
export function addMissingGradients(): void {
  for (const gradient of repairedGradients) {
    tf.unregisterGradient(gradient.kernelName);
    tf.registerGradient(gradient);
  }
  for (const gradient of missingGradients) {
    const known = tf.getGradient(gradient.kernelName) as tf.GradConfig | undefined;
    if (known === undefined) tf.registerGradient(gradient);
  }
}
