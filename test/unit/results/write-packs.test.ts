/** A folder of results becomes one file a submission, which is read wherever the folder is. */
import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { keepCode } from '../../../harness/results/code.ts';
import { codeOf, readOne } from '../../../harness/results/one.ts';
import { sha256 } from '../../../harness/results/sha256.ts';
import { loadResults, saveResult } from '../../../harness/results/store.ts';
import { writePacks } from '../../../harness/results/write-packs.ts';
import { imported, measured, sampleResult } from '../record/sample.ts';
import { scratch } from './scratch.ts';

const code = 'module.exports = { default: 1 };\n';
const hashes = { ...measured.hashes, submission: sha256(code) };

/** Two trials of `alpha`, whose code is kept, and one of `beta`, which was imported. */
async function folderOfResults(t: TestContext) {
  const root = await scratch(t);
  const results = join(root, 'results');
  const bundle = join(root, 'bundle.cjs');
  await writeFile(bundle, code);
  await keepCode(results, bundle, hashes.submission);
  const origin = { ...measured, hashes };
  await saveResult(results, sampleResult({ plan: { trial: 1 }, origin }));
  await saveResult(results, sampleResult({ plan: { trial: 2 }, origin }));
  await saveResult(results, sampleResult({ plan: { submission: 'beta' }, origin: imported }));
  return { results, packed: join(root, 'packed') };
}

test('packs hold all results of a folder, and are loaded with paths of their own', async (t) => {
  const { results, packed } = await folderOfResults(t);
  const { packs, problems } = await writePacks(results, packed);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    packs.map(({ submission, trials, state }) => [submission, trials, state]),
    [
      ['alpha', 2, 'written'],
      ['beta', 1, 'written'],
    ],
  );
  const before = await loadResults([results]);
  const after = await loadResults([packed]);
  assert.deepEqual(after.problems, []);
  assert.deepEqual(
    after.kept.map(({ result }) => result),
    before.kept.map(({ result }) => result),
  );
  assert.deepEqual(
    after.kept.map(({ path }) => path),
    ['alpha.json#1', 'alpha.json#2', 'beta.json#1'].map((name) => join(packed, name)),
  );
});

test('a pack is replaced only where it changes, and packing packs adds nothing', async (t) => {
  const { results } = await folderOfResults(t);
  const packed = join(results, 'packed');
  const states = async () => (await writePacks(results, packed)).packs.map(({ state }) => state);
  assert.deepEqual(await states(), ['written', 'written']);
  const text = await readFile(join(packed, 'alpha.json'), 'utf8');
  assert.deepEqual(await states(), ['unchanged', 'unchanged']);
  await saveResult(results, sampleResult({ plan: { trial: 3 }, origin: { ...measured, hashes } }));
  assert.deepEqual(await states(), ['written', 'unchanged']);
  assert.notEqual(await readFile(join(packed, 'alpha.json'), 'utf8'), text);
  assert.deepEqual((await readdir(packed)).sort(), ['alpha.json', 'beta.json']);
});

test('a trial in a pack is named by its number, and has its code there', async (t) => {
  const { results, packed } = await folderOfResults(t);
  await writePacks(results, packed);
  const file = join(packed, 'alpha.json');
  const second = await readOne(`${file}#2`);
  assert.equal(second.result.plan.trial, 2);
  assert.deepEqual(await codeOf(second, 'nowhere'), { kind: 'found', text: code });
  await assert.rejects(
    readOne(file),
    /alpha.json is a pack of 2 trials\. Name one of them: .*#1 to/,
  );
  await assert.rejects(readOne(`${file}#3`), /a pack of 2 trials, and has no trial 3\. Name one/);
  await assert.rejects(readOne(join(packed, 'gamma.json#1')), /gamma.json cannot be read/);
  const { kept } = await loadResults([results]);
  await assert.rejects(readOne(`${kept[0]!.path}#1`), /is no pack: it holds one result/);
});

test('code that is missing is told, and its trials are packed all the same', async (t) => {
  const { results, packed } = await folderOfResults(t);
  await writeFile(join(results, 'code', `${hashes.submission}.js`), 'evil();');
  const { packs, problems } = await writePacks(results, packed);
  assert.equal(packs.length, 2);
  assert.equal(problems.length, 1);
  assert.match(
    problems[0]!.reason,
    /^is packed without its code: .*\.js hashes to [0-9a-f]{64}\.$/,
  );
  const code = await codeOf(await readOne(join(packed, 'alpha.json#1')), packed);
  assert.ok(code.kind === 'missing' && code.reason.includes(hashes.submission));
});

test('damaged packs are listed with their reason beside what can be read', async (t) => {
  const { results, packed } = await folderOfResults(t);
  await writePacks(results, packed);
  const text = await readFile(join(packed, 'alpha.json'), 'utf8');
  const write = (name: string, changed: string) => writeFile(join(packed, name), changed);
  await write('code.json', text.replace('default: 1', 'default: 2'));
  await write('cut.json', text.slice(0, text.length / 2));
  await write('numbers.json', text.replace(/"doubles": "[^"]*"/, '"doubles": ""'));
  await write('old.json', text.replace('"pack": 1', '"pack": 9'));
  await write('other.json', text.replace('one of a kind', 'one of mine'));
  const { kept, problems } = await loadResults([packed]);
  assert.equal(kept.length, 3);
  const reasons = problems.map(({ path, reason }) => `${path.slice(packed.length + 1)} ${reason}`);
  assert.equal(reasons.length, 5);
  [
    /^code.json is a damaged pack: its code [0-9a-f]{12} is not what it was: it hashes to /,
    /^cut.json is not JSON/,
    /^numbers.json is a damaged pack: /,
    /^old.json is a pack of version 9; this harness reads version 1\.$/,
    /^other.json is a damaged pack: its results are not those that were packed/,
  ].forEach((expected, i) => {
    assert.match(reasons[i]!, expected);
  });
});

test('a folder without results is refused', async (t) => {
  const root = await scratch(t);
  await mkdir(join(root, 'empty'));
  await assert.rejects(writePacks(join(root, 'empty'), root), /empty holds no results to pack\.$/);
});
