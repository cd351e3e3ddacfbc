/** Eight utterances of noise, of all lengths: what the gradient cases of the speech models are taken on. */
import type { Batch, Table } from '#spec';
import { datasetOf } from '../../../harness/data/split.ts';
import { randomFrom } from '../../../harness/plan/random.ts';
import data, {
  alphabet,
  bands,
  frames,
  labelLength,
} from '../../../workloads/shared/spoken-phrases/data.ts';

const size = 8;

/** The longest utterance fills its row; equal letters follow one another. */
export function noise(): Table {
  const random = randomFrom('speech case');
  const lengths = Array.from({ length: size }, (_, i) => frames - 9 * i);
  const end = Int32Array.from(lengths, (_, i) => sum(lengths.slice(0, i + 1)));
  const labels = new Uint8Array(size * labelLength);
  for (let row = 0; row < size; row++) {
    const letters = Math.min(labelLength, Math.floor(lengths[row]! / 4));
    for (let i = 0; i < letters; i++) {
      const repeated = i > 0 && random.uniform() < 0.2;
      labels[row * labelLength + i] = repeated
        ? labels[row * labelLength + i - 1]!
        : 1 + random.integer(alphabet.length - 1);
    }
  }
  return {
    size,
    columns: {
      features: {
        shape: [bands],
        data: Int8Array.from({ length: sum(lengths) * bands }, () => random.integer(255) - 127),
      },
      start: { shape: [], data: end.map((to, i) => to - lengths[i]!) },
      end: { shape: [], data: end },
      labels: { shape: [labelLength], data: labels },
    },
  };
}

export const eightUtterances = (): Batch =>
  datasetOf(data, noise()).batch([0, 1, 2, 3, 4, 5, 6, 7]);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0);
