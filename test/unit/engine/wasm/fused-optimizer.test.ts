import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { assertClose, values } from './close.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

const run = (name: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap): tf.Tensor[] =>
  tf.engine().runKernel<tf.Tensor[]>(name, inputs, attributes);

/** A tensor of random numbers, and the same numbers. */
function random(count: number, seed: number, f: (x: number) => number = (x) => x) {
  const numbers = values(count, seed).map(f);
  return { tensor: tf.tensor1d(numbers), numbers: Float64Array.from(numbers) };
}

for (const count of [1, 3, 4, 5, 130]) {
  const [b1, b2, eps, t] = [0.9, 0.999, 1e-8, 7];
  const [c1, c2] = [1 - b1 ** t, 1 - b2 ** t];

  for (const nesterov of [false, true]) {
    test(`${nesterov ? 'NAdam' : 'Adam'} on ${count} numbers equals its formula and leaves its inputs alone`, () => {
      const [g, m, v] = [random(count, 1), random(count, 2), random(count, 3, Math.abs)];
      const inputs = { gradient: g.tensor, m: m.tensor, v: v.tensor };
      const outputs = run('TtrAdam', inputs, { b1, b2, c1, c2, eps, nesterov });
      const m1 = m.numbers.map((x, i) => b1 * x + (1 - b1) * g.numbers[i]!);
      const v1 = v.numbers.map((x, i) => b2 * x + (1 - b2) * g.numbers[i]! ** 2);
      const ahead = nesterov ? m1.map((x, i) => b1 * x + (1 - b1) * g.numbers[i]!) : m1;
      const update = ahead.map((x, i) => x / c1 / (Math.sqrt(v1[i]! / c2) + eps));
      for (const [i, expected] of [update, m1, v1].entries()) {
        assertClose(outputs[i]!, expected, 1e-6, `output ${i}`);
      }
      assert.deepEqual(Float64Array.from(m.tensor.dataSync()), m.numbers);
      assert.deepEqual(Float64Array.from(v.tensor.dataSync()), v.numbers);
    });

    test(`${nesterov ? 'Nesterov' : 'Heavy ball'} momentum on ${count} numbers equals its formula`, () => {
      const [g, old] = [random(count, 1), random(count, 2)];
      const inputs = { gradient: g.tensor, trace: old.tensor };
      const [update, next] = run('TtrTrace', inputs, { momentum: 0.9, nesterov });
      const trace = old.numbers.map((x, i) => 0.9 * x + g.numbers[i]!);
      assertClose(next!, trace, 1e-6, 'trace');
      const expected = nesterov ? trace.map((x, i) => 0.9 * x + g.numbers[i]!) : trace;
      assertClose(update!, expected, 1e-6, 'update');
    });
  }

  test(`RMS, combination and sum of squares of ${count} numbers equal their formulas`, () => {
    const [g, v] = [random(count, 1), random(count, 3, Math.abs)];
    const [update, next] = run('TtrRms', { gradient: g.tensor, v: v.tensor }, { b2, c2, eps });
    const v1 = v.numbers.map((x, i) => b2 * x + (1 - b2) * g.numbers[i]! ** 2);
    assertClose(next!, v1, 1e-6, 'v');
    const expected = v1.map((x, i) => g.numbers[i]! / (Math.sqrt(x / c2) + eps));
    assertClose(update!, expected, 1e-6, 'update');
    const [mixed] = run('TtrCombine', { a: g.tensor, b: v.tensor }, { ka: 2, kb: -3 });
    assertClose(
      mixed!,
      g.numbers.map((x, i) => 2 * x - 3 * v.numbers[i]!),
      1e-6,
      'combination',
    );
    const [squares] = run('TtrSumSquares', { x: g.tensor }, {});
    assert.deepEqual(squares!.shape, []);
    assertClose(squares!, [g.numbers.reduce((s, x) => s + x * x, 0)], 1e-6, 'sum of squares');
  });
}

test('Moments that would become denormal are written as 0; NaN is kept', () => {
  const gradient = tf.tensor1d([0, 0, NaN, 1]);
  const m = tf.tensor1d([1e-30, -1e-31, 0, 0]);
  const v = tf.tensor1d([1e-38, 1e-29, 0, 0]);
  const attributes = { b1: 0.9, b2: 0.999, c1: 1, c2: 1, eps: 1e-8, nesterov: false };
  const [update, nextM, nextV] = run('TtrAdam', { gradient, m, v }, attributes);
  assert.deepEqual([...nextM!.dataSync().slice(0, 2)], [0, 0]);
  assert.deepEqual([...nextV!.dataSync().slice(0, 2)], [0, Math.fround(0.999 * 1e-29)]);
  for (const output of [update, nextM, nextV]) assert.ok(Number.isNaN(output!.dataSync()[2]));
});

test('The update of all parameters in one call gives the bits of one call for each', () => {
  const [b1, b2, eps, c1, c2] = [0.9, 0.999, 1e-8, 0.5, 0.1];
  const kernels: readonly (readonly [string, readonly string[], tf.NamedAttrMap])[] = [
    ['TtrAdam', ['gradient', 'm', 'v'], { b1, b2, c1, c2, eps, nesterov: true }],
    ['TtrRms', ['gradient', 'v'], { b2, c2, eps }],
    ['TtrTrace', ['gradient', 'trace'], { momentum: 0.9, nesterov: true }],
    ['TtrCombine', ['a', 'b'], { ka: 2, kb: -3 }],
    ['TtrScale', ['a'], { k: -0.3 }],
    ['TtrSumSquares', ['x'], {}],
  ];
  for (const [name, inputs, attributes] of kernels) {
    const sizes = [5, 1, 12, 130];
    const sets = inputs.map((_, k) => sizes.map((n, i) => random(n, 10 * k + i, Math.abs).tensor));
    const all = run(`${name}All`, Object.fromEntries(sets.flat().entries()), attributes);
    const each = sizes.map((_, i) =>
      run(name, Object.fromEntries(inputs.map((input, k) => [input, sets[k]![i]!])), attributes),
    );
    const wanted = each[0]!.flatMap((_, k) => each.map((outputs) => outputs[k]!));
    assert.equal(all.length, wanted.length, name);
    for (const [i, output] of all.entries()) {
      assert.deepEqual(output.shape, wanted[i]!.shape, name);
      assert.deepEqual(output.dataSync(), wanted[i]!.dataSync(), name);
    }
  }
});

test('Scaling equals the product', () => {
  const { tensor, numbers } = random(7, 1);
  const [scaled] = run('TtrScale', { a: tensor }, { k: -0.3 });
  assertClose(
    scaled!,
    numbers.map((x) => -0.3 * x),
    1e-6,
    'scaled',
  );
});
