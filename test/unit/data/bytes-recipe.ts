/** A small recipe: every byte of the package's .bin files is an example of `train`. */
import * as tf from '@tensorflow/tfjs';
import { defineData } from '#spec';
import type { DataRecipe, Table } from '#spec';

const table = (bytes: readonly number[]): Table => ({
  size: bytes.length,
  columns: { byte: { shape: [], data: Uint8Array.from(bytes) } },
});

/** `repeats` makes the training split that many times as long. */
export const bytesRecipe = (name: string, integrity: string, repeats = 1): DataRecipe =>
  defineData({
    name: 'bytes',
    revision: 1,
    packages: [{ name, version: '1.0.0', integrity, files: /\.bin$/, licence: 'none' }],
    convert(files) {
      const bytes = [...files.keys()].sort().flatMap((path) => [...files.get(path)!]);
      const train = Array.from({ length: repeats }, () => bytes).flat();
      return { train: table(train), validation: table([8, 9]), test: table([10]) };
    },
    tensors: ({ columns }, indices) => ({
      byte: tf.tensor1d(Array.from(indices, (index) => columns['byte']!.data[index]!)),
    }),
  });
