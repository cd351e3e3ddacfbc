/** Parameters as matrices, and matrices of one shape as one batch: few large operations in place of many small ones. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { Params } from '#spec';

/** Matrices by shape: under `rows x columns` a batch [count, rows, columns]. Arithmetic on parameters goes for them too. */
export type Batches = Params;

export interface CutOptions {
  /** Dimensions above this are divided into pieces of at most so many. */
  readonly block?: number;
  /** A parameter of at most so many numbers becomes one row. */
  readonly merge?: number;
}

/** Where a piece went. */
interface Place {
  readonly key: string;
  readonly index: number;
}

/** All dimensions but the last are rows. A vector, a number, and whatever has at most `merge` numbers, is one row. */
export const matrixShape = (
  shape: readonly number[],
  merge = 0,
): [rows: number, columns: number] => {
  const size = tf.util.sizeFromShape([...shape]);
  const columns = shape.length < 2 || size <= merge ? size : shape.at(-1)!;
  return [size / columns, columns];
};

/** Lengths of the pieces of a dimension, as equal as may be, so that few shapes come of it. */
const pieces = (length: number, block: number): number[] => {
  const count = Math.max(1, Math.ceil(length / block));
  return Array.from({ length: count }, (_, i) => Math.floor((length + i) / count));
};

const split = (x: Tensor2D, sizes: readonly number[], axis: number): Tensor2D[] =>
  sizes.length === 1 ? [x] : tf.split(x, [...sizes], axis);

const concat = (parts: readonly Tensor2D[], axis: number): Tensor2D =>
  parts.length === 1 ? parts[0]! : tf.concat([...parts], axis);

const joined = (grid: readonly (readonly Place[])[], pieceAt: (place: Place) => Tensor2D) =>
  concat(
    grid.map((strip) => concat(strip.map(pieceAt), 1)),
    0,
  );

/** The parameters as batches, and the way back for batches of the same shapes. */
export function cut(
  params: Params,
  { block = Infinity, merge = 0 }: CutOptions = {},
): { batches: Batches; readonly join: (batches: Batches) => Params } {
  const found: Record<string, Tensor2D[]> = {};
  const put = (piece: Tensor2D): Place => {
    const key = piece.shape.join(' x ');
    return { key, index: (found[key] ??= []).push(piece) - 1 };
  };
  const grids = Object.entries(params).map(([path, x]) => {
    const [rows, columns] = matrixShape(x.shape, merge);
    const strips = split(x.reshape<Tensor2D>([rows, columns]), pieces(rows, block), 0);
    return [path, strips.map((strip) => split(strip, pieces(columns, block), 1).map(put))] as const;
  });
  const join = (batches: Batches): Params => {
    const unstacked = Object.fromEntries(
      Object.entries(batches).map(([key, x]) => [key, tf.unstack(x) as Tensor2D[]]),
    );
    const back = ([path, grid]: (typeof grids)[number]): [string, Tensor] => {
      const matrix = joined(grid, ({ key, index }) => unstacked[key]![index]!);
      return [path, matrix.reshape(params[path]!.shape)];
    };
    return Object.fromEntries(grids.map(back));
  };
  const stacked = Object.entries(found).map(([key, list]) => [key, tf.stack(list)] as const);
  return { batches: Object.fromEntries(stacked), join };
}
