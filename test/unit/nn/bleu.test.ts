import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { corpusBleu } from '#nn';

/** As test/peers/metric_vectors.py wrote them. */
const { bleu } = JSON.parse(
  readFileSync(new URL('../workloads/metrics.json', import.meta.url), 'utf8'),
) as { bleu: { references: number[][]; hypotheses: number[][]; value: number }[] };

test('Corpus BLEU is that of sacrebleu', () => {
  for (const { references, hypotheses, value } of bleu) {
    const ours = corpusBleu(references, hypotheses);
    assert.ok(Math.abs(ours - value) < 1e-9, `${ours}, not ${value}`);
  }
});

test('Corpus BLEU takes words as it takes numbers, and does not join their letters', () => {
  const words = [['a', 'b', 'c', 'd', 'e']];
  assert.ok(Math.abs(corpusBleu(words, words) - 100) < 1e-9);
  assert.equal(corpusBleu([['a b', 'c', 'd', 'e']], [['a', 'b c', 'd e', 'f']]), 0);
});
