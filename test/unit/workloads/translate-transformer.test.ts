import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { errorRates } from '#nn';
import { datasetOf } from '../../../harness/data/split.ts';
import { openEngine } from '../../../harness/engine/engine.ts';
import { caseParams } from './gradient-case.ts';
import { eightWords, cases as translateCases } from './translate_transformer.case.ts';
import { decode, encode } from '../../../workloads/translate_transformer/model.ts';
import workload from '../../../workloads/translate_transformer/workload.ts';

const cases = await translateCases();
const table = await eightWords();

before(() => openEngine('wasm', { threads: 1 }));

test('Only first pronunciations of plain words that are short enough are kept, without stress', () => {
  const { source, target } = table.columns;
  assert.equal(table.size, 8);
  const benchmark = Array.from({ length: 8 }, (_, row) => row).find(
    (row) => source!.data[row * 12] === 3 && source!.data[row * 12 + 8] === 12,
  )!;
  assert.deepEqual(
    [...target!.data.slice(benchmark * 13, benchmark * 13 + 13)],
    // B EH N CH M AA R K
    [8, 12, 24, 9, 23, 2, 29, 21, 1, 0, 0, 0, 0],
  );
});

for (const { variant, model } of cases) {
  test(`${variant}: evaluation gives the same for any batch size and leaves no tensor behind`, () => {
    const params = caseParams(model);
    const split = datasetOf(workload.data, table);
    const tensors = tf.memory().numTensors;
    const [one, three, all] = [1, 3, 8].map((batchSize) =>
      model.evaluate({ params, split, train: split, batchSize }),
    );
    assert.equal(tf.memory().numTensors, tensors);
    tf.dispose(params);
    for (const other of [three!, all!]) {
      assert.equal(other['phonemeErrorRate'], one!['phonemeErrorRate']);
      assert.equal(other['wordErrorRate'], one!['wordErrorRate']);
      assert.ok(Math.abs(other['loss']! - one!['loss']!) < 1e-5);
    }
  });
}

test('Greedy decoding one position at a time chooses what the whole decoder chooses', () => {
  const { model } = cases[0]!;
  const params = caseParams(model);
  const split = datasetOf(workload.data, table);
  const { phonemeErrorRate } = model.evaluate({ params, split, train: split, batchSize: 8 });
  const { references, hypotheses } = tf.tidy(() => decodeAgainAndAgain(params));
  assert.equal(phonemeErrorRate, errorRates(references, hypotheses).tokens);
  tf.dispose(params);
});

/** Greedy decoding that gives the decoder all phonemes so far at every step. */
function decodeAgainAndAgain(params: Params) {
  const net = { params, options: workload.options, drop: (x: tf.Tensor) => x };
  const { source, target } = workload.data.tensors(table, [0, 1, 2, 3, 4, 5, 6, 7]);
  const encoded = encode(net, source!);
  let tokens: tf.Tensor = tf.zeros([8, 1], 'int32');
  for (let step = 0; step < 13; step++) {
    const { logits } = decode(net, encoded, tokens); // [8, step + 1, V]
    const next = tf.argMax(tf.slice(logits, [0, step, 0], [8, 1, -1]), 2);
    tokens = tf.concat([tokens, next], 1);
  }
  const untilEnd = (row: number[]) => [...row, 1].slice(0, [...row, 1].indexOf(1));
  return {
    references: (target!.arraySync() as number[][]).map(untilEnd),
    hypotheses: (tokens.arraySync() as number[][]).map((row) => untilEnd(row.slice(1))),
  };
}
