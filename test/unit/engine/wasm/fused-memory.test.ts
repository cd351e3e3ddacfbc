import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { cases, worstError } from '../../nn/layer-cases.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();
after(() => {
  tf.disposeVariables();
});

const fusedCases = cases.filter(({ layer }) => !layer.includes('onv') && layer !== 'dense');

test('Fused layers and their gradients leave no tensor and no buffer behind', () => {
  const all = () => {
    fusedCases.forEach(worstError);
  };
  all();
  const before = tf.memory();
  const buffers = tf.backend().numDataIds();
  for (let i = 0; i < 3; i++) all();
  const { numTensors, numBytes } = tf.memory();
  assert.deepEqual(
    { numTensors, numBytes, buffers: tf.backend().numDataIds() },
    { numTensors: before.numTensors, numBytes: before.numBytes, buffers },
  );
});
