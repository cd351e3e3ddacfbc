/** Inputs and comparisons for kernel tests. References are computed in float64. */
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';

/** Numbers in [-1, 1), the same for the same seed (a 32-bit linear congruential generator). */
export function values(count: number, seed = 1): Float32Array {
  let state = seed * 2654435761;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** A tensor of `values`. */
export function tensor(shape: number[], seed = 1): tf.Tensor {
  return tf.tensor(values(tf.util.sizeFromShape(shape), seed), shape);
}

/** Holds when no value is further from the reference than `tolerance` times the reference's largest value. */
export function assertClose(
  actual: tf.Tensor,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  const got = actual.dataSync();
  assert.equal(got.length, expected.length, `${what}: number of values`);
  let range = 0;
  for (let i = 0; i < expected.length; i++) range = Math.max(range, Math.abs(expected[i]!));
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(got[i]! - expected[i]!);
    if (!(error <= tolerance * Math.max(range, 1e-30))) {
      assert.fail(`${what}: value ${i} is ${got[i]!}, not ${expected[i]!} (range ${range})`);
    }
  }
}

/** Central differences of a float64 function at each of `x`. */
export function derivative(f: (x: number) => number, x: number): number {
  const h = 1e-5 * Math.max(1, Math.abs(x));
  return (f(x + h) - f(x - h)) / (2 * h);
}
