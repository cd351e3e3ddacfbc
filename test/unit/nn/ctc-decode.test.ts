import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { ctcBestPath } from '#nn';
import { openEngine } from '../../../harness/engine/engine.ts';

before(() => openEngine('wasm', { threads: 1 }));

/** Decodes logits whose likeliest classes these are. */
const decode = (paths: readonly number[][], lengths: readonly number[], blank: number) =>
  tf.tidy(() => {
    const logits = tf.oneHot(tf.tensor2d(paths as number[][], undefined, 'int32'), 4);
    return ctcBestPath({
      logits: tf.sub(tf.mul(tf.cast(logits, 'float32'), 3), 5),
      logitLengths: tf.tensor1d([...lengths], 'int32'),
      blank,
    });
  });

test('Repetitions become one label, blanks none, and a blank keeps two equal labels apart', () => {
  assert.deepEqual(decode([[0, 1, 1, 0, 1, 2, 2, 3]], [8], 0), [[1, 1, 2, 3]]);
  assert.deepEqual(decode([[3, 3, 3, 3]], [4], 3), [[]]);
  assert.deepEqual(decode([[0, 3, 0, 0, 3, 0]], [6], 3), [[0, 0, 0]]);
});

test('Frames after the length say nothing', () => {
  assert.deepEqual(
    decode(
      [
        [1, 2, 3, 3],
        [1, 2, 3, 3],
        [1, 2, 3, 3],
      ],
      [2, 0, 4],
      0,
    ),
    [[1, 2], [], [1, 2, 3]],
  );
});

test('It leaves no tensor behind', () => {
  const before = tf.memory().numTensors;
  decode([[0, 1, 1, 0]], [4], 0);
  assert.equal(tf.memory().numTensors, before);
});
