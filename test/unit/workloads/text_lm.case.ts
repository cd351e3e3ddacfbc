/** Gradient cases of `text_lm`: three windows of random tokens. */
import data, { contextLength, vocabularySize } from '../../../workloads/text_lm/data.ts';
import workload from '../../../workloads/text_lm/workload.ts';
import { datasetOf } from '../../../harness/data/split.ts';
import { randomFrom } from '../../../harness/plan/random.ts';
import { casesOf } from './cases-of.ts';
import type { GradientCase } from './gradient-case.ts';

export function cases(): GradientCase[] {
  const random = randomFrom('text case');
  const length = 4 * contextLength;
  const tokens = Uint16Array.from({ length }, () => random.integer(vocabularySize));
  const dataset = datasetOf(data, {
    size: 3,
    columns: {
      token: { shape: [], data: tokens },
      start: { shape: [], data: Int32Array.of(0, contextLength + 5, 2 * contextLength + 9) },
    },
  });
  return casesOf('text_lm', workload, () => dataset.batch([0, 1, 2]), true);
}
