import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { editDistance, errorRates, wordsOf } from '#nn';

/** As test/peers/metric_vectors.py wrote them. */
const { errorRates: sequences, transcripts } = JSON.parse(
  readFileSync(new URL('../workloads/metrics.json', import.meta.url), 'utf8'),
) as {
  errorRates: {
    references: number[][];
    hypotheses: number[][];
    distances: number[];
    rate: number;
  };
  transcripts: { references: string[]; hypotheses: string[]; rate: number };
};

test('The edit distance is that of rapidfuzz', () => {
  const { references, hypotheses, distances } = sequences;
  assert.deepEqual(
    references.map((from, i) => editDistance(from, hypotheses[i]!)),
    distances,
  );
});

test('The error rate is that of torchmetrics', () => {
  const { references, hypotheses, rate } = sequences;
  assert.ok(Math.abs(errorRates(references, hypotheses).tokens - rate) < 1e-6);
});

test('The word error rate of transcripts is that of torchmetrics', () => {
  const words = (texts: readonly string[]): string[][] =>
    texts.map((text) =>
      wordsOf(
        Array.from(text, (letter) => letter.charCodeAt(0)),
        ' '.charCodeAt(0),
      ),
    );
  const { tokens } = errorRates(words(transcripts.references), words(transcripts.hypotheses));
  assert.ok(Math.abs(tokens - transcripts.rate) < 1e-6, `${tokens}, not ${transcripts.rate}`);
});

test('Words stand between separators, of which there may be any number', () => {
  assert.deepEqual(wordsOf([3, 1, 0, 2], 0), ['3 1', '2']);
  assert.deepEqual(wordsOf([0, 0, 3, 0, 0, 3, 0], 0), ['3', '3']);
  assert.deepEqual(wordsOf([0], 0), []);
  // The letters 1, 12 are other letters than 11, 2.
  assert.notDeepEqual(wordsOf([1, 12], 0), wordsOf([11, 2], 0));
});
