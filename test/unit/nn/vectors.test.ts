import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { cases, worstError } from './layer-cases.ts';

before(() => tf.setBackend('cpu'));

for (const stored of cases) {
  test(`${stored.layer} and its gradients equal PyTorch's: ${stored.title}`, () => {
    const error = worstError(stored);
    assert.ok(error < 2e-6, `largest relative difference ${error}`);
  });
}
