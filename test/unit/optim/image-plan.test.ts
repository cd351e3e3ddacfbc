import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm, Batch, Params } from '#spec';
import { initState, takeStep, type StepHere } from '../../../harness/run/trainer/take-step.ts';
import * as parabola from '../../contract/parabola.ts';
import { largestDifference, vectors } from './papers-vectors.ts';

before(async () => {
  await tf.setBackend('cpu');
});

test('both cycles for 32 frames of side 224 are the authors’', () => {
  const shapes = optim.multigridShapes(32, 224);
  const long = shapes.map(({ long: { batches, frames, side } }) => [batches, frames, side]);
  assert.deepEqual(long, [
    [8, 8, 158],
    [4, 16, 158],
    [2, 16, 224],
    [1, 32, 224],
  ]);
  const short = shapes.map(({ short }) => short.map(({ batches }) => batches));
  assert.deepEqual(short, [
    [16, 8, 8],
    [8, 4, 4],
    [8, 4, 2],
    [4, 2, 1],
  ]);
});

test('every shape of images holds as many pixels as the reference, and a long one as many steps as another', () => {
  for (const cycle of ['long', 'short', 'both'] as const) {
    const plan = optim.multigridPlan(cycle, 90, (batches) => batches);
    const shapes = Array.from({ length: 90 }, (_, step) => plan.at(step));
    for (const { share, batches } of shapes) assert.ok(Math.abs(share ** 2 * batches - 1) < 1e-9);
    const counts = [4, 2, 1].map((rate) => shapes.filter((shape) => shape.rate === rate).length);
    assert.deepEqual(counts, cycle === 'short' ? [0, 0, 90] : [30, 30, 30]);
    assert.deepEqual(plan.at(90), { share: 1, batches: 1, rate: 1 });
  }
});

test('the paper’s curriculum of five parts is at 160, 160, 160, 192 and 224 pixels', () => {
  const plan = optim.efficientTrainPlan(5 / 7, 0.6, 100);
  const sides = [0, 20, 59, 60, 79, 80, 99].map((step) => Math.round(224 * plan.at(step).share));
  assert.deepEqual(sides, [160, 160, 160, 192, 192, 224, 224]);
});

const wave = (shape: [number, number, number, number]): tf.Tensor4D => {
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor4d(
    Array.from({ length: size }, (_, i) => Math.sin(1.3 * i) + 0.2),
    shape,
  );
};

test('a low-frequency crop is NumPy’s Fourier transform, cut and inverted', () => {
  const cropped = optim.lowFrequencies(wave([2, 8, 12, 2]), 6, 8);
  assert.deepEqual(cropped.shape, [2, 6, 8, 2]);
  assert.ok(largestDifference([...cropped.dataSync()], vectors.lowFrequencies) < 1e-5);
});

test('a crop to the same size changes nothing, and every crop keeps the mean', () => {
  const images = wave([1, 8, 8, 1]);
  const same = optim.lowFrequencies(images, 8, 8);
  assert.ok(largestDifference([...same.dataSync()], [...images.dataSync()]) < 1e-5);
  const small = optim.lowFrequencies(images, 4, 4);
  assert.ok(Math.abs(small.mean().sub(images.mean()).dataSync()[0]!) < 1e-6);
});

/** Steps of descent on a model that takes images of any size, or of 8 x 8 only; tells the batches it is given. */
const trainedOn = (tensors: () => Record<string, tf.Tensor>, flexible: boolean) => {
  const next = (): Batch => ({ size: 2, tensors: tensors() });
  const shapes: (number[] | undefined)[] = [];
  const here = (params: Params, step: number): StepHere => ({
    ...parabola.here(params, step),
    batch: next(),
    data: { size: 100, next, examples: next },
    loss(_, batch) {
      const image = batch!.tensors['image']!;
      return flexible ? image.mean() : image.reshape([2, 64]).mean();
    },
    grad: () => ({ loss: tf.scalar(0), grads: { w: tf.scalar(1) } }),
  });
  const inner: Algorithm = optim.optimizer(optim.scaleByLearningRate(0.1));
  const plan = optim.multigridPlan('long', 6, (batches) => batches);
  const algorithm = optim.changingImages(inner, plan);
  let params: Params = { w: tf.scalar(0) };
  let state = initState(algorithm, params);
  for (let step = 0; step < 7; step++) {
    const batch = algorithm.selectData!(here(params, step), state as never);
    shapes.push(batch.tensors['image']?.shape);
    assert.equal(batch.size, batch.tensors['image']?.shape[0] ?? 2);
    [params, state] = takeStep(algorithm, { ...here(params, step), batch }, state);
  }
  return { shapes, end: params['w']!.dataSync()[0]! };
};

test('a model that takes any size gets small images in large batches, at larger rates', () => {
  const { shapes, end } = trainedOn(
    () => ({ image: tf.ones([2, 8, 8, 1]), label: tf.zeros([2], 'int32') }),
    true,
  );
  assert.deepEqual(shapes, [
    [2, 8, 8, 1],
    [8, 4, 4, 1],
    [4, 6, 6, 1],
    [4, 6, 6, 1],
    [2, 8, 8, 1],
    [2, 8, 8, 1],
    [2, 8, 8, 1],
  ]);
  assert.ok(Math.abs(end + 0.1 * (1 + 4 + 2 + 2 + 1 + 1 + 1)) < 1e-6);
});

test('a model of one size, images with targets of their size, and no images at all stay as they are', () => {
  const image = () => tf.ones([2, 8, 8, 1]);
  const fixed = trainedOn(() => ({ image: image() }), false);
  const paired = trainedOn(() => ({ image: image(), mask: tf.zeros([2, 8, 8]) }), true);
  for (const { shapes, end } of [fixed, paired]) {
    assert.deepEqual(new Set(shapes.map(String)), new Set(['2,8,8,1']));
    assert.ok(Math.abs(end + 0.7) < 1e-6);
  }
  assert.ok(trainedOn(() => ({ x: tf.ones([2, 3]) }), true).shapes.every((x) => x === undefined));
});
