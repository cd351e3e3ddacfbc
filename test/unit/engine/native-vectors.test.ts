import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { openEngine } from '../../../harness/engine/engine.ts';
import { nativeState } from '../../../harness/engine/native/home.ts';
import { cases, worstError } from '../nn/layer-cases.ts';

const found = nativeState('tensorflow');
const skip = found.state === 'absent' && `the native engine is not there: ${found.detail}`;

describe('On the native engine', { skip }, () => {
  before(async () => {
    await openEngine('tensorflow', { threads: 1 });
  });

  for (const stored of cases) {
    test(`${stored.layer} and its gradients equal PyTorch's: ${stored.title}`, () => {
      const error = worstError(stored);
      assert.ok(error < 2e-6, `largest relative difference ${error}`);
    });
  }
});
