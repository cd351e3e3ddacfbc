/** Fused layers over many shapes: values against float64 references, gradients against their central differences. */
import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as nn from '#nn';
import { assertClose, values } from './close.ts';
import * as reference from './layer-references.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

interface Case {
  readonly shapes: readonly (readonly number[])[];
  readonly layer: (...inputs: tf.Tensor[]) => tf.Tensor;
  readonly reference: (...inputs: Float64Array[]) => Float64Array;
  /** Inputs are numbers in [-spread, spread), moved by `offset`. */
  readonly spread?: number;
  readonly offset?: number;
}

/** Holds when the value fits, and each gradient in two random directions. */
function check({ shapes, layer, reference: exact, spread = 2, offset = 0 }: Case): void {
  tf.tidy(() => {
    const data = shapes.map((shape, i) =>
      values(tf.util.sizeFromShape([...shape]), i + 1).map((v) => v * spread + offset),
    );
    const inputs = data.map((numbers, i) => tf.tensor(numbers, [...shapes[i]!]));
    const doubles = data.map((numbers) => Float64Array.from(numbers));
    const expected = exact(...doubles);
    const weights = values(expected.length, 99);
    const { value, grads } = tf.valueAndGrads(layer as (...inputs: tf.Tensor[]) => tf.Scalar)(
      inputs,
      tf.tensor<tf.Rank.R0>(weights, layer(...inputs).shape),
    );
    assertClose(value, expected, 3e-6, 'value');
    const loss = (given: Float64Array[]) =>
      exact(...given).reduce((s, y, i) => s + y * weights[i]!, 0);
    for (const [i, grad] of grads.entries()) {
      for (const seed of [7, 8]) checkDirection(grad, doubles, i, values(grad.size, seed), loss);
    }
  });
}

/** Compares the gradient along `direction` with the difference of the loss. */
function checkDirection(
  grad: tf.Tensor,
  inputs: readonly Float64Array[],
  index: number,
  direction: Float32Array,
  loss: (inputs: Float64Array[]) => number,
): void {
  const h = 1e-5;
  const moved = (step: number) =>
    inputs.map((x, i) => (i === index ? x.map((v, k) => v + step * direction[k]!) : x));
  const expected = (loss(moved(h)) - loss(moved(-h))) / (2 * h);
  const numbers = grad.dataSync();
  const actual = direction.reduce((s, d, k) => s + d * numbers[k]!, 0);
  const size = direction.reduce((s, d, k) => s + Math.abs(d * numbers[k]!), 0);
  assert.ok(
    Math.abs(actual - expected) <= 1e-5 * Math.max(size, 1e-3),
    `gradient ${index}: slope ${actual}, not ${expected} (terms add up to ${size})`,
  );
}

for (const [batch, rows, channels] of [
  [1, 5, 1],
  [2, 33, 3],
  [3, 64, 5],
  [1, 7, 16],
  [2, 40, 19],
] as const) {
  const shapes = [[batch, rows, 1, channels], [channels], [channels]];
  test(`Batch norm of ${batch} x ${rows} rows of ${channels} channels`, () => {
    const exact = reference.channelNorm(1, batch * rows, channels, 1e-3);
    const layer = (...[x, scale, bias]: tf.Tensor[]) =>
      nn.batchNorm(x!, scale!, bias!, { epsilon: 1e-3 });
    check({ shapes, layer, reference: exact });
    check({ shapes, layer, reference: exact, spread: 1, offset: -30 });
  });
  test(`Instance norm of ${batch} images of ${rows} pixels and ${channels} channels`, () => {
    const exact = reference.channelNorm(batch, rows, channels, 1e-3);
    check({
      shapes,
      layer: (x, scale, bias) => nn.instanceNorm(x, scale, bias, 1e-3),
      reference: exact,
    });
  });
  test(`Layer norm of ${rows} rows of ${channels + 3} channels`, () => {
    const width = channels + 3;
    const layer = (...[x, scale, bias]: tf.Tensor[]) => nn.layerNorm(x!, scale!, bias!, 1e-3);
    check({
      shapes: [[rows, width], [width], [width]],
      layer,
      reference: reference.layerNorm(width, 1e-3),
    });
  });
}

for (const count of [1, 2, 3, 4, 7, 64, 129]) {
  test(`GELU and SiLU of ${count} numbers, mixed and all negative`, () => {
    for (const [spread, offset] of [
      [6, 0],
      [4, -4],
    ] as const) {
      const given = { shapes: [[count]], spread, offset };
      check({ ...given, layer: (x) => nn.gelu(x), reference: reference.gelu });
      check({ ...given, layer: (x) => nn.silu(x), reference: reference.silu });
    }
  });
  test(`Sigmoid cross-entropy of ${count} logits`, () => {
    const labels = values(count, 5).map(Math.abs);
    const layer = (x: tf.Tensor) => nn.sigmoidCrossEntropy(x, tf.tensor(labels));
    const exact = reference.sigmoidCrossEntropy(labels);
    check({ shapes: [[count]], layer: (x) => layer(x), reference: exact, spread: 8 });
  });
}

