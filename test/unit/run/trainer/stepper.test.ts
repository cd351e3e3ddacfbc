/** A trial's state is a value: what goes on from it takes the same steps, and nothing else counts. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm, Batch } from '#spec';
import { randomFrom } from '../../../../harness/plan/random.ts';
import {
  copyTrialState,
  freeTrialState,
  trainingLoss,
  type TrialState,
} from '../../../../harness/run/trainer/state.ts';
import type { Stepper } from '../../../../harness/run/trainer/stepper.ts';
import { releaseJudged } from '../../../../harness/run/trainer/take-step.ts';
import { smallStepper } from '../small-stepper.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const adam = (): Algorithm => optim.optimizer(optim.scaleByAdam(), optim.scaleByLearningRate(0.01));

function steps(stepper: Stepper, count: number, from: TrialState): TrialState {
  let state = from;
  for (let step = 0; step < count; step++) state = stepper.step(state);
  return state;
}

/** Every number of a state, tensors included, to the bit. */
const numbers = (state: TrialState): string =>
  JSON.stringify(state, (_, value: unknown) =>
    value instanceof tf.Tensor ? [...new Uint8Array(value.dataSync().slice().buffer)] : value,
  );

test('a state kept in the middle and restored into a fresh stepper gives the same bits from there on', () => {
  const first = smallStepper(adam());
  // Seven steps of 8 of 20 examples: the third epoch has begun.
  let state = steps(first.stepper, 7, first.stepper.start(first.initial));
  assert.deepEqual(state.order, { epoch: 2, at: 16 });
  state = first.stepper.evaluated(state, { step: 7, seconds: 1.5, validation: 0.5 });
  state = steps(first.stepper, 1, state);
  const kept = copyTrialState(state);
  const whole = steps(first.stepper, 12, state);

  const second = smallStepper(adam());
  const restored = steps(second.stepper, 12, kept);
  assert.equal(numbers(restored), numbers(whole));
  assert.deepEqual(restored.evaluations, [{ step: 7, seconds: 1.5, validation: 0.5 }]);
});

test('without the place in the data order, or without the seeds, the bits differ', () => {
  const { stepper, initial } = smallStepper(adam());
  const kept = steps(stepper, 7, stepper.start(initial));
  const on = (change: Partial<TrialState>): string => {
    const { params } = steps(stepper, 3, { ...copyTrialState(kept), ...change });
    return numbers({ ...kept, params });
  };
  const same = on({});
  assert.equal(on({}), same);
  assert.notEqual(on({ order: { epoch: 0, at: 0 } }), same);
  assert.notEqual(on({ streams: { regularization: 0 } }), same);
});

test('streams that belong to a trial go on where they were', () => {
  const drawing = (stream: ReturnType<typeof randomFrom>): Algorithm => ({
    init: () => [],
    step({ params }, state) {
      const noise = stream.normal();
      return [optim.map((x) => x.add(noise), params), state];
    },
  });
  const streams = [randomFrom('own'), randomFrom('own')] as const;
  const [one, other] = streams.map((own) => smallStepper(drawing(own), { own })) as [
    ReturnType<typeof smallStepper>,
    ReturnType<typeof smallStepper>,
  ];
  const state = steps(one.stepper, 3, one.stepper.start(one.initial));
  const kept = copyTrialState(state);
  assert.equal(kept.streams['own'], 3);
  assert.equal(numbers(steps(other.stepper, 3, kept)), numbers(steps(one.stepper, 3, state)));
});

test('steps, gradients, losses and examples are counted, and evaluations fall due by gradients', () => {
  const { stepper, initial } = smallStepper({
    init: () => [],
    step({ params, grad, loss, data }, state) {
      grad(params);
      grad(params, data.examples([0, 1, 2]));
      loss(params);
      return [params, state];
    },
  });
  const state = steps(stepper, 2, stepper.start(initial));
  assert.deepEqual(state.work, {
    steps: 2,
    gradientEvaluations: 4,
    lossEvaluations: 2,
    examples: 2 * (8 + 3 + 8),
  });
  assert.equal(state.gradientExamples, 22);
  assert.equal(state.due, 40);
  const { due } = stepper.evaluated(
    { ...state, gradientExamples: 85 },
    { step: 2, seconds: 0, validation: 0 },
  );
  assert.equal(due, 120);
});

test('what a submission says of a batch’s size counts for nothing', () => {
  const lying = (batch: Batch): Batch => ({ size: 1e9, tensors: { ...batch.tensors } });
  const { stepper, initial } = smallStepper({
    init: () => [],
    step({ params, grad, batch, data }, state) {
      grad(params, lying(batch));
      grad(params, lying(data.examples([3, 3])));
      Object.assign(batch, { size: 1e9 });
      grad(params);
      return [params, state];
    },
  });
  const { work, gradientExamples } = stepper.step(stepper.start(initial));
  assert.equal(work.examples, 8 + 2 + 8);
  assert.equal(gradientExamples, 18);
});

test('the work of a call that threw is still told', () => {
  const { stepper, initial } = smallStepper({
    init: () => [],
    step({ params, grad }) {
      grad(params);
      throw new Error('enough');
    },
  });
  const start = stepper.start(initial);
  assert.throws(() => stepper.step(start), /enough/);
  assert.equal(stepper.work.gradientEvaluations, 1);
});

test('the training loss is the mean of the steps’ first losses since the last evaluation', () => {
  const losses: number[] = [];
  const { stepper, initial } = smallStepper({
    init: () => [],
    step({ params, grad, data }, state) {
      losses.push(grad(params).loss.dataSync()[0]!);
      grad(params, data.examples([0]));
      return [params, state];
    },
  });
  let state = stepper.start(initial);
  assert.equal(trainingLoss(state), undefined);
  state = steps(stepper, 3, state);
  const mean = (losses[0]! + losses[1]! + losses[2]!) / 3;
  assert.ok(Math.abs(trainingLoss(state)! - mean) < 1e-6);
  state = stepper.evaluated(state, { step: 3, seconds: 0, validation: 0 });
  assert.equal(trainingLoss(state), undefined);
});

test('steps and evaluations leave no tensor behind but the state’s', () => {
  const start = tf.memory().numTensors;
  const averaged: Algorithm = {
    ...adam(),
    prepareForEval: ({ params, grad }) => {
      grad(params);
      return optim.map((x) => x.mul(2), params);
    },
  };
  const { stepper, initial } = smallStepper(averaged);
  let state = steps(stepper, 1, stepper.start(initial));
  const held = tf.memory().numTensors;
  for (let i = 0; i < 3; i++) {
    const { judged, state: next } = stepper.judged(steps(stepper, 5, state));
    releaseJudged(judged, next.params, next.algorithm);
    state = steps(stepper, 1, stepper.evaluated(next, { step: i, seconds: 0, validation: 0 }));
    assert.equal(tf.memory().numTensors, held);
  }
  freeTrialState(state);
  assert.equal(tf.memory().numTensors, start);
});

test('the batch that selectData chose is the step’s', () => {
  const seen: number[] = [];
  const { stepper, initial } = smallStepper({
    init: () => [],
    selectData: ({ data }) => data.examples([4, 5]),
    step({ params, batch }, state) {
      seen.push(batch.tensors.y!.size);
      return [params, state];
    },
  });
  steps(stepper, 2, stepper.start(initial));
  assert.deepEqual(seen, [2, 2]);
});
