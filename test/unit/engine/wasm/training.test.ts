import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { openWasm } from '../../../../harness/engine/wasm/open.ts';
import { hashOf, languageModel, residualNetwork, train } from './networks.ts';

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
    assert.ok(losses.at(-1) < 0.5 * losses[0]!, `loss ${losses[0]!} to ${losses.at(-1)}`);
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

/** The part of the backend through which every fresh buffer passes. */
interface Allocator {
  move(
    dataId: object,
    values: unknown,
    shape: number[],
    dtype: tf.DataType,
    refCount: number,
  ): void;
  typedArrayFromHeap(info: object): { fill(value: number): void };
}

test('no kernel reads memory that it did not write', () => {
  const backend = tf.backend() as unknown as Allocator;
  const move = backend.move.bind(backend);
  const clean = residualNetwork();
  const other = languageModel();
  train(clean, 5);
  train(other, 5);
  backend.move = function (dataId, values, shape, dtype, refCount) {
    move(dataId, values, shape, dtype, refCount);
    if (values === null && dtype === 'float32')
      backend.typedArrayFromHeap({ dataId, shape, dtype }).fill(NaN);
  };
  try {
    const [poisoned, poisonedOther] = [residualNetwork(), languageModel()];
    train(poisoned, 5);
    train(poisonedOther, 5);
    assert.equal(hashOf(poisoned.variables), hashOf(clean.variables));
    assert.equal(hashOf(poisonedOther.variables), hashOf(other.variables));
  } finally {
    backend.move = move;
  }
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
