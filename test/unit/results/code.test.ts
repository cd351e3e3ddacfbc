/** The code that ran is kept once beside its results, and is trusted no further than its hash. */
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { findCode, keepCode, mostCodeBytes } from '../../../harness/results/code.ts';
import { sha256 } from '../../../harness/results/sha256.ts';
import { saveResult } from '../../../harness/results/store.ts';
import { sampleResult } from '../record/sample.ts';
import { scratch } from './scratch.ts';

const code = 'module.exports = { default: 1 };\n';
const hash = sha256(code);

test('code is kept by its hash, once, and found from any result of the folder', async (t) => {
  const root = await scratch(t);
  const bundle = join(root, 'bundle.cjs');
  await writeFile(bundle, code);
  await Promise.all([1, 2, 3].map(() => keepCode(root, bundle, hash)));
  assert.deepEqual(await readdir(join(root, 'code')), [`${hash}.js`]);
  const { path } = await saveResult(root, sampleResult());
  assert.deepEqual(await findCode(path, hash, 'elsewhere'), { kind: 'found', text: code });
  const alone = join(await scratch(t), 'a', 'b', 'alone.json');
  assert.deepEqual(await findCode(alone, hash, root), { kind: 'found', text: code });
});

test('code that changed since the trial was planned is not kept', async (t) => {
  const root = await scratch(t);
  const bundle = join(root, 'bundle.cjs');
  await writeFile(bundle, `${code}//`);
  await assert.rejects(
    keepCode(root, bundle, hash),
    /hashes to [0-9a-f]{64}, and the trial was pl/,
  );
  assert.deepEqual(await readdir(root), ['bundle.cjs']);
});

test('kept code that was changed, is missing or too long is named, and kept anew by the next trial', async (t) => {
  const root = await scratch(t);
  const bundle = join(root, 'bundle.cjs');
  const kept = join(root, 'code', `${hash}.js`);
  const result = join(root, 'result.json');
  const missing = await findCode(result, hash, root);
  assert.ok(missing.kind === 'missing' && missing.reason.includes(`code/${hash}.js`));
  await writeFile(bundle, code);
  await keepCode(root, bundle, hash);
  await writeFile(kept, 'evil();');
  const changed = await findCode(result, hash, root);
  assert.deepEqual(changed, {
    kind: 'damaged',
    path: kept,
    reason: `hashes to ${sha256('evil();')}`,
  });
  await writeFile(kept, ' '.repeat(mostCodeBytes + 1));
  const long = await findCode(result, hash, root);
  assert.ok(long.kind === 'damaged' && /is 2097153 bytes long/.test(long.reason));
  await keepCode(root, bundle, hash);
  assert.equal((await findCode(result, hash, root)).kind, 'found');
});
