import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { assertClose, derivative, tensor } from './close.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

/** Central differences of sum(f(x) * weights), each function value summed in float64. */
function numericGradient(
  f: (x: tf.Tensor) => tf.Tensor,
  x: tf.Tensor,
  weights: ArrayLike<number>,
  h: number,
): number[] {
  const base = x.dataSync();
  const value = (data: Float32Array) => {
    const y = tf.tidy(() => f(tf.tensor(data, x.shape)).dataSync<'float32'>());
    return y.reduce((sum, v, i) => sum + v * weights[i]!, 0);
  };
  return Array.from(base, (v, i) => {
    const [above, below] = [v + h, v - h].map((moved) => Float32Array.from(base).with(i, moved)) as [Float32Array, Float32Array]; // prettier-ignore
    return (value(above) - value(below)) / (above[i]! - below[i]!);
  });
}

const indices = tf.keep(tf.tensor2d([[2, 0], [0, 3], [2, 0]], [3, 2], 'int32')); // prettier-ignore
const distinct = tf.keep(tf.tensor2d([[2], [0]], [2, 1], 'int32'));

/** Piecewise polynomial functions, for which central differences are exact up to rounding. */
const functions: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  'gatherND': (x) => tf.gatherND(x, indices),
  'scatterND': (x) => tf.scatterND(indices, tf.reshape(tf.slice(x, [0, 0], [3, 1]), [3]), [4, 5]),
  'tensorScatterUpdate, tensor': (x) => tf.tensorScatterUpdate(x, distinct, tf.ones([2, 5])),
  'tensorScatterUpdate, updates': (x) => tf.tensorScatterUpdate(tf.ones([4, 5]), distinct, tf.slice(x, [1, 0], [2, 5])),
  'stridedSlice forward': (x) => tf.stridedSlice(x, [0, 1], [4, 5], [3, 2]),
  'stridedSlice backward': (x) => tf.stridedSlice(x, [3, 4], [0, 0], [-2, -1]),
  'stridedSlice dropping an axis': (x) => tf.stridedSlice(x, [2, 0], [3, 5], [1, 2], 0, 0, 0, 0, 1),
  'depthToSpace': (x) => tf.depthToSpace(tf.reshape<tf.Rank.R4>(tf.tile(tf.slice(x, [0, 0], [4, 4]), [1, 2]), [1, 2, 2, 8]), 2),
  'topk': (x) => tf.topk(x, 3).values,
  'cumprod': (x) => tf.cumprod(x, 1),
  'cumprod exclusive, reverse': (x) => tf.cumprod(x, 0, true, true),
  'where under comparisons': (x) => tf.where(tf.logicalAnd(tf.greater(x, 0), tf.logicalNot(tf.lessEqual(x, 0))), tf.mul(x, 2), tf.mul(x, 3)),
  'maximum and minimum': (x) => tf.maximum(tf.minimum(x, 0.3), tf.mul(x, 0.5)),
  'max over rows': (x) => tf.max(x, 0),
  'min over columns': (x) => tf.min(x, 1),
  'leakyRelu': (x) => tf.leakyRelu(x, 0.1),
  'pow': (x) => tf.add(tf.pow(x, 2), tf.pow(x, 3)),
  'max in the middle': (x) => tf.max(tf.reshape(x, [2, 5, 2]), 1),
  'prelu': (x) => tf.prelu(x, tf.tensor1d([0.1, 0.2, 0.3, 0.4, 0.5])),
  'relu': (x) => tf.relu(x),
  'mirror padding': (x) => tf.mirrorPad(x, [[1, 2], [2, 1]], 'reflect'),
  'cumsum': (x) => tf.cumsum(x, 1, false, true),
  'resizeBilinear': (x) => tf.image.resizeBilinear(tf.reshape<tf.Rank.R4>(x, [2, 2, 5, 1]), [5, 7]),
  'resizeNearestNeighbor': (x) => tf.image.resizeNearestNeighbor(tf.reshape<tf.Rank.R4>(x, [2, 2, 5, 1]), [5, 7]),
  'batchNorm': (x) => tf.batchNorm(tf.reshape(x, [2, 2, 5]), tf.zeros([5]), tf.ones([5]), tf.ones([5]), tf.ones([5])),
  'conv2dTranspose': (x) => tf.conv2dTranspose(tf.reshape<tf.Rank.R4>(x, [1, 4, 5, 1]), tensor([3, 3, 2, 1], 5) as tf.Tensor4D, [1, 8, 10, 2], 2, 'same'),
  'conv1d': (x) => tf.conv1d(tf.reshape<tf.Rank.R3>(x, [1, 20, 1]), tensor([3, 1, 2], 5) as tf.Tensor3D, 1, 'same'),
  'bandPart': (x) => tf.linalg.bandPart(x, 1, 1),
  'conv3d filter': (x) => tf.conv3d(tensor([1, 3, 3, 3, 1], 6) as tf.Tensor5D, tf.reshape<tf.Rank.R5>(tf.slice(x, [0, 0], [4, 2]), [2, 2, 2, 1, 1]), 1, 'valid'),
}; // prettier-ignore

