import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { openWasm } from '../../../../harness/engine/wasm/open.ts';
import { hashOf, languageModel, residualNetwork, train } from './networks.ts';
import { poisonMemory, takeOverruns } from './poison.ts';

await openWasm();

/** Parameters after 200 steps. They change with the arithmetic of any kernel on the way, and with nothing else. */
const golden = {
  residualNetwork: {
    network: residualNetwork,
    sha256: '879d1ea39250eb371495a496b39691a7cc1087fffc750320258750ea81023268',
  },
  languageModel: {
    network: languageModel,
    sha256: '64a64d89f2aaa1400a000259e45222fda339fa48d37890fe21fc7ceee4f8bda3',
  },
} as const;

for (const [name, { network, sha256 }] of Object.entries(golden)) {
  test(`200 steps of the ${name} give the same bits everywhere`, () => {
    const trained = network();
    const losses = train(trained, 200);
    assert.ok(losses.at(-1)! < 0.5 * losses[0]!, `loss ${losses[0]!} to ${losses.at(-1)!}`);
    assert.equal(hashOf(trained.variables), sha256);
  });
}

test('training leaks no tensor and no memory', () => {
  const network = languageModel();
  train(network, 3);
  const before = tf.memory();
  train(network, 300);
  assert.equal(tf.memory().numTensors, before.numTensors);
  assert.equal(tf.memory().numBytes, before.numBytes);
});

test('no kernel of a training step reads memory that it did not write', () => {
  const hashes = () =>
    [residualNetwork(), languageModel()].map((network) => {
      train(network, 5);
      return hashOf(network.variables);
    });
  const clean = hashes();
  const restore = poisonMemory();
  try {
    assert.deepEqual(hashes(), clean);
  } finally {
    restore();
  }
  assert.deepEqual(takeOverruns(), []);
});

test('kernels stay right when the memory grows, also past 2 GiB', () => {
  const run = () => {
    const network = residualNetwork();
    train(network, 2);
    return hashOf(network.variables);
  };
  const before = run();
  const held: tf.Tensor[] = [];
  try {
    // Uninitialised buffers: the pages are reserved and never touched.
    const backend = tf.backend() as unknown as {
      makeOutput(shape: number[], dtype: string): tf.TensorInfo;
    };
    for (let i = 0; i < 9; i++)
      held.push(tf.engine().makeTensorFromTensorInfo(backend.makeOutput([1 << 26], 'float32')));
    assert.equal(run(), before);
  } finally {
    tf.dispose(held);
  }
});
