import { before } from 'node:test';
import { openEngine } from '../../../harness/engine/engine.ts';
import { testMatrixSteps } from './matrix-steps.ts';

before(async () => {
  await openEngine('wasm', { threads: 1 });
});

testMatrixSteps('the wasm engine');
