/** All trials of one submission in one file: by columns, so that what many of them have in common stands there once. */

/** Raised whenever the shape of a pack changes; the results in it have a version of their own. */
export const packVersion = 1;

/** The values of one field, in the order of the rows that have it, in whichever of these ways is shortest. */
export type Column =
  /** Every row has this value. */
  | { readonly same: unknown }
  | { readonly each: readonly unknown[] }
  /** Each distinct value once; `at` says for every row which of them it has. */
  | { readonly of: readonly unknown[]; readonly at: readonly number[] }
  /** Numbers, which stand in the pack's `doubles` in the order of these columns. */
  | { readonly doubles: true };

/** Objects, by their fields. A field's path is an RFC 6901 pointer, e.g. `/plan/study`; lists are values. */
export interface Table {
  /** Each combination of fields that a row has, in their order. */
  readonly shapes: readonly (readonly string[])[];
  /** So many rows on end have the shape of that number, counted from 0. */
  readonly rows: readonly (readonly [count: number, shape: number])[];
  readonly columns: Readonly<Record<string, Column>>;
}

export interface Pack {
  readonly pack: typeof packVersion;
  /** Schema version of the results. */
  readonly schema: number;
  readonly submission: string;
  /** SHA-256 (hex) of the list of all results as JSON text without spaces. */
  readonly sha256: string;
  /** The bundles that ran, by the SHA-256 (hex) of their text. */
  readonly code: Readonly<Record<string, string>>;
  /** Results, with the number of their evaluations in place of these. */
  readonly trials: Table;
  /** Evaluations of all trials, one trial after the other. */
  readonly evaluations: Table;
  /** Base64 of Brotli of big-endian doubles, column by column: the first byte of every number, then the second of each, ... */
  readonly doubles: string;
}
