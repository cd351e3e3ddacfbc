import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { ownStatistics, withPopulationStatistics, type Norm } from '#nn';

before(() => tf.setBackend('cpu'));

const two = () => ({
  'a/scale': tf.tensor1d([2, 3]),
  'a/bias': tf.tensor1d([1, -1]),
  'b/scale': tf.tensor1d([0.5, 1]),
  'b/bias': tf.tensor1d([0, 4]),
});
const noise = () => tf.randomNormal([2, 5, 2], 3, 2, 'float32', 4);
const mask = () =>
  tf.tensor2d([
    [1, 1, 1, 0, 0],
    [1, 1, 1, 1, 1],
  ]);

/** Two layers, so that the second norm's statistics depend on what the first one gave. */
const model = (norm: Norm, x: tf.Tensor): tf.Tensor =>
  norm(tf.relu(norm(x, 'a', mask())), 'b', mask());

test('On the data they were measured on, population statistics give what the own ones give', () => {
  tf.tidy(() => {
    const params = two();
    const trained = model(ownStatistics(params), noise()).dataSync();
    const measure = (norm: Norm) => void model(norm, noise());
    const judged = withPopulationStatistics(params, measure, (norm) =>
      model(norm, noise()).dataSync(),
    );
    assert.deepEqual(judged, trained);
  });
});

test('What is judged does not change by what it is judged with', () => {
  tf.tidy(() => {
    const params = two();
    const measure = (norm: Norm) => void model(norm, noise());
    const [whole, part] = withPopulationStatistics(params, measure, (norm) => [
      norm(noise(), 'a').slice([0, 0, 0], [1, 5, 2]).dataSync(),
      norm(noise().slice([0, 0, 0], [1, 5, 2]), 'a').dataSync(),
    ]);
    assert.deepEqual(part, whole);
  });
});

test('The statistics are freed, also when the use throws', () => {
  const params = two();
  const tensors = tf.memory().numTensors;
  const measure = (norm: Norm) => void model(norm, noise());
  assert.equal(
    withPopulationStatistics(params, measure, () => 7),
    7,
  );
  assert.throws(
    () =>
      withPopulationStatistics(params, measure, () => {
        throw new Error('stop');
      }),
    /stop/u,
  );
  assert.equal(tf.memory().numTensors, tensors);
});
