/** Checks a fused layer against a float64 formula, its gradient against central differences of that formula. */
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';

export const sum = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0);
export const mean = (x: readonly number[]): number => sum(x) / x.length;

export function softmax(x: readonly number[]): number[] {
  const top = Math.max(...x);
  const powers = x.map((value) => Math.exp(value - top));
  return powers.map((power) => power / sum(powers));
}

/** `size` numbers in [-limit, limit], the same in every run; another seed draws others. */
export function draw(size: number, limit: number, seed = 0): number[] {
  return Array.from({ length: size }, (_, i) => {
    const wave = Math.sin((i + 1) * 12.9898 + size + 100 * seed) * 43758.5453;
    return Math.fround((2 * (wave - Math.floor(wave)) - 1) * limit);
  });
}

/** Largest difference over largest magnitude. */
export function relativeError(got: ArrayLike<number>, want: readonly number[]): number {
  assert.equal(got.length, want.length);
  const largest = (values: readonly number[], floor: number): number =>
    values.reduce((top, value) => (value > top || Number.isNaN(value) ? value : top), floor);
  const scale = largest(want.map(Math.abs), 1e-3);
  return (
    largest(
      want.map((value, i) => Math.abs(got[i]! - value)),
      0,
    ) / scale
  );
}

/** Shape, elements and, where it is not float32, dtype. */
type Given = readonly [readonly number[], readonly number[], 'int32'?];

type Formula = (inputs: Record<string, number[]>) => number[];

/** Compares `name` and `<name>Grad` on these inputs; `differentiable` as the layer's table says. */
export function checkLayer(
  name: string,
  inputs: Readonly<Record<string, Given>>,
  differentiable: readonly string[],
  attrs: tf.NamedAttrMap,
  formula: Formula,
): void {
  const numbers = Object.fromEntries(
    Object.entries(inputs).map(([key, [, values]]) => [key, [...values]]),
  );
  const want = formula(numbers);
  const weights = draw(want.length, 1, 1);
  tf.tidy(() => {
    const tensors: tf.NamedTensorMap = Object.fromEntries(
      Object.entries(inputs).map(([key, [shape, values, dtype]]) => [
        key,
        tf.tensor([...values], [...shape], dtype ?? 'float32'),
      ]),
    );
    const [value, ...residuals] = tf.engine().runKernel<tf.Tensor[]>(name, tensors, attrs);
    assert.ok(relativeError(value!.dataSync(), want) < 2e-6, `${name} is wrong`);
    const kept = Object.fromEntries(residuals.map((tensor, i) => [`residual${i}`, tensor]));
    const dy = tf.tensor(weights, value!.shape);
    const grads = tf
      .engine()
      .runKernel<tf.Tensor[]>(`${name}Grad`, { ...tensors, ...kept, dy }, attrs);
    for (const [i, key] of differentiable.entries()) {
      const slopes = differences(formula, numbers, key, weights);
      assert.deepEqual(grads[i]!.shape, tensors[key]!.shape);
      const error = relativeError(grads[i]!.dataSync(), slopes);
      assert.ok(error < 1e-5, `${name}: d ${key} is off by ${error}`);
    }
  });
}

/** Slopes of sum(weights formula) in one input. */
function differences(
  formula: Formula,
  numbers: Record<string, number[]>,
  key: string,
  weights: readonly number[],
): number[] {
  const h = 1e-5;
  return numbers[key]!.map((_, i) => {
    const at = (step: number) => {
      const moved = numbers[key]!.with(i, numbers[key]![i]! + step);
      return sum(formula({ ...numbers, [key]: moved }).map((y, j) => y * weights[j]!));
    };
    return (at(h) - at(-h)) / (2 * h);
  });
}
