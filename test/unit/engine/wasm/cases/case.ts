/** One call of an operation that a kernel of ours computes, with what it means in float64. */
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { values } from '../close.ts';

export interface Operand {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  /** float32 where absent. */
  readonly dtype?: 'int32' | 'bool';
}

export interface Case {
  readonly inputs: readonly Operand[];
  readonly op: (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
  /** The same on float64 numbers in the order of memory; several outputs one after the other. */
  readonly formula: (...inputs: Float64Array[]) => ArrayLike<number>;
  /** Operands whose gradients are compared with central differences of the formula. */
  readonly slopes?: readonly number[];
  /** Errors are measured against the largest number, or this where that is smaller: results may be what terms leave over. */
  readonly scale?: number;
}

/** Kernels and gradients by name; each name has at least one case. */
export type Cases = Readonly<Record<string, readonly Case[]>>;

const count = (shape: readonly number[]): number => shape.reduce((n, size) => n * size, 1);

/** Numbers in [-3, 3) of both signs. */
export const mixed = (shape: readonly number[], seed = 1): Operand => ({
  shape,
  values: values(count(shape), seed).map((v) => 3 * v),
});

/** Numbers in [-3, -0.1). */
export const negative = (shape: readonly number[], seed = 1): Operand => ({
  shape,
  values: values(count(shape), seed).map((v) => -1.55 + 1.45 * v),
});

/** Numbers in [0.1, 3). */
export const positive = (shape: readonly number[], seed = 1): Operand => ({
  shape,
  values: values(count(shape), seed).map((v) => 1.55 + 1.45 * v),
});

/** NaN and both infinities among other numbers, at both ends of a vector of four and in the rest. */
export const special = (shape: readonly number[], seed = 1): Operand => {
  const odd = [NaN, 1.5, Infinity, -Infinity, -0.5];
  const { values: plain } = mixed(shape, seed);
  return { shape, values: Array.from(plain, (v, i) => (i % 2 === 0 ? odd[(i / 2 + seed) % 5]! : v)) };
}; // prettier-ignore

/** Whole numbers. */
export const whole = (shape: readonly number[], numbers: readonly number[]): Operand => ({
  shape,
  values: numbers,
  dtype: 'int32',
});

/** A fixed pattern of true and false. */
export const flags = (shape: readonly number[], seed = 1): Operand => ({
  shape,
  values: values(count(shape), seed).map((v) => Number(v > 0)),
  dtype: 'bool',
});

/** Runs the case on the engine and holds values and gradients against the formula. */
export function checkCase({ inputs, op, formula, slopes = [], scale = 1e-3 }: Case): void {
  tf.tidy(() => {
    const tensors = inputs.map(({ shape, values, dtype }) =>
      tf.tensor(Array.from(values), [...shape], dtype ?? 'float32'),
    );
    const numbers = inputs.map(({ values }) => Float64Array.from(values));
    const want = formula(...numbers);
    const flat = (...given: tf.Tensor[]): tf.Tensor => {
      const outputs = [op(...given)].flat().map((output) => tf.reshape(output, [-1]));
      return outputs.length === 1 ? outputs[0]! : tf.concat(outputs);
    };
    assertNumbers(flat(...tensors).dataSync(), want, { tolerance: 3e-6, scale }, 'value');
    if (slopes.length === 0) return;
    const weights = values(want.length, 99);
    const grads = tf.grads((...given) => flat(...tensors.map((tensor, i) => given[slopes.indexOf(i)] ?? tensor)))(
      slopes.map((i) => tensors[i]!),
      tf.tensor1d(weights),
    );
    const loss = (...given: Float64Array[]) =>
      Array.from(formula(...given)).reduce((sum, y, k) => sum + y * weights[k]!, 0);
    for (const [k, i] of slopes.entries()) {
      assert.deepEqual(grads[k]!.shape, inputs[i]!.shape);
      const exact = differences(loss, numbers, i);
      assertNumbers(grads[k]!.dataSync(), exact, { tolerance: 1e-5, scale }, `gradient ${i}`);
    }
  });
} // prettier-ignore

/** Slopes of `loss` in the numbers of input `index`. */
function differences(
  loss: (...inputs: Float64Array[]) => number,
  inputs: readonly Float64Array[],
  index: number,
): Float64Array {
  const h = 1e-5;
  return inputs[index]!.map((value, k) => {
    const at = (v: number) => loss(...inputs.map((x, i) => (i === index ? x.with(k, v) : x)));
    return (at(value + h) - at(value - h)) / (2 * h);
  });
}

/** NaN and infinities must be the same; other numbers within `tolerance` times the largest, or times `scale`. */
function assertNumbers(
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  { tolerance, scale }: { readonly tolerance: number; readonly scale: number },
  what: string,
): void {
  assert.equal(got.length, want.length, `${what}: number of values`);
  const sizes = Array.from(want, Math.abs).filter(Number.isFinite);
  const limit = tolerance * sizes.reduce((a, b) => Math.max(a, b), scale);
  for (let i = 0; i < want.length; i++) {
    const same = Object.is(got[i], want[i]) || Math.abs(got[i]! - want[i]!) <= limit;
    assert.ok(same, `${what} ${i} is ${got[i]!}, not ${want[i]!}`);
  }
}
