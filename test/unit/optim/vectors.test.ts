import { before } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { testSteps } from './reference-steps.ts';

before(async () => {
  await tf.setBackend('cpu');
});

testSteps('plain operations');
