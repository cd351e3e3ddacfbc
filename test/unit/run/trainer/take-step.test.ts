import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Algorithm, Params, State } from '#spec';
import {
  initState,
  judgedParams,
  releaseJudged,
  type StepHere,
  takeStep,
} from '../../../../harness/run/trainer/take-step.ts';

beforeEach(async () => {
  await tf.setBackend('cpu');
});

const model = (): Params => ({ a: tf.tensor1d([1, 2]), b: tf.tensor2d([[3]]) });

/** A step on the loss |a|^2 / 2 + |b|^2 / 2, whose gradient is the parameters. */
const at = (params: Params, step = 0): StepHere => ({
  params,
  step,
  batch: { size: 1, tensors: {} },
  data: {
    size: 1,
    next: () => ({ size: 1, tensors: {} }),
    examples: () => ({ size: 1, tensors: {} }),
  },
  grad: (p) => ({
    loss: tf.scalar(0),
    grads: Object.fromEntries(Object.entries(p).map(([path, x]) => [path, x.clone()])),
  }),
  loss: () => tf.scalar(0),
  losses: () => ({ values: tf.tensor1d([0]) }),
  time: { elapsed: 0, remaining: 1 },
  evaluations: [],
});

const returning = (step: Algorithm['step']): Algorithm => ({ init: () => [], step });
const same: Algorithm['step'] = (here, state) => [here.params, state];
/** Hands a wrong value to the harness as untyped code could. */
const wrongly = (value: unknown): Algorithm => returning(() => value as [Params, State]);

test('a step frees what it replaced and every tensor made on the way', () => {
  const before = tf.memory().numTensors;
  let params = model();
  const descent: Algorithm = {
    init: (start) => ({ momentum: tf.zerosLike(start.a!), count: 0 }),
    step(here, state) {
      const { grads } = here.grad(here.params);
      const next = Object.fromEntries(
        Object.entries(here.params).map(([path, x]) => [path, x.sub(grads[path]!.mul(0.1))]),
      );
      const { count } = state as { count: number };
      return [next, { momentum: grads.a!.mul(2), count: count + 1 }];
    },
  };
  let state = initState(descent, params);
  const held = tf.memory().numTensors;
  assert.equal(held - before, 3);
  for (let step = 0; step < 5; step++) {
    [params, state] = takeStep(descent, at(params, step), state);
    assert.equal(tf.memory().numTensors, held);
  }
  assert.ok(Math.abs(params.a!.dataSync()[0]! - 0.9 ** 5) < 1e-6);
  assert.equal((state as { count: number }).count, 5);
  tf.dispose([params, state]);
});

test('tensors shared by parameters and state live until neither holds them', () => {
  const before = tf.memory().numTensors;
  const start = model();
  const remembering: Algorithm = {
    init: (params) => [params, params],
    step: (here) => [{ a: here.params.a!.add(1), b: here.params.b! }, [here.params, here.params]],
  };
  const state = initState(remembering, start);
  assert.equal(tf.memory().numTensors - before, 2);
  const [params, next] = takeStep(remembering, at(start), state);
  assert.equal(tf.memory().numTensors - before, 3);
  assert.deepEqual([...start.a!.dataSync()], [1, 2]);
  const [last, lastState] = takeStep(remembering, at(params), next);
  assert.ok(start.a!.isDisposed);
  assert.deepEqual([...last.a!.dataSync()], [3, 4]);
  tf.dispose([last, lastState]);
  assert.equal(tf.memory().numTensors, before);
});

test('a batch remembered in the state survives its owner', () => {
  const x = tf.keep(tf.tensor1d([5]));
  const here = { ...at(model()), batch: { size: 1, tensors: { x } } };
  const keeping = returning((now) => [now.params, { old: now.batch.tensors.x! }]);
  const [, state] = takeStep(keeping, here, []);
  x.dispose();
  assert.deepEqual([...(state as { old: tf.Tensor }).old.dataSync()], [5]);
});

test('a step that throws leaves parameters and state as they were', () => {
  const params = model();
  const count = tf.memory().numTensors;
  const throwing = returning((here) => {
    here.params.a!.add(1);
    throw new Error('no descent');
  });
  assert.throws(() => takeStep(throwing, at(params), { p: params.b! }), /no descent/);
  assert.equal(tf.memory().numTensors, count);
  assert.ok(!params.a!.isDisposed);
});

test('wrong returns are refused with the path, what was got and what is allowed', () => {
  const params = model();
  const cases: readonly [unknown, RegExp][] = [
    [Promise.resolve([params, []]), /step must return a list of two, \[params, state\]/],
    [[params], /step must return a list of two/],
    [[[], []], /step must return tensors by path, the paths being: a, b\./],
    [[{ a: params.a }, []], /step returned no tensor for the parameter "b"/],
    [
      [{ ...params, c: params.a }, []],
      /returned the parameter "c", which the model does not have. It has: a, b\./,
    ],
    [
      [{ ...params, b: params.a }, []],
      /float32 \[2\] for the parameter "b". It must be float32 \[1, 1\]/,
    ],
    [[{ ...params, b: params.b!.toInt() }, []], /int32 \[1, 1\] for the parameter "b"/],
    [
      [params, { v: [new Float32Array(2)] }],
      /the state that step returned\.v\[0\] is a Float32Array/,
    ],
    [[params, { m: 'high' }], /the state that step returned\.m is a string/],
    [[params, null], /the state that step returned is a null/],
  ];
  for (const [value, message] of cases)
    assert.throws(() => takeStep(wrongly(value), at(params), []), message);
});

test('a tensor disposed by the author is named', () => {
  const disposing = returning((here) => {
    const m = here.params.a!.add(1);
    m.dispose();
    return [here.params, { m }];
  });
  assert.throws(() => takeStep(disposing, at(model()), []), /\.m is a disposed tensor/);
});

test('an initial state may hold tensors and numbers only', () => {
  const algorithm: Algorithm = { init: () => [new Map()] as unknown as State, step: same };
  assert.throws(
    () => initState(algorithm, model()),
    /the state that init returned\[0\] is a Map. It may hold tensors and numbers/,
  );
});

test('parameters for evaluation are the trained ones unless prepared, and are freed apart from them', () => {
  const params = model();
  const plain = returning(same);
  assert.equal(judgedParams(plain, at(params), []), params);
  const averaged: Algorithm = {
    ...plain,
    prepareForEval: (here) => ({ a: here.params.a!.mul(2), b: here.params.b! }),
  };
  const count = tf.memory().numTensors;
  const judged = judgedParams(averaged, at(params), []);
  assert.deepEqual([...judged.a!.dataSync()], [2, 4]);
  releaseJudged(judged, params, []);
  assert.equal(tf.memory().numTensors, count);
  assert.ok(!params.b!.isDisposed);
  const partial: Algorithm = { ...plain, prepareForEval: () => ({}) };
  assert.throws(() => judgedParams(partial, at(params), []), /prepareForEval returned no tensor/);
});
