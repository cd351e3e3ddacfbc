/** The default order of training data. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dataset } from '#spec';
import { randomFrom } from '../../../../harness/plan/random.ts';
import { orderOf, trainingData } from '../../../../harness/run/trainer/training-data.ts';

/** A dataset that remembers what was drawn of it. */
function remembering(size: number): { dataset: Dataset; drawn: number[][] } {
  const drawn: number[][] = [];
  const dataset: Dataset = {
    size,
    batch(indices) {
      drawn.push(Array.from(indices));
      return { size: indices.length, tensors: {} };
    },
  };
  return { dataset, drawn };
}
const random = () => randomFrom('order');

test('every epoch holds every example once, in an order of its own; batches may span two', () => {
  const { dataset, drawn } = remembering(10);
  const data = trainingData(dataset, 4, random());
  for (let i = 0; i < 10; i++) data.next();
  const flat = drawn.flat();
  const epochs = [0, 1, 2, 3].map((epoch) => flat.slice(10 * epoch, 10 * epoch + 10));
  for (const epoch of epochs)
    assert.deepEqual(
      [...epoch].sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
  assert.equal(new Set(epochs.map(String)).size, 4);
});

test('the order of an epoch follows from its number alone', () => {
  const { dataset, drawn } = remembering(10);
  const data = trainingData(dataset, 10, random());
  for (let i = 0; i < 4; i++) data.next();
  for (const [epoch, order] of drawn.entries())
    assert.deepEqual(order, [...orderOf(10, epoch, random())]);
});

test('data go on from any place without the places before it', () => {
  const whole = remembering(10);
  const all = trainingData(whole.dataset, 4, random());
  for (let i = 0; i < 7; i++) all.next();
  const place = { epoch: 1, at: 6 }; // after four batches
  const late = remembering(10);
  const rest = trainingData(late.dataset, 4, random());
  rest.position = place;
  for (let i = 0; i < 3; i++) rest.next();
  assert.deepEqual(late.drawn, whole.drawn.slice(4));
  assert.deepEqual(rest.position, all.position);
});

test('an example that is not there is refused, with what is allowed', () => {
  const data = trainingData(remembering(10).dataset, 4, random());
  for (const index of [10, -1, 0.5])
    assert.throws(() => data.examples([index]), /allowed are whole numbers from 0 to 9/);
});
