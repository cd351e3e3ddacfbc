/** Rules of AlgoPerf's field at single steps whose results can be worked out by hand. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm, Params, State } from '#spec';
import * as parabola from '../../contract/parabola.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const tensors = (values: Record<string, number[]>): Params =>
  Object.fromEntries(Object.entries(values).map(([path, row]) => [path, tf.tensor1d(row)]));
const numbers = (params: Params): Record<string, number[]> =>
  Object.fromEntries(Object.entries(params).map(([path, t]) => [path, [...t.dataSync()]]));
const once = (rule: optim.Transform, grads: Params, params: Params): Record<string, number[]> =>
  numbers(rule.update(grads, rule.init(params), parabola.here(params, 0))[0]);

test('a trust ratio gives an update the parameter’s norm, and leaves it alone where a norm is 0', () => {
  const params = tensors({ a: [6, 8], b: [0, 0], c: [1, 0] });
  const grads = tensors({ a: [0, 2], b: [3, 4], c: [0, 0] });
  assert.deepEqual(once(optim.scaleByTrustRatio(), grads, params), {
    a: [0, 10],
    b: [3, 4],
    c: [0, 0],
  });
  const half = optim.scaleByTrustRatio({ coefficient: 0.5, mask: (path) => path === 'a' });
  assert.deepEqual(once(half, grads, params)['a'], [0, 5]);
});

test('Adafactor gives a rank-one gradient back as signs, and survives one of zeros', () => {
  const params = { w: tf.zeros([2, 3]) };
  const rule = optim.scaleByFactoredRms();
  const outer = tf.tensor2d([
    [1, -2, 4],
    [-3, 6, -12],
  ]);
  const [updates] = rule.update({ w: outer }, rule.init(params), parabola.here(params, 0));
  for (const [i, value] of [1, -1, 1, -1, 1, -1].entries())
    assert.ok(Math.abs(updates['w']!.dataSync()[i]! - value) < 1e-5);
  let state: State = rule.init(params);
  for (let step = 0; step < 3; step++) {
    const [still, next] = rule.update(params, state, parabola.here(params, step));
    assert.deepEqual([...still['w']!.dataSync()], [0, 0, 0, 0, 0, 0]);
    state = next;
  }
});

test('clipping by the root mean square of a tensor leaves small ones alone', () => {
  const grads = tensors({ a: [6, 8, 0, 0], b: [0.1, 0.1] });
  const clipped = once(optim.clipByBlockRms(2.5), grads, grads);
  assert.deepEqual(clipped['a'], [3, 4, 0, 0]);
  assert.deepEqual(clipped['b'], numbers(grads)['b']);
});

test('a cautious rule masks what goes up, and what is left grows by its share', () => {
  const flip = optim.stateless((updates) => ({ a: updates['a']!.mul(tf.tensor1d([1, 1, -1, 1])) }));
  const grads = tensors({ a: [1, -2, 3, 0] });
  const kept = once(optim.cautious(flip), grads, grads)['a']!;
  // A masked number is 0 of either sign.
  assert.deepEqual(
    kept.map((x) => x + 0),
    [2, -4, 0, 0],
  );
});

test('factors by role reach the parameters of that role only', () => {
  const { parameters } = parabola.task(10);
  const params = parabola.start(1);
  const rule = optim.scaleByRole({ parameters }, { bias: 0.5, normScale: 3 });
  const scaled = once(rule, params, params);
  assert.deepEqual(scaled['layer/bias'], [0.5, 0.5, 0.5]);
  assert.deepEqual(scaled['norm/scale'], [3]);
  assert.deepEqual(scaled['layer/kernel'], [1, 1, 1, 1, 1, 1]);
});

test('the slow decay of AdEMAMix goes from b1 to b3, its half-life in a straight line', () => {
  const halfLife = (b: number): number => Math.log(0.5) / Math.log(b);
  assert.ok(Math.abs(optim.slowDecay(0.9, 0.999, 0) - 0.9) < 1e-12);
  assert.ok(Math.abs(optim.slowDecay(0.9, 0.999, 1) - 0.999) < 1e-12);
  const middle = halfLife(optim.slowDecay(0.9, 0.999, 0.5));
  assert.ok(Math.abs(middle - (halfLife(0.9) + halfLife(0.999)) / 2) < 1e-9);
});

test('what Amos expects of tensors follows from role and shape', () => {
  const { expectedSize, reducedShape, sharedRoot, timeConstant } = optim;
  const embedding = { shape: [100, 16], role: 'embedding' } as const;
  assert.deepEqual(reducedShape(embedding), [100, 1]);
  assert.equal(sharedRoot(embedding), 4);
  assert.equal(expectedSize({ shape: [8, 3], role: 'weight' }), 0.5);
  assert.equal(expectedSize({ shape: [3, 3, 4, 9], role: 'convWeight' }), 1 / 6);
  assert.equal(expectedSize({ shape: [8, 3], role: 'weight' }, 0.062), 0.062);
  assert.equal(expectedSize({ shape: [8], role: 'normScale' }, 0.062), 1);
  assert.equal(timeConstant(1), 0);
});

const still = (extra: Partial<Algorithm> = {}): Algorithm => ({
  ...optim.optimizer(optim.scaleByLearningRate(0.1)),
  ...extra,
});

test('wrappers keep batch size, regularization and choice of data', () => {
  const batch = { size: 3, tensors: {} };
  const inner = still({ batchSize: 7, dropout: 0.2, labelSmoothing: 0.1, selectData: () => batch });
  const intervals = { from: 1, every: 1 };
  const params = tensors({ a: [1] });
  for (const outer of [
    optim.queueAveraged(inner, intervals, 2) as Algorithm,
    optim.snapshotsAveraged(inner, intervals, 0.5) as Algorithm,
    optim.diloco(inner, { every: 2, learningRate: 1, momentum: 0 }) as Algorithm,
    optim.averaged(inner, 0.9) as Algorithm,
    optim.restarted(
      () => inner,
      () => false,
    ) as Algorithm,
  ]) {
    const { batchSize, dropout, labelSmoothing } = outer;
    assert.deepEqual(
      { batchSize, dropout, labelSmoothing },
      { batchSize: 7, dropout: 0.2, labelSmoothing: 0.1 },
    );
    assert.equal(outer.selectData!(parabola.here(params, 0), outer.init(params)), batch);
  }
});

test('a round ends without progress: four evaluations of it, the last new, none a hundredth better', () => {
  const here = (step: number, values: readonly number[]) => ({
    ...parabola.here({}, step),
    evaluations: values.map((validation, i) => ({ step: 10 * (i + 1), seconds: i, validation })),
  });
  const stuck = optim.withoutProgress({ goal: 'minimize' }, 30);
  const first = { round: 0, began: 0 };
  const flat = [1, 0.999, 1, 0.998];
  assert.equal(stuck(here(40, flat), first), true);
  assert.equal(stuck(here(41, flat), first), false, 'no new evaluation');
  assert.equal(stuck(here(40, flat), { round: 1, began: 10 }), false, 'three of this round');
  assert.equal(stuck(here(40, [1, 0.999, 1, 0.98]), first), false, 'two hundredths better');
  assert.equal(optim.withoutProgress({ goal: 'minimize' }, 50)(here(40, flat), first), false);
  const rising = optim.withoutProgress({ goal: 'maximize' }, 30);
  assert.equal(rising(here(40, [1, 0.999, 1, 0.98]), first), true, 'worse is no progress');
});
