/** Kernels on tensors above 2 GiB, where an address is negative as int32. Nothing fills the memory below, so it costs no RAM. */
import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { installedHeap } from '../../../../harness/engine/wasm/install.ts';
import { tensor, values } from './close.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

const border = 2 ** 31;

/** Results of kernels of every kind; each has at least 64 KB, so that no hole below the border can take it. */
const cases: Readonly<Record<string, () => tf.Tensor[]>> = {
  products: () => [
    tf.matMul(tensor([160, 70], 1), tensor([70, 130], 2)),
    tf.matMul(tensor([9, 60, 31], 3), tensor([9, 47, 31], 4), false, true),
    tf.matMul(tensor([300, 130], 5), tensor([300, 170], 6), true, false),
  ],
  convolutions: () => {
    const [x, filter] = [tensor([4, 31, 31, 6], 1), tensor([3, 3, 6, 9], 2)];
    const y = (stride: number) => (x: tf.Tensor, filter: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, 'same');
    return [1, 2].flatMap((stride) => [y(stride)(x, filter), ...tf.grads(y(stride))([x, filter])]);
  },
  'elementwise and reductions': () => {
    const x = tensor([200, 130], 1);
    return [tf.exp(x), tf.tanh(x), tf.softmax(x), tf.maximum(x, tensor([130], 2)), tf.sum(x, 1)];
  },
  shapes: () => {
    const x = tensor([40, 60, 13], 1);
    return [tf.transpose(x, [2, 0, 1]), tf.concat([x, x], 2), tf.slice(x, [1, 2, 0], [38, 50, 13])];
  },
  'rows by index': () => {
    const ids = tf.tensor1d(
      Array.from({ length: 900 }, (_, i) => (i * 7) % 200),
      'int32',
    );
    const rows = tf.gather(tensor([200, 33], 1), ids);
    return [rows, tf.unsortedSegmentSum(rows, ids, 700)];
  },
  'layers and updates': () => {
    const run = (name: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap) =>
      tf.engine().runKernel<tf.Tensor[]>(name, inputs, attributes);
    const heads = (seed: number) => tensor([4, 2, 70, 33], seed);
    const inputs = { query: heads(1), key: heads(2), value: heads(3) };
    const [gradient, m] = [tensor([20000], 1), tensor([20000], 2)];
    const factors = { b1: 0.9, b2: 0.99, c1: 0.5, c2: 0.5, eps: 1e-8, nesterov: false };
    return [
      ...run('TtrAttention', inputs, { causal: true, scale: 0.2 }).slice(0, 1),
      ...run('TtrDense', { x: tensor([200, 40], 1), kernel: tensor([40, 90], 2) }, {}),
      ...run('TtrAdam', { gradient, m, v: tf.square(m) }, factors),
    ];
  },
};

test('the heap grows past 2 GiB and every kind of kernel gives the same bits there', () => {
  const heap = installedHeap();
  const compute = (): tf.Tensor[] => Object.values(cases).flatMap((make) => tf.tidy(make));
  const low = compute().map((result) => [...result.dataSync()]);
  // Takes the memory below the border in ever smaller pieces, without writing to it.
  const taken = [2 ** 28, 2 ** 24, 2 ** 20, 2 ** 16].map((bytes) => {
    const pieces = [];
    do pieces.push(heap.output([bytes / 4]));
    while (heap.at(pieces.at(-1)!) < border);
    return pieces;
  });
  const high = compute();
  assert.equal(high.length, low.length);
  for (const [i, result] of high.entries()) {
    const name = `result ${i} [${result.shape.join()}]`;
    if (result.size >= 2 ** 14) assert.ok(heap.at(result) >= border, `${name} lies below 2 GiB`);
    assert.deepEqual([...result.dataSync()], low[i], name);
  }
  for (const piece of taken.flat()) heap.free(piece);
});

test('a kernel may work across the border of 2 GiB', () => {
  const heap = installedHeap();
  const x = values(4096, 1);
  const pieces = [];
  do pieces.push(heap.output([2 ** 26]));
  while (heap.at(pieces.at(-1)!) + 2 ** 28 <= border + 2 ** 16);
  const across = border - 2 * x.length;
  assert.ok(heap.at(pieces.at(-1)!) <= across - 2 ** 16, 'the last piece spans the border');
  const memory = heap.floats(pieces.at(-1)!);
  const first = (across - heap.at(pieces.at(-1)!)) / 4;
  memory.set(x, first);
  heap.kernels.expEach(across, across, x.length);
  const expected = tf.exp(tf.tensor1d(x)).dataSync();
  assert.deepEqual(memory.slice(first, first + x.length), expected);
  for (const piece of pieces) heap.free(piece);
});
