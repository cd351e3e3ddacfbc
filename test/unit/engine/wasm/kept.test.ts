/** The backend's own kernels that we keep are right, on negative values, batches, odd sizes, NaN and infinities too. */
import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { installedHeap } from '../../../../harness/engine/wasm/install.ts';
import { kernels } from '../../../../harness/engine/wasm/kernels/index.ts';
import { checkCase } from './cases/case.ts';
import { keptCases } from './cases/kept.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

const ours = new Set(kernels.flatMap((list) => list(installedHeap()).map(({ name }) => name)));

for (const [name, cases] of Object.entries(keptCases)) {
  test(`the backend's ${name} equals its float64 reference, and so do its gradients`, () => {
    assert.ok(!ours.has(name), `${name} is ours: its cases belong to the registry test`);
    for (const one of cases) checkCase(one);
  });
}

test('what the engine does not have is an error that names it', () => {
  const x = tf.ones([2, 2]);
  assert.throws(() => tf.einsum('ij,jk->ik', x, x), /Kernel 'Einsum' not registered/u);
  assert.throws(() => tf.complex([1, 2], [0, 0]), /Kernel 'Complex' not registered/u);
});
