import assert from 'node:assert/strict';
import { test } from 'node:test';
import { circles } from './circles.ts';
import { importsOf, sources, tests } from './sources.ts';

test('no files import one another in a circle, types included', () => {
  const files = [...sources, ...tests];
  const graph = new Map(
    files.map((file) => [file, importsOf(file).flatMap((one) => one.file ?? [])] as const),
  );
  assert.deepEqual(circles(graph), []);
});

test('circles are found, one by one', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', ['e']],
    ['e', ['f']],
    ['f', ['e']],
    ['g', ['g', 'a']],
    ['h', []],
  ]);
  assert.deepEqual(circles(graph), [['e', 'f'], ['a', 'b', 'c'], ['g']]);
});
