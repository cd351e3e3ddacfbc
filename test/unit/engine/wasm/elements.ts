/** Compares tensors with the meaning of an operation, element by element. */
import assert from 'node:assert/strict';
import type * as tf from '@tensorflow/tfjs';

/** A tensor as shape and a function from coordinates to value, to spell out what an operation means. */
export type Read = (at: readonly number[]) => number;

export function reader(x: tf.Tensor): Read {
  const data = x.dataSync();
  return (at) => data[at.reduce((index, c, d) => index * x.shape[d]! + c, 0)]!;
}

/** Compares every element with the meaning of the operation. */
export function assertEach(actual: tf.Tensor, shape: readonly number[], expected: Read): void {
  assert.deepEqual(actual.shape, [...shape]);
  const data = actual.dataSync();
  for (let i = 0; i < data.length; i++) {
    const at: number[] = [];
    let rest = i;
    for (let d = shape.length - 1; d >= 0; d--) {
      at.unshift(rest % shape[d]!);
      rest = Math.floor(rest / shape[d]!);
    }
    assert.equal(data[i], expected(at), `at [${at.join()}]`);
  }
}
