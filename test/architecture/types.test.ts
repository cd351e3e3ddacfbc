/**
 * No package may declare globals for the whole project, as AssemblyScript's types do: with them `[].at(-1)` would be a number.
 * The proof is in the types: `npm run types` fails on a directive below that finds no error.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

test('an element counted from the end may be missing, and the type says so', () => {
  // @ts-expect-error: an array may be empty.
  const fromArray: number = [7].at(-1);
  // @ts-expect-error: a typed array may be empty.
  const fromBytes: number = Uint8Array.of(7).at(-1);
  // @ts-expect-error: a text may be empty.
  const fromText: string = '7'.at(-1);
  assert.deepEqual([fromArray, fromBytes, fromText], [7, 7, '7']);
});

test('the types of WebAssembly are no globals of the project', () => {
  // @ts-expect-error: there is no such function outside assembly/.
  assert.equal(typeof select, 'undefined');
});
