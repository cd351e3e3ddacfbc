import { readdirSync } from 'node:fs';
import { before } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { testSubmission } from './submission-contract.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const root = fileURLToPath(new URL('../../submissions/', import.meta.url));
const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

for (const { name } of folders) testSubmission(name, `${root}${name}`);
