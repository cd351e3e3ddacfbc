/** Results that were read or written, and where they lie. */
import type { Problem } from '../record/problem.ts';
import type { TrialResult } from '../record/result.ts';

/** A result and its file, below the folder as it was named; `<pack>.json#<number>` where it lies in a pack, counted from 1. */
export interface Kept {
  readonly result: TrialResult;
  readonly path: string;
}

export interface Loaded {
  /** In the order of their paths, whatever the file system's, and of their numbers. */
  readonly kept: readonly Kept[];
  readonly problems: readonly Problem[];
}
