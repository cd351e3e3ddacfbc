import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { openEngine } from '../../../harness/engine/engine.ts';
import { nativeState } from '../../../harness/engine/native/home.ts';
import { draw, relativeError, sum } from './float64.ts';

const found = nativeState('tensorflow');
const skip = found.state === 'absent' && `the native engine is not there: ${found.detail}`;
const skipOwn = found.state === 'built' && found.ownOps === undefined && 'no fused operations';

describe('The native engine', { skip }, () => {
  before(async () => {
    await openEngine('tensorflow', { threads: 1 });
  });

  test('opens once in a process', async () => {
    await assert.rejects(openEngine('tensorflow', { threads: 1 }), /already open in this process/);
  });

  test('rounds whole numbers to themselves, which TensorFlow 2.17 and later do not', () => {
    assert.deepEqual([...tf.round(tf.tensor1d([-3, 0, 7], 'int32')).dataSync()], [-3, 0, 7]);
    assert.deepEqual([...tf.round(tf.tensor1d([-1.6, 0.4, 2.7])).dataSync()], [-2, 0, 3]);
  });

  test('reduces, reshapes, transposes and casts as tfjs does', () => {
    const x = tf.tensor([1, 2, 3, 4, 5, 6], [2, 3]);
    assert.deepEqual(tf.sum(x, 0).arraySync(), [5, 7, 9]);
    assert.deepEqual(tf.mean(x, -1, true).arraySync(), [[2], [5]]);
    assert.deepEqual(tf.max(x, 1).arraySync(), [3, 6]);
    assert.deepEqual(tf.min(x).arraySync(), 1);
    assert.deepEqual(tf.prod(x, 1).arraySync(), [6, 120]);
    assert.deepEqual(tf.sum(tf.tensor1d([true, false, true], 'bool')).arraySync(), 2);
    assert.deepEqual(tf.transpose(tf.reshape(x, [3, 2])).arraySync(), [
      [1, 3, 5],
      [2, 4, 6],
    ]);
    const same = tf.cast(x, 'float32');
    x.dispose();
    assert.deepEqual(same.arraySync(), [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    assert.equal(tf.cast(same, 'int32').dtype, 'int32');
  });

  test('gives the gradients of sums, means and relu', () => {
    const x = tf.tensor([1, -2, 3, -4, 5, 0], [2, 3]);
    const slope = (f: (x: tf.Tensor) => tf.Tensor) => tf.grad(f)(x).arraySync();
    const weighted = (y: tf.Tensor) => tf.sum(tf.mul(y, tf.tensor(draw(y.size, 1), y.shape)));
    const [a, b] = draw(2, 1).map(Math.fround) as [number, number];
    assert.deepEqual(
      slope((x) => weighted(tf.sum(x, 1))),
      [
        [a, a, a],
        [b, b, b],
      ],
    );
    const third = (value: number) => Math.fround(Math.fround(value) * Math.fround(1 / 3));
    assert.deepEqual(
      slope((x) => weighted(tf.mean(x, [-1], true))),
      [
        [third(a), third(a), third(a)],
        [third(b), third(b), third(b)],
      ],
    );
    assert.deepEqual(
      slope((x) => tf.sum(tf.relu(x))),
      [
        [1, 0, 1],
        [0, 1, 0],
      ],
    );
  });

  test('keeps no tensor over 200 training steps', () => {
    const w = tf.variable(tf.tensor(draw(12, 1), [3, 4]));
    const step = () => {
      tf.tidy(() => {
        const loss = () => tf.mean<tf.Scalar>(tf.relu(tf.matMul(tf.ones([5, 3]), w)));
        const { grads } = tf.variableGrads(loss);
        w.assign(tf.sub(w, tf.mul(0.1, grads[w.name]!)));
      });
    };
    step();
    const before = tf.memory().numTensors;
    for (let i = 0; i < 200; i++) step();
    assert.equal(tf.memory().numTensors, before);
  });

  describe('updates parameters in one pass', { skip: skipOwn }, () => {
    const size = 1003;
    const gradient = draw(size, 1, 2);
    const m = draw(size, 1, 3);
    const v = draw(size, 1, 4).map(Math.abs);
    const tensors = { gradient, m, v, trace: m, a: m, b: v, x: m };
    const run = (name: string, inputs: (keyof typeof tensors)[], attrs: tf.NamedAttrMap) => {
      const given = Object.fromEntries(inputs.map((key) => [key, tf.tensor1d(tensors[key])]));
      const outputs: tf.Tensor | tf.Tensor[] = tf.engine().runKernel(name, given, attrs);
      return (Array.isArray(outputs) ? outputs : [outputs]).map((output) => output.dataSync());
    };
    const agree = (got: ArrayLike<number>[], want: number[][]) => {
      assert.equal(got.length, want.length);
      for (const [i, values] of want.entries()) assert.ok(relativeError(got[i]!, values) < 1e-6);
    };
    const factors = { b1: 0.9, b2: 0.99, c1: 0.271, c2: 0.0297, eps: 1e-6 };
    const newM = gradient.map((g, i) => 0.9 * m[i]! + 0.1 * g);
    const newV = gradient.map((g, i) => 0.99 * v[i]! + 0.01 * g * g);
    const update = (nesterov: boolean) =>
      gradient.map((g, i) => {
        const lead = nesterov ? 0.9 * newM[i]! + 0.1 * g : newM[i]!;
        return lead / 0.271 / (Math.sqrt(newV[i]! / 0.0297) + 1e-6);
      });

    for (const nesterov of [false, true]) {
      test(`TtrAdam, nesterov ${nesterov}`, () => {
        const attrs = { ...factors, nesterov };
        agree(run('TtrAdam', ['gradient', 'm', 'v'], attrs), [update(nesterov), newM, newV]);
      });
      test(`TtrTrace, nesterov ${nesterov}`, () => {
        const next = gradient.map((g, i) => g + 0.9 * m[i]!);
        const out = nesterov ? gradient.map((g, i) => g + 0.9 * next[i]!) : next;
        agree(run('TtrTrace', ['gradient', 'trace'], { momentum: 0.9, nesterov }), [out, next]);
      });
    }
    test('TtrRms, TtrCombine and TtrSumSquares', () => {
      const scaled = gradient.map((g, i) => g / (Math.sqrt(newV[i]! / 0.0297) + 1e-6));
      agree(run('TtrRms', ['gradient', 'v'], factors), [scaled, newV]);
      const combined = m.map((a, i) => 0.3 * a - 2 * v[i]!);
      agree(run('TtrCombine', ['a', 'b'], { ka: 0.3, kb: -2 }), [combined]);
      agree(run('TtrSumSquares', ['x'], {}), [[sum(m.map((x) => x * x))]]);
    });
    test('Moments below 1e-30 become 0 before they are denormal', () => {
      const tiny = { gradient: tf.tensor1d([0]), trace: tf.tensor1d([1e-31]) };
      const attrs = { momentum: 0.9, nesterov: false };
      const [, next] = tf.engine().runKernel<tf.Tensor[]>('TtrTrace', tiny, attrs);
      assert.equal(next!.dataSync()[0], 0);
    });
  });
});
