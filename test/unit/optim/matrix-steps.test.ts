import { before } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { testMatrixSteps } from './matrix-steps.ts';

before(async () => {
  await tf.setBackend('cpu');
});

testMatrixSteps('plain operations');