for (const [rows, classes] of [
  [1, 1],
  [3, 2],
  [5, 7],
  [4, 64],
  [2, 129],
] as const) {
  for (const smoothing of [0, 0.1]) {
    test(`Softmax cross-entropy of ${rows} rows of ${classes} classes, smoothing ${smoothing}`, () => {
      const labels = Array.from({ length: rows }, (_, i) => ((i * 5 + 2) % (classes + 1)) - 1);
      const ids = tf.tensor1d(labels, 'int32');
      const exact = reference.softmaxCrossEntropy(labels, classes, smoothing);
      const layer = (x: tf.Tensor) => nn.softmaxCrossEntropy(x, ids, smoothing);
      check({ shapes: [[rows, classes]], layer: (x) => layer(x), reference: exact, spread: 5 });
    });
  }
}

for (const [batch, heads, queries, keys, depth, width] of [
  [1, 1, 1, 1, 1, 1],
  [2, 3, 5, 5, 4, 3],
  [1, 2, 67, 67, 6, 5],
  [2, 1, 3, 130, 7, 9],
] as const) {
  for (const causal of queries === keys ? [false, true] : [false]) {
    for (const masked of [false, true]) {
      const kind = `${causal ? 'causal ' : ''}${masked ? 'masked ' : ''}`;
      test(`${kind}attention of ${batch} x ${heads} heads, ${queries} queries on ${keys} keys`, () => {
        const mask = masked
          ? Array.from({ length: batch * keys }, (_, i) => Number(i % 3 !== 0))
          : undefined;
        const keyMask = mask && tf.tensor(mask, [batch, keys], 'int32');
        const layer = (...[query, key, value]: tf.Tensor[]) =>
          nn.attention({
            query: query!,
            key: key!,
            value: value!,
            causal,
            ...(keyMask && { keyMask }),
          });
        const exact = reference.attention({
          batch,
          heads,
          queries,
          keys,
          depth,
          width,
          causal,
          mask,
        });
        const shapes = [
          [batch, heads, queries, depth],
          [batch, heads, keys, depth],
          [batch, heads, keys, width],
        ];
        check({ shapes, layer, reference: exact });
      });
    }
  }
}

for (const [lengths, time, inputs, units] of [
  [[1], 1, 1, 1],
  [[4, 2], 4, 3, 5],
  [[3, 0, 6], 6, 2, 7],
  [[5, 5], 5, 9, 12],
] as const) {
  for (const reverse of [false, true]) {
    const sizes = { time, inputs, units, lengths, reverse };
    const shapes = (gates: number) => [
      [lengths.length, time, inputs],
      [inputs, gates * units],
      [units, gates * units],
      [gates * units],
    ];
    test(`LSTM and GRU of ${units} units over ${lengths.join(', ')} steps${reverse ? ', reversed' : ''}`, () => {
      const count = { lengths: tf.tensor1d([...lengths], 'int32'), reverse };
      check({
        shapes: shapes(4),
        layer: (x, kernel, recurrent, bias) =>
          nn.lstm({ x: x, kernel: kernel, recurrent: recurrent, bias: bias, ...count }),
        reference: reference.lstm(sizes),
        spread: 1,
      });
      check({
        shapes: [...shapes(3), [units]],
        layer: (x, kernel, recurrent, bias, recurrentBias) =>
          nn.gru({
            x: x,
            kernel: kernel,
            recurrent: recurrent,
            bias: bias,
            recurrentBias: recurrentBias,
            ...count,
          }),
        reference: reference.gru(sizes),
        spread: 1,
      });
    });
  }
}

for (const blank of [0, 4]) {
  test(`CTC with blank ${blank}: repeated, long, empty and impossible labels`, () => {
    const labels = [[1, 1, 2], [3], [2, 2, 2, 2], [], [1, 2, 3, 1, 2]];
    const frames = [9, 9, 5, 3, 5];
    const padded = labels.flatMap((label) => [
      ...label,
      ...Array<number>(5 - label.length).fill(blank),
    ]);
    const layer = (logits: tf.Tensor) =>
      nn.ctcLoss({
        logits,
        logitLengths: tf.tensor1d(frames, 'int32'),
        labels: tf.tensor2d(padded, [5, 5], 'int32'),
        labelLengths: tf.tensor1d(
          labels.map((label) => label.length),
          'int32',
        ),
        blank,
      });
    const exact = reference.ctc({ time: 9, classes: 7, frames, labels, blank });
    check({ shapes: [[5, 9, 7]], layer: (x) => layer(x), reference: exact, spread: 3 });
  });
}
