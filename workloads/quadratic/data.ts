/** A made-up regression: sixteen features, a linear answer with noise. Nothing is downloaded. */
import * as tf from '@tensorflow/tfjs';
import { defineData } from '#spec';
import type { Table } from '#spec';

export const features = 16;
const sizes = { train: 4096, validation: 512, test: 512 };
/** Standard deviations of the true weights and of the noise. */
const weightStd = 0.1;
const noiseStd = 0.05;

export default defineData({
  name: 'quadratic',
  revision: 1,
  packages: [],
  convert() {
    const normal = normalNumbers(1);
    const truth = Array.from({ length: features }, () => weightStd * normal());
    return {
      train: rows(sizes.train, truth, normal),
      validation: rows(sizes.validation, truth, normal),
      test: rows(sizes.test, truth, normal),
    };
  },
  tensors({ columns }, indices) {
    const x = new Float32Array(indices.length * features);
    const y = new Float32Array(indices.length);
    const stored = columns['x']!.data;
    for (let row = 0; row < indices.length; row++) {
      const from = indices[row]! * features;
      x.set(stored.subarray(from, from + features), row * features);
      y[row] = columns['y']!.data[indices[row]!]!;
    }
    return { x: tf.tensor2d(x, [indices.length, features]), y: tf.tensor1d(y) };
  },
});

/** y = x . truth + noise, every feature standard normal. */
function rows(size: number, truth: readonly number[], normal: () => number): Table {
  const x = Float32Array.from({ length: size * features }, normal);
  const y = Float32Array.from({ length: size }, (_, row) =>
    truth.reduce((sum, weight, i) => sum + weight * x[row * features + i]!, noiseStd * normal()),
  );
  return { size, columns: { x: { shape: [features], data: x }, y: { shape: [], data: y } } };
}

/** Nearly normal numbers from exact arithmetic alone: sums of twelve uniform ones (an LCG of Numerical Recipes). */
function normalNumbers(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += uniform();
    return sum;
  };
}
