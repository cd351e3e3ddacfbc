/** Parameters are handed over by name: the order in which a submission returned them never matters. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import type { Algorithm, Params, ParameterSpec } from '#spec';
import { packParams, unpackParams } from '../../../../harness/run/wire/params.ts';
import { reveal } from '../../../../harness/run/trainer/hidden-names.ts';
import { takeStep } from '../../../../harness/run/trainer/take-step.ts';
import { smallStepper } from '../small-stepper.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const init = { kind: 'constant', value: 0 } as const;
/** Two of one size, so that a mix-up would not show in the number of bytes; the names sort otherwise than they stand. */
const specs: Record<string, ParameterSpec> = {
  'z/kernel': { shape: [2, 2], role: 'weight', init },
  'a/kernel': { shape: [2, 2], role: 'weight', init },
  'm/bias': { shape: [3], role: 'bias', init },
};
const paths = Object.keys(specs);
const numbers: Record<string, number[]> = {
  'z/kernel': [1, 2, 3, 4],
  'a/kernel': [5, 6, 7, 8],
  'm/bias': [9, 10, 11],
};
const params = (order: readonly string[]): Params =>
  Object.fromEntries(
    order.map((path) => [path, tf.tensor(numbers[path]!, [...specs[path]!.shape])]),
  );

test('whatever the order of keys, every parameter arrives under its own name', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(paths, { minLength: 3 }), (order) => {
      const arrived = unpackParams(packParams(params(order), specs), specs);
      assert.deepEqual(Object.keys(arrived), paths);
      for (const path of paths) {
        assert.deepEqual([...arrived[path]!.dataSync()], numbers[path]);
        assert.deepEqual(arrived[path]!.shape, [...specs[path]!.shape]);
      }
    }),
  );
});

test('a parameter that is missing or of another shape is named', () => {
  assert.throws(() => packParams(params(paths.slice(1)), specs), /"z\/kernel" .* is not there/);
  const flat = { ...params(paths), 'a/kernel': tf.zeros([4]) };
  assert.throws(() => packParams(flat, specs), /"a\/kernel" .* \[2, 2\], and is \[4\]/);
});

test('bytes that are too few or too many for the model are refused', () => {
  const bytes = packParams(params(paths), specs);
  for (const wrong of [bytes.subarray(4), Buffer.concat([bytes, Buffer.alloc(4)])])
    assert.throws(() => unpackParams(wrong, specs), /bytes of parameters; the model has 44\./);
});

test('a step that returns its parameters in another order is judged by their names', () => {
  const turned: Algorithm = {
    init: () => [],
    step({ params: { p0, ...rest } }, state) {
      return [{ ...rest, p0: p0!.add(100) }, state];
    },
  };
  const hidden = {
    p0: params(paths)['z/kernel']!,
    p1: params(paths)['a/kernel']!,
    p2: params(paths)['m/bias']!,
  };
  const here = { params: hidden, step: 0 } as never;
  const [after] = takeStep(turned, here, []);
  assert.deepEqual(Object.keys(after), ['p0', 'p1', 'p2']);
  const arrived = unpackParams(packParams(reveal(after, paths), specs), specs);
  assert.deepEqual([...arrived['z/kernel']!.dataSync()], [101, 102, 103, 104]);
  assert.deepEqual([...arrived['a/kernel']!.dataSync()], [5, 6, 7, 8]);
});

test('gradients are those of their names, asked for at parameters in any order', () => {
  const found: number[][] = [];
  const asking = (turn: (params: Params) => Params): Algorithm => ({
    init: () => [],
    step({ params: at, grad }, state) {
      const { grads } = grad(turn(at));
      found.push(Object.keys(at).flatMap((name) => [...grads[name]!.dataSync()]));
      return [at, state];
    },
  });
  for (const turn of [
    (at: Params): Params => at,
    (at: Params): Params => Object.fromEntries(Object.entries(at).reverse()),
  ]) {
    const { stepper, initial } = smallStepper(asking(turn));
    stepper.step(stepper.start(initial));
  }
  assert.equal(found.length, 2);
  assert.deepEqual(found[0], found[1]);
});
