import assert from 'node:assert/strict';
import { test } from 'node:test';
import data from '../../../workloads/shared/fashion-mnist/data.ts';

const pixels = 28 * 28;
const perClass = 1450;

/** An image that its number names. */
const image = (number: number): number[] =>
  Array.from({ length: pixels }, (_, i) =>
    i < 4 ? (number >>> (8 * i)) & 255 : (i * number) % 251,
  );

/** A package with `perClass` images of each class, and what the real one is known to have besides. */
function packageFiles(order: (rows: number[][]) => number[][]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let label = 0; label < 10; label++) {
    const rows = Array.from({ length: perClass }, (_, i) => image(label * perClass + i));
    const twice = [...rows, rows[0]!, [], label === 0 ? image(perClass + 7) : []];
    const text = JSON.stringify({ data: order(twice) });
    files.set(`fashion-mnist/src/clothes/${label}.json`, new TextEncoder().encode(text));
  }
  return files;
}

test('empty rows and repeated images are left out, and so is an image under two labels', async () => {
  const { train, validation, test } = await data.convert(packageFiles((rows) => rows));
  assert.equal(validation.size, 2000);
  assert.equal(test.size, 10_000);
  // Image 7 of class 1 stands in class 0 too.
  assert.equal(train.size, 10 * perClass - 1 - 12_000);
  const seen = new Set<string>();
  for (const { size, columns } of [train, validation, test]) {
    assert.equal(columns['label']!.data.length, size);
    for (let row = 0; row < size; row++) {
      const stored = columns['image']!.data.subarray(row * pixels, (row + 1) * pixels);
      const number = stored[0]! + 256 * stored[1]!;
      assert.equal(columns['label']!.data[row], Math.floor(number / perClass));
      seen.add(Buffer.from(stored).toString('latin1'));
    }
  }
  assert.equal(seen.size, 10 * perClass - 1);
});

test('the splits do not depend on the order of the rows', async () => {
  const once = await data.convert(packageFiles((rows) => rows));
  const again = await data.convert(packageFiles((rows) => [...rows].reverse()));
  assert.deepEqual(again, once);
});

test('a package without one of the classes is an error that names it', async () => {
  const files = packageFiles((rows) => rows);
  files.delete('fashion-mnist/src/clothes/4.json');
  await assert.rejects(async () => data.convert(files), /no images of class 4/);
});
