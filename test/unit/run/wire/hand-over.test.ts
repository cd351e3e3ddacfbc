import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decodeHandOver,
  encodeHandOver,
  handOverBytes,
  nextDue,
} from '../../../../harness/run/wire/hand-over.ts';

const work = { steps: 7, gradientEvaluations: 8, lossEvaluations: 9, examples: 2 ** 40 };
const params = new Uint8Array(68).fill(5);

test('a hand-over comes out as it went in, with any loss', () => {
  for (const trainingLoss of [undefined, 0.1, NaN, Infinity]) {
    const bytes = encodeHandOver({ work, gradientExamples: 64, trainingLoss }, params);
    assert.equal(bytes.byteLength, handOverBytes(68));
    assert.deepEqual(decodeHandOver(bytes), {
      ...{ work, gradientExamples: 64, trainingLoss },
      params: Buffer.from(params),
    });
  }
});

test('counts that are none are refused', () => {
  for (const steps of [NaN, -1, 0.5, 1e300]) {
    const bytes = encodeHandOver(
      { work: { ...work, steps }, gradientExamples: 64, trainingLoss: 1 },
      params,
    );
    assert.throws(() => decodeHandOver(bytes), /counts are whole numbers/);
  }
});

test('the next evaluation falls due at the next multiple', () => {
  assert.deepEqual(
    [0, 99, 100, 250].map((n) => nextDue(n, 100)),
    [100, 100, 200, 300],
  );
});
