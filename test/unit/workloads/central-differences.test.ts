import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Model } from '#spec';
import { openEngine } from '../../../harness/engine/engine.ts';
import { assertCentralDifferences } from './central-differences.ts';
import { cases } from './quadratic.case.ts';

before(() => openEngine('wasm', { threads: 1 }));

/** The model with gradients that are 3 % too long. */
const wrong = (model: Model): Model => ({
  ...model,
  losses(input) {
    const { values } = model.losses(input);
    const stretched = tf.customGrad((x) => ({
      value: (x as tf.Tensor).clone(),
      gradFunc: (dy) => tf.mul(dy, 1.03),
    }));
    return { values: stretched(values) as tf.Tensor1D };
  },
});

test('a right gradient agrees with central differences, one that is 3 % too long does not', async () => {
  for (const example of await cases()) {
    const tensors = tf.memory().numTensors;
    assertCentralDifferences(example);
    assert.equal(tf.memory().numTensors, tensors);
    assert.throws(() => {
      assertCentralDifferences({ ...example, model: wrong(example.model) });
    }, /the gradient says .*, differences of the loss say/);
  }
});
