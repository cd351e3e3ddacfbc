/** Opens a prepared split. Runs inside the sandboxed trainer: no network, no package fetching. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import type { DataRecipe, Dataset, Table } from '#spec';
import { decodeSplit } from './split-format.ts';

/** The examples in one split file, ready to be drawn as tensors. */
export function openSplit(recipe: DataRecipe, file: string): Dataset {
  return datasetOf(recipe, decodeSplit(readFileSync(file), file));
}

/** Examples of a table in memory as tensors; the caller owns them. */
export function datasetOf(recipe: DataRecipe, table: Table): Dataset {
  return {
    size: table.size,
    batch(indices) {
      checkIndices(indices, table.size);
      return { size: indices.length, tensors: tf.tidy(() => recipe.tensors(table, indices)) };
    },
  };
}

function checkIndices(indices: ArrayLike<number>, size: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (!Number.isInteger(index) || index < 0 || index >= size)
      throw new Error(`There is no example ${index}; examples are numbered 0 to ${size - 1}.`);
  }
}
