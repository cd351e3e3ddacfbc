import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { KernelName } from '../../../harness/optim/kernels.ts';
import { openEngine } from '../../../harness/engine/engine.ts';
import { testSteps } from './reference-steps.ts';

before(async () => {
  await openEngine('wasm', { threads: 1 });
});

const kernels: readonly KernelName[] = [
  'TtrAdam',
  'TtrRms',
  'TtrTrace',
  'TtrCombine',
  'TtrSumSquares',
];

test('the wasm engine has the kernels that the optimizers ask for', () => {
  const registered = tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName);
  for (const kernel of kernels) assert.ok(registered.includes(kernel), `${kernel} is missing`);
});

testSteps('fused kernels');
