/** What a page computes with must run in a browser: no module of Node's, and one bundle. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { filesBelow, importsOf, root } from './sources.ts';

test('record/ and score/ import no module of Node’s', () => {
  const files = ['harness/record', 'harness/score'].flatMap(filesBelow);
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter(({ name }) => name.startsWith('node:'))
      .map(({ name }) => `${file} imports ${name}`),
  );
  assert.deepEqual(wrong, []);
});

test('every file of record/ and score/ bundles for a browser', async () => {
  const { warnings, outputFiles } = await build({
    entryPoints: ['harness/record', 'harness/score'].flatMap(filesBelow).map((f) => join(root, f)),
    absWorkingDir: root,
    outdir: 'nowhere',
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
  assert.deepEqual(warnings, []);
  assert.ok(outputFiles.every(({ text }) => !text.includes('node:')));
});
