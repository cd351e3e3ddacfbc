import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOfCode, provenanceOf } from '../../../harness/bench/described-submission.ts';
import { submissionsReadme } from '../../../harness/bench/submissions-table.ts';

test('the table of submissions is what the command makes', async () => {
  const { is, ought } = await submissionsReadme();
  assert.equal(is, ought, 'Run: npm run submissions:table -- --write');
});

test('lines of code are neither empty nor comment', () => {
  const text = `/** One.\n * Two. */\nconst a = 1; // three\n\n  // Four.\nconst b = '/';\n`;
  assert.equal(linesOfCode(text), 2);
});

test('the provenance is one word, or two of them', () => {
  assert.equal(provenanceOf('# X\n\nProvenance: entry (`x`), the paper.'), 'entry');
  assert.equal(provenanceOf('/** A method.\n * Provenance: paper and code. */'), 'paper and code');
  assert.equal(provenanceOf('# X\n\nFrom a paper.'), undefined);
});
