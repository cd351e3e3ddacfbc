/** The roots of many batches of matrices at once. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { inverseRoot, type InverseRootOptions } from './inverse-root.ts';

/** A batch [k, n, n] whose inverse root of order p is wanted, and the one to keep where that fails. */
export interface RootWanted {
  readonly matrix: Tensor;
  readonly p: number;
  readonly old: Tensor;
}

/** `inverseRoot` of each batch, in order; those of equal size and p in one go. */
export const inverseRoots = (
  wanted: readonly RootWanted[],
  options: InverseRootOptions = {},
): Tensor[] => {
  const groups = new Map<string, number[]>();
  for (const [i, { matrix, p }] of wanted.entries()) {
    const key = `${matrix.shape[1]} ${p}`;
    groups.set(key, [...(groups.get(key) ?? []), i]);
  }
  const roots: Tensor[] = [];
  for (const members of groups.values()) {
    const all = (of: 'matrix' | 'old') => tf.concat(members.map((i) => wanted[i]![of]));
    const counts = members.map((i) => wanted[i]!.matrix.shape[0]);
    const made = inverseRoot(all('matrix'), wanted[members[0]!]!.p, all('old'), options);
    const parts = counts.length === 1 ? [made] : tf.split(made, counts);
    for (const [k, i] of members.entries()) roots[i] = parts[k]!;
  }
  return roots;
};
