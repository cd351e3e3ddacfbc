import assert from 'node:assert/strict';
import test from 'node:test';
import { cases, worstError } from '../../nn/layer-cases.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

for (const stored of cases) {
  test(`On the WASM engine ${stored.layer} and its gradients equal PyTorch's: ${stored.title}`, () => {
    const error = worstError(stored);
    assert.ok(error < 2e-6, `largest relative difference ${error}`);
  });
}
