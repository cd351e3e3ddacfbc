/** The referee's judge on a real workload: handed-over bytes in, metrics out. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { prepareData, type PreparedData } from '../../../../harness/data/prepare.ts';
import { modelOf } from '../../../../harness/plan/variant.ts';
import { openJudge, type Judge } from '../../../../harness/run/referee/judge.ts';
import { packParams } from '../../../../harness/run/wire/params.ts';
import quadratic from '../../../../workloads/quadratic/workload.ts';

const folder = mkdtempSync(join(tmpdir(), 'ttr judge '));
let prepared: PreparedData;
let judge: Judge;
const judgeOf = (metric: string): Judge =>
  openJudge(quadratic, {
    plan: { base: 'quadratic', workload: 'quadratic', metric: { name: metric, goal: 'minimize' } },
    splits: prepared.files,
  });

before(async () => {
  await tf.setBackend('cpu');
  prepared = await prepareData(quadratic.data, { root: folder, onProgress: () => undefined });
  judge = judgeOf('meanSquaredError');
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const specs = modelOf(quadratic, undefined).parameters;
const bytes = (value: number): Uint8Array =>
  tf.tidy(() => packParams({ kernel: tf.fill([16, 1], value), bias: tf.zeros([1]) }, specs));

test('both splits are judged, each on its own examples, and nothing is left behind', () => {
  const tensors = tf.memory().numTensors;
  const at = bytes(0);
  const validation = judge.validation(at);
  const onTest = judge.test(at);
  assert.equal(validation.finite, true);
  assert.equal(validation.value, validation.metrics['meanSquaredError']);
  assert.notEqual(validation.value, onTest.value);
  assert.deepEqual(judge.validation(at), validation);
  assert.equal(tf.memory().numTensors, tensors);
});

test('metrics that are not finite are told and left out', () => {
  const { finite, metrics } = judge.validation(bytes(NaN));
  assert.equal(finite, false);
  assert.deepEqual(metrics, {});
});

test('bytes that are not the model’s are refused', () => {
  assert.throws(() => judge.validation(new Uint8Array(8)), /the model has 68/);
});

test('a metric that the workload does not compute is named', () => {
  assert.throws(() => judgeOf('accuracy').validation(bytes(0)), /gave no "accuracy"; it gave/);
});
