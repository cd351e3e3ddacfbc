import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm, Params } from '#spec';
import { initState, takeStep } from '../../../harness/run/trainer/take-step.ts';
import { tensorsIn } from '../../../harness/run/trainer/tensors-in.ts';
import { here, row, start, task, trajectory } from './matrix-problem.ts';
import { methods } from './matrix-steps.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const zeros = (): Params => optim.zerosLike(start());

for (const [name, algorithm] of Object.entries(methods))
  test(`${name} neither moves nor makes NaN at gradients of zero`, () => {
    const want = row(start());
    for (const at of trajectory(algorithm, 8, zeros)) assert.deepEqual(at, want);
  });

for (const [name, algorithm] of Object.entries(methods))
  test(`${name} leaks no tensor and reads no value in a step`, () => {
    const before = tf.memory().numTensors;
    let params = start();
    let state = initState(algorithm, params);
    const grads = tf.tidy(() => optim.scale(start(), 0.5));
    for (let step = 0; step < 7; step++) {
      const reads = countReads(() => {
        [params, state] = takeStep(
          algorithm,
          here(params, step, () => grads),
          state,
        );
      });
      assert.equal(reads, 0, `values were read in step ${step}`);
      const owned = tensorsIn([params, state], 'left').size + Object.keys(grads).length;
      assert.equal(tf.memory().numTensors - before, owned, `a tensor leaked in step ${step}`);
    }
    tf.dispose([grads, ...tensorsIn([params, state], 'left')]);
  });

/** How often `dataSync` is called while `f` runs. */
const countReads = (f: () => void): number => {
  const proto = tf.Tensor.prototype;
  const original = Object.getOwnPropertyDescriptor(proto, 'dataSync')!;
  let reads = 0;
  Object.defineProperty(proto, 'dataSync', {
    ...original,
    value(this: tf.Tensor) {
      reads += 1;
      return (original.value as (this: tf.Tensor) => unknown).call(this);
    },
  });
  try {
    f();
  } finally {
    Object.defineProperty(proto, 'dataSync', original);
  }
  return reads;
};

const rules: Readonly<Record<string, () => optim.Transform>> = {
  muon: () => optim.scaleByMuon(),
  shampoo: () => optim.scaleByShampoo({ every: 2 }),
  caspr: () => optim.scaleByCaspr({ every: 2 }),
  soap: () => optim.scaleBySoap({ every: 2 }),
};

/** Three steps of a rule at one gradient; the updates of the last. */
const third = (rule: optim.Transform, grads: Params): Params => {
  let state = rule.init(grads);
  let updates: Params = {};
  for (let step = 0; step < 3; step++)
    [updates, state] = rule.update(grads, state, here(grads, step));
  return updates;
};

for (const [name, rule] of Object.entries(rules)) {
  test(`${name} goes along the sign of a gradient that is one number, of any rank`, () => {
    for (const shape of [[], [1], [1, 1], [1, 1, 1, 1]]) {
      const updates = third(rule(), { x: tf.fill(shape, -3), y: tf.fill(shape, 3) });
      assert.deepEqual(updates['x']!.shape, shape);
      const [x, y] = [updates['x']!.dataSync()[0]!, updates['y']!.dataSync()[0]!];
      assert.ok(x < 0 && y > 0 && Math.abs(x + y) < 1e-6, `${x} and ${y}`);
    }
  });

  test(`${name} may be given no parameter at all`, () => {
    const still = optim.stateless(optim.zerosLike);
    const partition = optim.partition(() => false, rule(), still);
    assert.deepEqual(Object.keys(third(partition, start())), Object.keys(start()));
    assert.deepEqual(third(rule(), {}), {});
  });
}

test('Muon without a parameter it may scale leaves all to the other rule', () => {
  const embeddings = { ...task, parameters: { a: task.parameters['a']! } };
  const rule = optim.partition(
    optim.onlyWeights(embeddings),
    optim.scaleByMuon(),
    optim.stateless((g) => g),
  );
  const grads = { a: tf.tensor1d([1, 2, 3]) };
  assert.deepEqual([...third(rule, grads)['a']!.dataSync()], [1, 2, 3]);
});

test('the scales of Muon are those of Adam and of the spectral norm', () => {
  assert.equal(optim.matchAdam(100, 25), 2);
  assert.equal(optim.matchSpectral(4, 16), 2);
  assert.equal(optim.matchSpectral(16, 4), 1);
});

test('grafting keeps the direction and takes the size, and leaves zeros', () => {
  const sizes = { a: tf.tensor2d([[6], [8]]), b: tf.tensor1d([5]) };
  const grafted = optim.graftTensors({ a: tf.tensor2d([[0], [-2]]), b: tf.tensor1d([0]) }, sizes);
  assert.deepEqual([...grafted['a']!.dataSync()], [0, -10]);
  assert.deepEqual([...grafted['b']!.dataSync()], [0]);
  const pair = optim.graftMatrices(
    { x: tf.tensor3d([[[1, 0]], [[0, 4]]]) },
    { x: tf.tensor3d([[[3, 4]], [[1, 0]]]) },
  );
  assert.deepEqual([...pair['x']!.dataSync()], [5, 0, 0, 1]);
});

test('the first gradient makes no step of SOAP, and bases change at its cadence', () => {
  const rule = optim.scaleBySoap({ every: 2 });
  const grads = { w: tf.tensor2d([[1, 2], [3, 5]]) }; // prettier-ignore
  let state = rule.init(grads);
  const bases: number[][] = [];
  for (let step = 0; step < 5; step++) {
    const [updates, next] = rule.update(
      { w: grads.w.add(tf.tensor2d([[step, 0], [0, -step]])) }, // prettier-ignore
      state,
      here(grads, step),
    );
    if (step === 0) assert.deepEqual([...updates['w']!.dataSync()], [0, 0, 0, 0]);
    state = next;
    const { left } = (next as { bases: optim.Sides }).bases;
    bases.push([...left['2 x 2']!.dataSync()]);
  }
  assert.deepEqual(bases[1], bases[0]);
  assert.notDeepEqual(bases[2], bases[1]);
  assert.deepEqual(bases[3], bases[2]);
  assert.notDeepEqual(bases[4], bases[3]);
});

const sgd = (rule: optim.Transform): Algorithm =>
  optim.optimizer(rule, optim.scaleByLearningRate(0.02));

test('Shampoo and CASPR take the steps of NAdam until their first roots', () => {
  const alone = trajectory(sgd(optim.scaleByNadam({ b2: 0.99 })), 5);
  const shampoo = trajectory(sgd(optim.scaleByShampoo({ every: 5 })), 5);
  const caspr = trajectory(sgd(optim.scaleByCaspr({ every: 2, start: 4 })), 5);
  assert.deepEqual(shampoo.slice(0, 4), alone.slice(0, 4));
  assert.notDeepEqual(shampoo[4], alone[4]);
  assert.deepEqual(caspr.slice(0, 4), alone.slice(0, 4));
  assert.notDeepEqual(caspr[4], alone[4]);
});
