import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { installedHeap } from '../../../../harness/engine/wasm/install.ts';
import { openWasm } from '../../../../harness/engine/wasm/open.ts';
import { cases, worstError } from '../../nn/layer-cases.ts';

before(openWasm);
after(() => {
  tf.disposeVariables();
});

const fusedCases = cases.filter(({ layer }) => !layer.includes('onv') && layer !== 'dense');

test('Fused kernels read nothing that they have not written: outputs start as NaN', () => {
  const { backend } = installedHeap();
  const make = backend.makeOutput.bind(backend);
  backend.makeOutput = (shape, dtype) => {
    const made = make(shape, dtype);
    if (dtype === 'float32') installedHeap().floats(made).fill(NaN);
    return made;
  };
  try {
    for (const stored of fusedCases) {
      const error = worstError(stored);
      assert.ok(error < 2e-6, `${stored.layer}, ${stored.title}: ${error}`);
    }
  } finally {
    backend.makeOutput = make;
  }
});

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
