import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import test from 'node:test';
import { findResult, loadResults, saveResult } from '../../../harness/results/store.ts';
import { measured, outcomes, samplePlan, sampleResult } from '../record/sample.ts';
import { scratch } from './scratch.ts';

test('a saved result is found at its documented path and reads back equal', async (t) => {
  const root = await scratch(t);
  const kept = await saveResult(root, sampleResult());
  const expected = 'abcdef012345-wasm/alpha/digits_wide/study-1-trial-2.0123456789abcdef.json';
  assert.equal(relative(root, kept.path).split(sep).join('/'), expected);
  assert.deepEqual(kept.result, sampleResult());
  assert.deepEqual(await loadResults([root]), { kept: [kept], problems: [] });
  assert.deepEqual(await findResult(root, samplePlan), kept);
});

test('saving never overwrites: a second attempt gets a file of its own', async (t) => {
  const root = await scratch(t);
  const first = await saveResult(root, sampleResult({ outcome: outcomes[5]! }));
  const before = await readFile(first.path, 'utf8');
  const second = await saveResult(root, sampleResult());
  assert.match(second.path, /\.attempt-2\.json$/);
  assert.equal(await readFile(first.path, 'utf8'), before);
  assert.deepEqual(await findResult(root, samplePlan), second);
});

test('results saved at the same moment all survive', async (t) => {
  const root = await scratch(t);
  const kept = await Promise.all(Array.from({ length: 8 }, () => saveResult(root, sampleResult())));
  const paths = kept.map(({ path }) => path);
  assert.equal(new Set(paths).size, 8);
  const left = await readdir(dirname(paths[0]!));
  assert.equal(left.length, 8, 'nothing written aside is left');
});

test('an invalid result is refused before anything is written', async (t) => {
  const root = await scratch(t);
  const broken = sampleResult({ outcome: { status: 'missed', seconds: NaN, step: 3 } });
  await assert.rejects(saveResult(root, broken), /cannot be saved: .*seconds/);
  assert.deepEqual(await readdir(root), []);
});

test('files that cannot be used are listed with their reason, and the rest is loaded', async (t) => {
  const root = await scratch(t);
  const { path } = await saveResult(root, sampleResult());
  await writeFile(join(root, 'empty.json'), '');
  await writeFile(join(root, 'old.json'), JSON.stringify({ ...sampleResult(), schema: 0 }));
  await writeFile(join(root, 'cut.json'), (await readFile(path, 'utf8')).slice(0, 200));
  await mkdir(join(root, 'folder.json'));
  const loaded = await loadResults([root, join(root, 'nowhere')]);
  assert.deepEqual(loaded.kept, [{ result: sampleResult(), path }]);
  const listed = loaded.problems.map(({ path, reason }) => [relative(root, path), reason]);
  assert.deepEqual(
    listed.map(([name]) => name),
    ['cut.json', 'empty.json', 'folder.json', 'old.json', 'nowhere'],
  );
  assert.match(listed[0]![1]!, /not JSON/);
  assert.match(listed[2]![1]!, /cannot be read/);
  assert.match(listed[3]![1]!, /version 0/);
  assert.match(listed[4]![1]!, /cannot be listed/);
});

test('a plan is found by its finished result; failed attempts and unfit results do not count', async (t) => {
  const root = await scratch(t);
  assert.equal(await findResult(join(root, 'nowhere'), samplePlan), undefined);
  await saveResult(root, sampleResult({ outcome: outcomes[6]! }));
  assert.equal(await findResult(root, samplePlan), undefined);
  await saveResult(root, sampleResult());
  const later = { ...measured, startedAt: '2026-01-03T00:00:00Z' };
  const last = await saveResult(root, sampleResult({ origin: later }));
  assert.deepEqual(await findResult(root, samplePlan), last);
  const fits = ({ origin }: { origin: { kind: string } }): boolean => origin.kind === 'imported';
  assert.equal(await findResult(root, samplePlan, fits), undefined);
});

test('looking for a plan passes over files beside the folders of results', async (t) => {
  const root = await scratch(t);
  await writeFile(join(root, 'leaderboard.html'), '<!doctype html>');
  assert.equal(await findResult(root, samplePlan), undefined);
});
