import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { datasetOf } from '../../../harness/data/split.ts';
import { openEngine } from '../../../harness/engine/engine.ts';
import { averagePrecision, meanAveragePrecision } from '../../../workloads/molecule_gnn/metric.ts';
import workload from '../../../workloads/molecule_gnn/workload.ts';
import { caseParams } from './gradient-case.ts';
import { cases as moleculeCases, sixMolecules } from './molecule_gnn.case.ts';

const { averagePrecision: reference } = JSON.parse(
  readFileSync(new URL('./metrics.json', import.meta.url), 'utf8'),
) as { averagePrecision: { labels: number[]; scores: number[]; value: number }[] };
const table = await sixMolecules();
const cases = await moleculeCases();

before(() => openEngine('wasm', { threads: 1 }));

test("Average precision is scikit-learn's, with many equal scores and with none", () => {
  for (const { labels, scores, value } of reference) {
    assert.ok(Math.abs(averagePrecision(scores, labels) - value) < 1e-12);
  }
});

test('A task counts only the molecules with a known label, and only if both answers occur', () => {
  const scores = [3, 2, 1].map((score) => [score, score, score]);
  const labels = [
    [1, -1, 1],
    [0, 0, 1],
    [-1, 1, 1],
  ];
  assert.equal(meanAveragePrecision(scores, labels), (1 + 1 / 2) / 2);
});

test('Molecules have the atoms, bonds and labels that their text and measurements say', () => {
  const { atomStart, bondStart, labels } = table.columns;
  const sizes = Array.from({ length: 6 }, (_, i) => [
    atomStart!.data[i + 1]! - atomStart!.data[i]!,
    bondStart!.data[i + 1]! - bondStart!.data[i]!,
    ...labels!.data.slice(i * 4, i * 4 + 4),
  ]);
  assert.deepEqual(
    sizes.sort((a, b) => a[0]! - b[0]!),
    [
      [1, 0, 1, 0, -1, -1], // methane
      [3, 2, 0, 0, -1, -1], // ethanol
      [7, 7, -1, -1, 1, 0], // chlorobenzene
      [8, 7, 1, 1, 0, 0], // zwitterion
      [13, 13, -1, -1, 1, 1], // aspirin
      [14, 15, 1, 0, 1, 0], // caffeine
    ],
  );
});

test('A batch keeps its molecules apart: edges join atoms of their own molecule, both ways', () => {
  const batch = tf.tidy(() => {
    const tensors = workload.data.tensors(table, [5, 0, 3]);
    const numbers = (name: string) => Array.from(tensors[name]!.dataSync());
    return {
      nodeGraph: numbers('nodeGraph'),
      edgeGraph: numbers('edgeGraph'),
      senders: numbers('senders'),
      receivers: numbers('receivers'),
    };
  });
  assert.ok(batch.edgeGraph.length > 0);
  batch.edgeGraph.forEach((graph, edge) => {
    assert.equal(batch.nodeGraph[batch.senders[edge]!], graph);
    assert.equal(batch.nodeGraph[batch.receivers[edge]!], graph);
    assert.equal(batch.senders[edge ^ 1], batch.receivers[edge]);
  });
});

for (const { variant, model } of cases) {
  test(`${variant}: evaluation gives the same for any batch size and leaves no tensor behind`, () => {
    const params = caseParams(model);
    const split = datasetOf(workload.data, table);
    const tensors = tf.memory().numTensors;
    const [all, ...others] = [6, 4, 2].map((batchSize) =>
      model.evaluate({ params, split, train: split, batchSize }),
    );
    assert.equal(tf.memory().numTensors, tensors);
    for (const other of others) {
      assert.equal(other['meanAveragePrecision'], all!['meanAveragePrecision']);
      assert.ok(Math.abs(other['loss']! - all!['loss']!) < 1e-5);
    }
    tf.dispose(params);
  });
}
