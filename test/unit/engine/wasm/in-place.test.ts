import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { installedHeap } from '../../../../harness/engine/wasm/install.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

/** Ops with weights. The backend's own versions keep a packed copy of the weights by tensor. */
const ops: Record<string, readonly [number[], (x: tf.Tensor, w: tf.Tensor) => tf.Tensor]> = {
  matMul: [[2, 2], (x, w) => tf.matMul(tf.reshape(x, [8, 2]), w)],
  'fused matMul': [[2, 2], (x, w) => tf.fused.matMul({ a: tf.reshape(x, [8, 2]), b: w })],
  conv2d: [[3, 3, 1, 1], (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same')],
  'fused conv2d': [
    [3, 3, 1, 1],
    (x, w) =>
      tf.fused.conv2d({ x: x as tf.Tensor4D, filter: w as tf.Tensor4D, strides: 1, pad: 'same' }),
  ],
  'depthwise conv2d': [
    [3, 3, 1, 1],
    (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  ],
  'fused depthwise conv2d': [
    [3, 3, 1, 1],
    (x, w) =>
      tf.fused.depthwiseConv2d({
        x: x as tf.Tensor4D,
        filter: w as tf.Tensor4D,
        strides: 1,
        pad: 'same',
      }),
  ],
  prelu: [[1], (x, w) => tf.prelu(tf.neg(x), w)],
};

for (const [name, [shape, op]] of Object.entries(ops)) {
  test(`${name} sees weights that were overwritten in place`, () => {
    tf.tidy(() => {
      const x = tf.ones([1, 4, 4, 1]);
      const w = tf.ones(shape);
      const before = [...op(x, w).dataSync()];
      installedHeap().floats(w).fill(5);
      assert.deepEqual(
        [...op(x, w).dataSync()],
        before.map((v) => v * 5),
      );
    });
  });
}
