/** Arrows point one way: each folder imports what lies below it and nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allows, mayImport } from './may-import.ts';
import { foldersOf, harness, importsOf, sources, textOf } from './sources.ts';

test('every file imports only what lies below it', () => {
  const wrong = sources.flatMap((file) => {
    const allowed = mayImport(file);
    return importsOf(file)
      .filter(({ name }) => !allows(allowed, name))
      .map(({ name }) => `${file} imports ${name}. It may import: ${allowed.join(', ')}.`);
  });
  assert.deepEqual(wrong, []);
});

test('every relative import names a file that is there', () => {
  const lost = sources.flatMap((file) =>
    importsOf(file)
      .filter(
        (one) => one.file === undefined && /^(harness|workloads|submissions)\//.test(one.name),
      )
      .map(({ name }) => `${file} imports ${name}, which is not there.`),
  );
  assert.deepEqual(lost, []);
});

test('only harness/data downloads', () => {
  const downloads = sources.filter(
    (file) =>
      !file.startsWith('harness/data/') &&
      importsOf(file).some(({ name }) => /^(pacote|node:https?|node:net)$/.test(name)),
  );
  assert.deepEqual(downloads, []);
});

test('no workload’s or submission’s name stands in harness/', () => {
  // Single words such as "sam" or "lion" are names of methods too, which #optim may implement.
  const names = [...foldersOf('workload'), ...foldersOf('submission')].filter((name) =>
    name.includes('_'),
  );
  const named = harness
    .filter((file) => !file.startsWith('harness/optim/'))
    .flatMap((file) => {
      const code = textOf(file).replace(/^\s*(\/?\*|\/\/).*$/gm, '');
      return names
        .filter((name) => new RegExp(`\\b${name}\\b`).test(code))
        .map((name) => `${file} names ${name}`);
    });
  assert.deepEqual(named, []);
});

test('only the command line and programs of their own print or set an exit code', () => {
  const programs =
    /^harness\/(cli|run\/\w+\/(main|calibrator|describer)|engine\/(native|wasm)\/\w+)\.ts$|^harness\/bench\//;
  const printing = harness
    .filter((file) => !programs.test(file))
    .filter((file) => /\bconsole\.|process\.(exit\b|exitCode|stdout|stderr)/.test(textOf(file)));
  assert.deepEqual(printing, []);
});