for (const [name, f] of Object.entries(functions)) {
  test(`the gradient of ${name} equals central differences`, () => {
    tf.tidy(() => {
      const x = tensor([4, 5], 11);
      const dy = tensor(f(x).shape, 12);
      const expected = numericGradient(f, x, dy.dataSync(), 1 / 256);
      assertClose(tf.grad(f)(x, dy), expected, 2e-3, name);
    });
  });
}

test('cumprod has a finite gradient at zero', () => {
  tf.tidy(() => {
    const d = tf.grad((x) => tf.cumprod(x))(tf.tensor1d([2, 0, 3]), tf.ones([3]));
    assert.deepEqual([...d.dataSync()], [1, 8, 0]);
  });
});

const smooth: Record<string, readonly [(x: tf.Tensor) => tf.Tensor, (x: number) => number]> = {
  exp: [tf.exp, Math.exp],
  log: [(x) => tf.log(x.add(2)), (x) => Math.log(x + 2)],
  tanh: [tf.tanh, Math.tanh],
  sigmoid: [tf.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  softplus: [tf.softplus, (x) => Math.log1p(Math.exp(x))],
  erf: [tf.erf, (x) => (2 / Math.sqrt(Math.PI)) * (x - x ** 3 / 3 + x ** 5 / 10 - x ** 7 / 42 + x ** 9 / 216 - x ** 11 / 1320 + x ** 13 / 9360 - x ** 15 / 75600 + x ** 17 / 685440)], // prettier-ignore
  rsqrt: [(x) => tf.rsqrt(x.add(2)), (x) => 1 / Math.sqrt(x + 2)],
  square: [tf.square, (x) => x * x],
};

for (const [name, [f, reference]] of Object.entries(smooth)) {
  test(`${name} has the derivative of its float64 reference`, () => {
    tf.tidy(() => {
      const x = tensor([37], 2);
      const expected = Array.from(x.dataSync(), (v) => derivative(reference, v));
      assertClose(tf.grad(f)(x, tf.ones([37])), expected, 2e-6, name);
    });
  });
}

test('softmax and its gradient equal float64, large logits and masked ones included', () => {
  for (const columns of [1, 3, 4, 7, 65]) {
    tf.tidy(() => {
      const x = tensor([5, columns], 4).mul(60);
      const masked = x.dataSync().map((v, i) => (i % 7 === 1 && columns > 1 ? -Infinity : v));
      const weights = tensor([5, columns], 5);
      const given = weights.dataSync();
      const [y, dx] = [new Float64Array(masked.length), new Float64Array(masked.length)];
      for (let r = 0; r < 5; r++) {
        const row = [...masked.slice(r * columns, (r + 1) * columns)];
        const top = Math.max(...row);
        const total = row.reduce((sum, v) => sum + Math.exp(v - top), 0);
        const p = row.map((v) => Math.exp(v - top) / total);
        const dot = p.reduce((sum, v, i) => sum + v * given[r * columns + i]!, 0);
        p.forEach((v, i) => {
          y[r * columns + i] = v;
          dx[r * columns + i] = v * (given[r * columns + i]! - dot);
        });
      }
      const logits = tf.tensor2d(masked, [5, columns]);
      assertClose(tf.softmax(logits), y, 2e-6, 'softmax');
      // Saturated rows have gradients near 0, which are exact only in comparison with 1.
      const gradient = tf.grad((t) => tf.softmax(t))(logits, weights);
      assertClose(gradient.add(1), dx.map((v) => 1 + v), 2e-6, 'gradient'); // prettier-ignore
    });
  }
});

test('the cpu backend in the same process keeps right gradients', async () => {
  await tf.setBackend('cpu');
  try {
    tf.tidy(() => {
      const x = tf.tensor2d([[1, 2], [3, 4]]); // prettier-ignore
      const d = tf.grads((a, b) => tf.matMul(a, b).relu().mean().add(tf.softmax(a).sum()))([
        x,
        tf.clone(x).mul(1),
      ]);
      assertClose(d[0]!, [0.75, 1.75, 0.75, 1.75], 1e-5, 'a');
      assertClose(d[1]!, [1, 1, 1.5, 1.5], 1e-5, 'b');
      const w = tf.grad((t) => tf.gather(t, [1, 1]).sum())(x);
      assertClose(w, [0, 0, 2, 2], 0, 'gather');
    });
  } finally {
    await tf.setBackend('wasm');
  }
});
