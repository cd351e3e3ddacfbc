import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { build } from 'esbuild';
import fc from 'fast-check';
import type { Table } from '#spec';
import { decodeSplit, encodeSplit } from '../../../harness/data/split-format.ts';
import { datasetOf, openSplit } from '../../../harness/data/split.ts';
import { bytesRecipe } from './bytes-recipe.ts';
import { scratchFolder } from './registry.ts';

const fileOf = (table: Table): Uint8Array => {
  const joined = Buffer.concat(encodeSplit(table));
  // A buffer of its own starts at 0, as a file that was read does.
  return new Uint8Array(joined);
};

const column = fc.oneof(
  fc.uint8Array({ maxLength: 100 }),
  fc.int8Array({ maxLength: 100 }),
  fc.uint16Array({ maxLength: 100 }),
  fc.int16Array({ maxLength: 100 }),
  fc.int32Array({ maxLength: 100 }),
  fc.float32Array({ maxLength: 100, noNaN: true }),
);

test('a table comes back from its file as it was, as views that copy nothing', () => {
  const columns = fc.dictionary(fc.string({ minLength: 1 }), column, { noNullPrototype: true });
  fc.assert(
    fc.property(columns, fc.nat(), (arrays, size) => {
      const table: Table = {
        size,
        columns: Object.fromEntries(
          Object.entries(arrays).map(([name, data]) => [name, { shape: [data.length], data }]),
        ),
      };
      const bytes = fileOf(table);
      const back = decodeSplit(bytes, 'file');
      assert.deepEqual(back, table);
      for (const { data } of Object.values(back.columns)) assert.equal(data.buffer, bytes.buffer);
    }),
    { examples: [[Object.fromEntries([['__proto__', new Int8Array()]]), 0]] },
  );
});

test('a file cut short anywhere is refused', () => {
  const data = Int32Array.from({ length: 50 }, (_, i) => i);
  const bytes = fileOf({ size: 50, columns: { a: { shape: [], data } } });
  const end = bytes.length - 64;
  for (const length of [0, 7, 12, 40, 100, end])
    assert.throws(
      () => decodeSplit(bytes.slice(0, length), 'some.split'),
      /some\.split .*ttr data fetch/s,
    );
});

test('a file of another version, or of another kind, is refused by name', () => {
  const bytes = fileOf({ size: 0, columns: {} });
  const newer = Uint8Array.from(bytes);
  newer[8] = 2;
  assert.throws(
    () => decodeSplit(newer, 'new.split'),
    /new\.split has version 2 .*this is version 1/,
  );
  assert.throws(() => decodeSplit(new Uint8Array(64), 'zeros'), /zeros is not a split file/);
});

test('a split opens from its file and gives examples by index', () => {
  const recipe = bytesRecipe('none', 'none');
  const file = join(scratchFolder(), 'train.split');
  const table = { size: 3, columns: { byte: { shape: [], data: Uint8Array.of(7, 8, 9) } } };
  writeFileSync(file, fileOf(table));
  const split = openSplit(recipe, file);
  assert.equal(split.size, 3);
  const before = tf.memory().numTensors;
  const { size, tensors } = split.batch([2, 0]);
  assert.equal(size, 2);
  assert.deepEqual([...tensors['byte']!.dataSync()], [9, 7]);
  assert.equal(tf.memory().numTensors, before + 1);
  tf.dispose(tensors);
});

test('an example that does not exist is an error that names the range', () => {
  const table = { size: 3, columns: { byte: { shape: [], data: Uint8Array.of(7, 8, 9) } } };
  const split = datasetOf(bytesRecipe('none', 'none'), table);
  for (const index of [-1, 3, 0.5, NaN])
    assert.throws(() => split.batch([index]), /numbered 0 to 2/);
});

test('opening a split needs nothing that can reach the network', async () => {
  const entry = fileURLToPath(new URL('../../../harness/data/split.ts', import.meta.url));
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
  assert.deepEqual([...new Set(imports(imported))].sort(), [
    '@tensorflow/tfjs',
    'node:fs',
    'node:os',
  ]);
});

const imports = (list: readonly { path: string }[]): string[] => list.map(({ path }) => path);
