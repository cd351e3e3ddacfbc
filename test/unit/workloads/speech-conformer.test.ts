import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Batch, Params } from '#spec';
import { openEngine } from '../../../harness/engine/engine.ts';
import workload from '../../../workloads/speech_conformer/workload.ts';
import { caseParams } from './gradient-case.ts';
import { cases as conformerCases } from './speech_conformer.case.ts';
import { eightUtterances } from './speech-batch.ts';

before(() => openEngine('wasm', { threads: 1 }));

const [base] = conformerCases();

/** Sums of losses over letters, one for each utterance. */
const sums = (batch: Batch, params: Params, model = base!.model, seed = 0): number[] =>
  tf.tidy(() => {
    const { values, weights } = model.losses({
      params,
      batch,
      dropout: 0,
      labelSmoothing: 0,
      seed,
    });
    return [...tf.mul(values, weights!).dataSync()];
  });

test('Padding changes nothing: fewer frames of it give the same losses', () => {
  tf.tidy(() => {
    const params = caseParams(base!.model);
    const { tensors } = eightUtterances();
    const frames = tensors['features']!.shape[1]!;
    const longer = tf.pad(tensors['features']!, [
      [0, 0],
      [0, 32],
      [0, 0],
    ]);
    assert.equal(longer.shape[1], frames + 32);
    const same = sums({ size: 8, tensors: { ...tensors, features: longer } }, params);
    for (const [i, sum] of sums({ size: 8, tensors }, params).entries())
      assert.ok(Math.abs(sum / same[i]! - 1) < 1e-5, `${sum}, then ${same[i]!}`);
  });
});

test('Each utterance may have a letter in every second frame, and each training loss is positive', () => {
  tf.tidy(() => {
    const params = caseParams(base!.model);
    for (const sum of sums(eightUtterances(), params)) assert.ok(sum > 0, `${sum}`);
  });
});

test('In training the seed decides what is hidden; without masks it decides nothing', () => {
  tf.tidy(() => {
    const augmented = workload.model(workload.options);
    const params = caseParams(augmented);
    const batch = eightUtterances();
    const [one, again, two] = [1, 1, 2].map((seed) => sums(batch, params, augmented, seed));
    assert.deepEqual(again, one);
    assert.notDeepEqual(two, one);
    assert.deepEqual(sums(batch, params, base!.model, 1), sums(batch, params, base!.model, 2));
  });
});
