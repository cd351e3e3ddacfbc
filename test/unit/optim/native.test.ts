import { before, describe } from 'node:test';
import { openEngine } from '../../../harness/engine/engine.ts';
import { nativeState } from '../../../harness/engine/native/home.ts';
import { testSteps } from './reference-steps.ts';

const found = nativeState('tensorflow');
const skip = found.state === 'absent' && `the native engine is not there: ${found.detail}`;

describe('On the native engine', { skip }, () => {
  before(async () => {
    await openEngine('tensorflow', { threads: 1 });
  });

  testSteps('native kernels');
});
