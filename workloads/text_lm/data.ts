/**
 * State of the Union addresses, 1790 to today: 233 speeches, 1.8 million words.
 *
 * Whole speeches go to one split, by the SHA-256 of their text, so no sentence of a test speech is seen in training.
 * Texts become tokens of a small byte-pair vocabulary; an example is a window of consecutive tokens.
 */
import * as tf from '@tensorflow/tfjs';
import { defineData } from '#spec';
import type { Table } from '#spec';
import { stateOfTheUnion } from '../shared/state-of-the-union/package.ts';
import { learnTokenizer } from './tokenizer.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Tokens a model reads in one window. */
export const contextLength = 64;
export const vocabularySize = 512;
const speeches = { test: 23, validation: 23 };
/** Windows to judge on, spread evenly over the speeches of the split. */
const judgedWindows = 512;

export default defineData({
  name: 'state-of-the-union',
  revision: 1,
  packages: [stateOfTheUnion],
  async convert(files) {
    const texts = await inHashOrder([...files.values()]);
    const judged = speeches.test + speeches.validation;
    const alphabet = [...new Set(texts.join(''))].sort();
    // One id stays free for the mark between speeches.
    const train = texts.slice(judged);
    const tokenizer = learnTokenizer(train.join('\n'), alphabet, vocabularySize - 1);
    return {
      train: windows(tokenizer, train),
      validation: spread(windows(tokenizer, texts.slice(speeches.test, judged))),
      test: spread(windows(tokenizer, texts.slice(0, speeches.test))),
    };
  },
  tensors({ columns }, indices) {
    const { data } = columns['token']!;
    const start = columns['start']!.data;
    const input = new Int32Array(indices.length * contextLength);
    const target = new Int32Array(indices.length * contextLength);
    for (let row = 0; row < indices.length; row++) {
      const from = start[indices[row]!]!;
      input.set(data.subarray(from, from + contextLength), row * contextLength);
      target.set(data.subarray(from + 1, from + 1 + contextLength), row * contextLength);
    }
    const shape: [number, number] = [indices.length, contextLength];
    return {
      input: tf.tensor2d(input, shape, 'int32'),
      target: tf.tensor2d(target, shape, 'int32'),
    };
  },
});

/** One stream of tokens, each speech after a mark, and where its windows start. */
function windows(tokenizer: Tokenizer, texts: readonly string[]): Table {
  const mark = tokenizer.size;
  const tokens = Uint16Array.from(texts.flatMap((text) => [mark, ...tokenizer.encode(text)]));
  // A window's last target is the token after it.
  const size = Math.floor((tokens.length - 1) / contextLength);
  const starts = Int32Array.from({ length: size }, (_, window) => window * contextLength);
  return table(tokens, starts);
}

/** `judgedWindows` of a split's windows, evenly spaced. */
function spread({ size, columns }: Table): Table {
  const pick = (i: number): number => Math.floor((i * size) / judgedWindows) * contextLength;
  const starts = Int32Array.from({ length: judgedWindows }, (_, i) => pick(i));
  return table(columns['token']!.data, starts);
}

const table = (tokens: Table['columns'][string]['data'], starts: Int32Array): Table => ({
  size: starts.length,
  columns: { token: { shape: [], data: tokens }, start: { shape: [], data: starts } },
});

async function inHashOrder(files: readonly Uint8Array[]): Promise<string[]> {
  const hashed = await Promise.all(
    files.map(async (bytes) => ({
      text: new TextDecoder().decode(bytes),
      hash: new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
    })),
  );
  return hashed.sort((a, b) => Buffer.compare(a.hash, b.hash)).map(({ text }) => text);
}
